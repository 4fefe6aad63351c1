import { useHomeworkPage } from '../../api/use-picture.ts'
import type { HomeworkDetail } from './homework.queries.ts'
import { useHomeworkText } from './homework.text.ts'

interface Props {
  id: string
  pages: HomeworkDetail['pages']
}

/** What a pupil handed in, for who marks it: large enough to be read beside what was read of it. */
export function MarkedPages({ id, pages }: Props) {
  return (
    <ul className="grid grid-cols-1 gap-4">
      {pages.map((page) => (
        <li key={page.position}>
          <MarkedPage id={id} page={page} />
        </li>
      ))}
    </ul>
  )
}

function MarkedPage({ id, page }: { id: string; page: Props['pages'][number] }) {
  const text = useHomeworkText()
  const { url, gone } = useHomeworkPage(id, page.position)
  const caption = text.pageOf(page.name, page.position + 1)
  return (
    <figure className="grid grid-cols-1 gap-1">
      {url && <img src={url} alt={caption} className="max-w-full rounded-md border border-line" />}
      <figcaption className="text-xs break-words text-ink-2">
        {caption}
        {gone && ` · ${text.noPicture}`}
      </figcaption>
    </figure>
  )
}
