import { Pencil } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { AttachedFile } from '../attach/attachments.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { BranchSwitch } from './branch-switch.tsx'
import { useChatText } from './chat.text.ts'
import type { Message } from './conversation.queries.ts'
import { sends } from './enter-key.ts'
import type { Talk } from './reply/talk.ts'

const MessageFiles = lazy(async () => ({
  default: (await import('../attach/message-files.tsx')).MessageFiles,
}))

const bubble =
  'ml-auto w-fit max-w-[85%] rounded-lg bg-brand-soft px-4 py-2 whitespace-pre-wrap wrap-anywhere text-ink'

/** What the person asked, with the ways to ask it again differently. */
export function Question({ message, talk, sought }: { message: Message; talk: Talk; sought: boolean }) {
  const text = useChatText()
  const [editing, setEditing] = useState(false)
  if (editing)
    return (
      <Editor
        first={message.content}
        onCancel={() => setEditing(false)}
        onSend={(changed) => {
          setEditing(false)
          void talk.edit(message, changed)
        }}
      />
    )
  return (
    <article aria-label={text.you} className="group pt-2 pb-1">
      <Files files={message.files} />
      <div className={classNames(bubble, sought && 'outline-2 outline-focus')}>{message.content}</div>
      <div className="mt-1 flex items-center justify-end opacity-100 transition-opacity md:opacity-0 md:group-focus-within:opacity-100 md:group-hover:opacity-100">
        <BranchSwitch message={message} talk={talk} />
        <CopyButton text={() => message.content} />
        <IconButton label={text.edit} icon={<Pencil size={16} />} onClick={() => setEditing(true)} />
      </div>
    </article>
  )
}

/** The same before the server has it: at the same place and of the same size. */
export function Asking({ text: asked, files }: { text: string; files?: readonly AttachedFile[] }) {
  const text = useChatText()
  return (
    <article aria-label={text.you} className="pt-2 pb-1">
      <Files files={files} />
      <div className={bubble}>{asked}</div>
      <div className="mt-1 h-11 md:h-8" />
    </article>
  )
}

function Files({ files }: { files: readonly AttachedFile[] | undefined }) {
  if (!files?.length) return null
  return (
    <Suspense fallback={<div className="h-26" />}>
      <MessageFiles files={files} />
    </Suspense>
  )
}

interface EditorProps {
  first: string
  onSend: (text: string) => void
  onCancel: () => void
}

/** The same keys as in the composer; Esc leaves everything as it was. */
function Editor({ first, onSend, onCancel }: EditorProps) {
  const text = useChatText()
  const [value, setValue] = useState(first)
  const send = () => value.trim() && onSend(value.trim())
  return (
    <form
      className="ml-auto grid w-full max-w-[85%] gap-2 rounded-lg border border-line-strong bg-raised p-3"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        // biome-ignore lint/a11y/noAutofocus: one has just asked for it
        autoFocus
        onFocus={({ target }) => target.setSelectionRange(target.value.length, target.value.length)}
        aria-label={text.editLabel}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation()
            onCancel()
          } else if (sends(event.nativeEvent)) {
            event.preventDefault()
            send()
          }
        }}
        className="field-sizing-content max-h-[40dvh] min-h-16 w-full resize-none bg-transparent outline-none"
      />
      <div className="flex justify-end gap-2">
        <Button small kind="quiet" onClick={onCancel}>
          {text.cancel}
        </Button>
        <Button small kind="primary" type="submit" disabled={value.trim() === ''}>
          {text.resend}
        </Button>
      </div>
    </form>
  )
}
