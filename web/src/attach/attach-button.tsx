import { Paperclip } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from '../ui/button.tsx'
import { useFilesText } from './files.text.ts'

/** What the platform takes, by its names on a device; what a file is, the server tells from its content. */
const accept = 'image/jpeg,image/png,image/webp,image/gif,application/pdf,text/*,.md,.csv,.json,.log'

export function AttachButton({ onChoose }: { onChoose: (files: File[]) => void }) {
  const text = useFilesText()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accept}
        aria-label={text.attach}
        onChange={({ currentTarget }) => {
          const chosen = [...(currentTarget.files ?? [])]
          // The same file may be chosen again.
          currentTarget.value = ''
          onChoose(chosen)
        }}
      />
      <IconButton
        label={text.attach}
        icon={<Paperclip size={18} />}
        className="md:size-9"
        onClick={() => input.current?.click()}
      />
    </>
  )
}
