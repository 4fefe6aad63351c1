import { CircleAlert, CircleCheck, CircleHelp, CircleX } from 'lucide-react'
import type { Readiness } from './health.queries.ts'
import { useHealthText } from './health.text.ts'

/** The whole platform in one sentence. A check that failed just now outweighs what an earlier one said. */
export function Verdict({ readiness, error }: { readiness: Readiness | undefined; error: unknown }) {
  const text = useHealthText()
  const known = error ? undefined : readiness
  const [Icon, colour, words] = !known
    ? [CircleHelp, 'text-danger', text.unknown]
    : known.status === 'ok'
      ? [CircleCheck, 'text-ok', text.allOk]
      : known.status === 'degraded'
        ? [CircleAlert, 'text-warn', text.someDegraded]
        : [CircleX, 'text-danger', text.someDown]
  return (
    <div role="status" className="grid gap-1">
      <p className={`flex items-center gap-2 text-lg font-semibold ${colour}`}>
        <Icon size={22} aria-hidden="true" className="shrink-0" />
        {words}
      </p>
      {!known && <p className="text-sm text-ink-2">{text.unknownWhat}</p>}
    </div>
  )
}
