import { Download, FileX } from 'lucide-react'
import { useState } from 'react'
import { saveOwnFile } from '../api/save-own-file.ts'
import { useGone, usePicture } from '../api/use-picture.ts'
import { bytes } from '../text/format.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FileIcon } from '../ui/file-icon.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import type { AttachedFile } from './attachments.ts'
import { useFilesText } from './files.text.ts'

/** The files that a question is about: pictures in small, others by their names; each leads to the file. */
export function MessageFiles({ files }: { files: readonly AttachedFile[] }) {
  const text = useFilesText()
  return (
    <ul aria-label={text.files} className="mb-2 flex flex-wrap justify-end gap-2">
      {files.map((file) => (
        <li key={file.id} className="max-w-full min-w-0">
          {file.media_type.startsWith('image/') ? <Picture file={file} /> : <Named file={file} />}
        </li>
      ))}
    </ul>
  )
}

const tile =
  'flex h-24 w-24 items-center justify-center overflow-hidden rounded-md border border-line bg-raised'
const chip =
  'flex min-h-11 max-w-full items-center gap-2 rounded-md border border-line bg-raised px-3 text-left text-xs'

function Picture({ file }: { file: AttachedFile }) {
  const text = useFilesText()
  const { url, gone } = usePicture(file.id)
  const [open, setOpen] = useState(false)
  if (gone) return <Gone name={file.name} />
  return (
    <>
      <button type="button" aria-label={text.open(file.name)} className={tile} onClick={() => setOpen(true)}>
        {url && <img src={url} alt="" className="size-full object-cover" />}
      </button>
      <Dialog title={file.name} wide open={open} onClose={() => setOpen(false)}>
        {url && (
          <img
            src={url}
            alt={file.name}
            className="mx-auto max-h-[60dvh] max-w-full rounded-md object-contain"
          />
        )}
        <Save file={file} />
      </Dialog>
    </>
  )
}

function Save({ file }: { file: AttachedFile }) {
  const text = useFilesText()
  const [error, setError] = useState<unknown>(null)
  return (
    <div className="grid gap-2">
      <ProblemNote error={error} />
      <div className="flex flex-wrap items-center justify-between gap-3 text-xs text-ink-2">
        <span>
          {bytes(file.bytes)}
          {file.width && file.height ? ` · ${file.width} × ${file.height}` : ''}
        </span>
        <Button
          data-focus
          icon={<Download size={16} />}
          onClick={() => {
            setError(null)
            saveOwnFile(file.id).catch(setError)
          }}
        >
          {text.download}
        </Button>
      </div>
    </div>
  )
}

function Named({ file }: { file: AttachedFile }) {
  const text = useFilesText()
  const gone = useGone(file.id)
  const [error, setError] = useState<unknown>(null)
  if (gone) return <Gone name={file.name} />
  return (
    <>
      <button
        type="button"
        title={text.save(file.name)}
        className={`${chip} hover:border-brand`}
        onClick={() => {
          setError(null)
          saveOwnFile(file.id).catch(setError)
        }}
      >
        <FileIcon mediaType={file.media_type} />
        <span className="min-w-0">
          <span className="block truncate font-semibold">{file.name}</span>
          <span className="text-ink-2">
            {bytes(file.bytes)}
            {file.pages ? ` · ${text.pages(file.pages)}` : ''}
          </span>
        </span>
      </button>
      <ProblemNote error={error} />
    </>
  )
}

function Gone({ name }: { name: string }) {
  const text = useFilesText()
  return (
    <p className={`${chip} border-dashed`}>
      <FileX size={20} aria-hidden="true" className="shrink-0 text-ink-3" />
      <span className="min-w-0">
        <span className="block truncate text-ink-2 line-through">{name}</span>
        <span className="text-ink-2">{text.gone}</span>
      </span>
    </p>
  )
}
