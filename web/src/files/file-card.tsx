import { Download, Link2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { saveOwnFile } from '../api/save-own-file.ts'
import { usePicture } from '../api/use-picture.ts'
import { ago, bytes } from '../text/format.ts'
import { Badge } from '../ui/badge.tsx'
import { IconButton } from '../ui/button.tsx'
import { FileIcon } from '../ui/file-icon.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { FileUses } from './file-uses.tsx'
import type { StoredFile } from './files.queries.ts'
import { useFilesText } from './files.text.ts'

export function FileCard({ file, onRemove }: { file: StoredFile; onRemove: () => void }) {
  const text = useFilesText()
  const [shown, setShown] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { name, status, width, height, pages, reason_text } = file
  const facts = [
    bytes(file.bytes),
    width && height && `${width} × ${height}`,
    pages && text.pages(pages),
    file.scan === 'clean' && text.clean,
    ago(file.created_at),
  ]
  return (
    <li className="grid min-w-0 grid-cols-1 content-start overflow-hidden rounded-md border border-line bg-raised">
      <div className="grid h-36 place-content-center overflow-hidden border-b border-line bg-sunken">
        {file.has_preview ? <Preview id={file.id} /> : <FileIcon mediaType={file.media_type} size={40} />}
      </div>
      <div className="grid grid-cols-1 gap-1 p-3">
        <p className="line-clamp-2 text-sm font-semibold wrap-anywhere" title={name}>
          {name}
        </p>
        <p className="text-xs text-ink-2">{facts.filter(Boolean).join(' · ')}</p>
        {status !== 'ready' && (
          <p className="text-xs text-ink-2">
            <Badge tone={status === 'rejected' ? 'danger' : 'warn'}>{text[status]}</Badge> {reason_text}
          </p>
        )}
        <ProblemNote error={error} />
        <div className="flex justify-end">
          <IconButton
            label={text.usesButton(name)}
            icon={<Link2 size={16} />}
            onClick={() => setShown(true)}
          />
          {status === 'ready' && (
            <IconButton
              label={text.downloadOf(name)}
              icon={<Download size={16} />}
              onClick={() => {
                setError(null)
                saveOwnFile(file.id).catch(setError)
              }}
            />
          )}
          <IconButton label={text.removeOf(name)} icon={<Trash2 size={16} />} onClick={onRemove} />
        </div>
        {shown && <FileUses file={file} onClose={() => setShown(false)} />}
      </div>
    </li>
  )
}

function Preview({ id }: { id: string }) {
  const { url } = usePicture(id)
  return url ? <img src={url} alt="" className="h-36 w-full object-contain" /> : null
}
