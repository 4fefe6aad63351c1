import { ProblemError } from '@lingzhi/api-client'
import { RotateCcw, X } from 'lucide-react'
import { Link } from 'wouter'
import { usePicture } from '../api/use-picture.ts'
import { paths } from '../routes.ts'
import { bytes } from '../text/format.ts'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { FileIcon } from '../ui/file-icon.tsx'
import { useProblemText } from '../ui/problem-note.tsx'
import { type Attachment, type Attachments, filesMax } from './attachments.ts'
import { useFilesText } from './files.text.ts'
import { useAttachments } from './open-attachments.ts'

/** The files of a draft, each with how far it is and the way to take it off again. */
export function Tray({ files }: { files: Attachments }) {
  const text = useFilesText()
  const list = useAttachments(files)
  const states = new Set(list.map(({ state }) => state))
  const hint = files.tooMany
    ? text.tooMany(filesMax)
    : states.has('rejected') || states.has('failed')
      ? text.removeFirst
      : states.has('checking') || states.has('sending')
        ? text.waiting
        : ''
  return (
    <div className="grid grid-cols-1 gap-1 px-1 pt-1 empty:hidden">
      {list.length > 0 && (
        <ul
          aria-label={text.files}
          className="grid max-h-[30dvh] grid-cols-[minmax(0,1fr)] gap-2 overflow-y-auto sm:grid-cols-2"
        >
          {list.map((one) => (
            <Entry
              key={one.key}
              one={one}
              onRemove={() => files.remove(one.key)}
              onRetry={() => files.retry(one.key)}
            />
          ))}
        </ul>
      )}
      <p role="status" className="px-1 text-xs text-ink-2 empty:hidden">
        {hint}
      </p>
    </div>
  )
}

function Entry({ one, onRemove, onRetry }: { one: Attachment; onRemove: () => void; onRetry: () => void }) {
  const text = useFilesText()
  const bad = one.state === 'rejected' || one.state === 'failed'
  return (
    <li
      className={classNames(
        'flex min-w-0 items-center gap-2 rounded-md border py-1 pr-1 pl-2',
        bad ? 'border-danger' : 'border-line',
      )}
    >
      {one.state === 'ready' && one.file && one.mediaType.startsWith('image/') ? (
        <Thumbnail id={one.file.id} />
      ) : (
        <FileIcon mediaType={one.mediaType} />
      )}
      <div className="min-w-0 flex-1 text-xs">
        <p className="truncate font-semibold">{one.name}</p>
        {one.state === 'sending' ? (
          <Progress name={one.name} part={one.sent} />
        ) : (
          <p className={bad ? 'text-danger' : 'text-ink-2'}>
            <State one={one} />
          </p>
        )}
      </div>
      {one.state === 'failed' && !isFinal(one.error) && (
        <IconButton label={text.retry} icon={<RotateCcw size={14} />} onClick={onRetry} />
      )}
      <IconButton label={text.remove(one.name)} icon={<X size={14} />} onClick={onRemove} />
    </li>
  )
}

/** What the server will not take, it will not take the next time either. */
const isFinal = (error: unknown) =>
  error instanceof ProblemError && [400, 404, 413, 415, 422].includes(error.status)

function State({ one: { state, bytes: size, reason, error } }: { one: Attachment }) {
  const text = useFilesText()
  const words = useProblemText(error)
  if (state === 'rejected') return reason ?? text.rejected
  if (state === 'failed' && error instanceof ProblemError && error.code === 'QUOTA_EXCEEDED')
    return (
      <>
        {words}{' '}
        <Link href={paths.files()} className="underline">
          {text.makeRoom}
        </Link>
      </>
    )
  if (state === 'failed') return error ? words : text.failed
  if (state === 'checking') return text.checking
  return (
    <>
      <span className="sr-only">{text.ready} · </span>
      {bytes(size)}
    </>
  )
}

function Progress({ name, part }: { name: string; part: number }) {
  const text = useFilesText()
  return (
    <div
      role="progressbar"
      aria-label={text.sending(name)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(part * 100)}
      className="my-2 h-1.5 overflow-hidden rounded-full bg-line"
    >
      <div
        className="h-full rounded-full bg-brand transition-[width] duration-240"
        style={{ width: `${Math.max(part * 100, 3)}%` }}
      />
    </div>
  )
}

function Thumbnail({ id }: { id: string }) {
  const { url } = usePicture(id)
  return url ? (
    <img src={url} alt="" className="size-10 shrink-0 rounded-sm object-cover" />
  ) : (
    <span className="size-10 shrink-0 rounded-sm bg-sunken" />
  )
}
