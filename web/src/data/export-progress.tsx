import { bytes, count, duration } from '../text/format.ts'
import { useDataText } from './data.text.ts'
import type { Export } from './follow-export.ts'
import { ProgressBar } from './progress-bar.tsx'

/** How far an export is. The share is the server's estimate, so it says what is certain beside it. */
export function ExportProgress({ one }: { one: Export }) {
  const text = useDataText()
  const facts = [
    one.rows > 0 && text.messages(count(one.rows)),
    one.bytes > 0 && bytes(one.bytes),
    one.eta_seconds && text.left(duration(one.eta_seconds * 1_000)),
  ].filter((fact): fact is string => Boolean(fact))
  return <ProgressBar label={text.progress} percent={one.percent} facts={facts} />
}
