import { dateAlone, moment } from '../text/format.ts'
import { useDataText } from './data.text.ts'
import type { Export } from './follow-export.ts'

const formats: Record<Export['format'], string> = {
  json: 'JSON',
  ndjson: 'NDJSON',
  csv: 'CSV',
  md: 'Markdown',
}

/** What an export holds, in one line: 全部对话 · Markdown · gzip. */
export function useContentOf(one: Export): string {
  const text = useDataText()
  const { scope, conversation_ids: ids, start_date: from, end_date: until, changed_since: since } = one
  return [
    scope === 'all' ? text.everybody : ids ? text.some(ids.length) : text.all,
    from && until
      ? text.between(dateAlone(from), dateAlone(until))
      : from
        ? text.since(dateAlone(from))
        : until && text.upTo(dateAlone(until)),
    since && text.changesSince(moment(since)),
    formats[one.format],
    one.compression !== 'none' && one.compression,
  ]
    .filter(Boolean)
    .join(' · ')
}
