import { useInfiniteQuery } from '@tanstack/react-query'
import { paths } from '../routes.ts'
import { Dialog } from '../ui/dialog.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Skeleton } from '../ui/placeholder.tsx'
import { TextLink } from '../ui/text-link.tsx'
import type { StoredFile } from './files.queries.ts'
import { fileUses } from './files.queries.ts'
import { useFilesText } from './files.text.ts'

/** Where a file is used, each with the way there. */
export function FileUses({ file, onClose }: { file: StoredFile; onClose: () => void }) {
  const text = useFilesText()
  const query = useInfiniteQuery(fileUses(file.id))
  const uses = query.data?.pages.flatMap((page) => page.uses)
  return (
    <Dialog title={text.usesOf(file.name)} open onClose={onClose}>
      {!uses && !query.error && <Skeleton lines={3} />}
      {uses?.length === 0 && <p className="text-sm text-ink-2">{text.unused}</p>}
      {uses && uses.length > 0 && (
        <ul aria-label={text.uses} className="grid max-h-[50dvh] grid-cols-1 gap-2 overflow-y-auto text-sm">
          {uses.map(({ kind, id, title }) => (
            <li key={`${kind} ${id}`} className="wrap-anywhere">
              {title === null ? (
                <span className="text-ink-2">{kind === 'conversation' ? text.goneUse : text[kind]}</span>
              ) : (
                <TextLink to={paths.conversation(id)}>{title || text.untitled}</TextLink>
              )}
            </li>
          ))}
        </ul>
      )}
      <LoadMore {...query} />
    </Dialog>
  )
}
