import { useQuery } from '@tanstack/react-query'
import { clock, duration } from '../../text/format.ts'
import { Page } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useAdminText } from '../admin.text.ts'
import type { Check, Readiness } from './health.queries.ts'
import { healthQuery } from './health.queries.ts'
import { useHealthText } from './health.text.ts'
import { useReasons } from './reasons.text.ts'
import { StatusWord } from './status-word.tsx'
import { Verdict } from './verdict.tsx'

export function HealthPage() {
  const text = useHealthText()
  const shared = useAdminText()
  const { data, error, refetch } = useQuery(healthQuery())
  return (
    <Page title={shared.health} lead={text.lead} wide>
      {!data && !error && <Skeleton lines={8} />}
      {(data || error) && <Verdict readiness={data} error={error} />}
      {error && !data && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data && (
        <>
          <ul className="grid border-t border-line">
            {Object.entries(data.services).map(([name, service]) => (
              <Service key={name} name={name} service={service} />
            ))}
          </ul>
          <p className="text-xs text-ink-3">{text.checkedAt(clock(new Date(data.at)))}</p>
        </>
      )}
    </Page>
  )
}

function Service({ name, service }: { name: string; service: Readiness['services'][string] }) {
  const text = useHealthText()
  const { status, latency_ms, replicas, checks } = service
  return (
    <li className="grid gap-x-6 gap-y-2 border-b border-line py-4 text-sm md:grid-cols-[14rem_1fr]">
      <div className="flex items-start justify-between gap-3 md:grid md:content-start md:gap-1">
        <div>
          <h2 className="text-base font-semibold">
            <Name of={name} />
          </h2>
          <p className="text-xs text-ink-3">
            {replicas && (
              <span className={replicas.usable < replicas.total ? 'text-warn' : undefined}>
                {text.replicas} {text.replicasOf(replicas.usable, replicas.total)} ·{' '}
              </span>
            )}
            {duration(latency_ms)}
          </p>
        </div>
        <StatusWord status={status} />
      </div>
      <ul className="grid content-start gap-2" aria-label={text.dependencies}>
        {Object.entries(checks ?? {}).map(([dependency, check]) => (
          <Dependency key={dependency} name={dependency} check={check} />
        ))}
      </ul>
    </li>
  )
}

function Dependency({ name, check }: { name: string; check: Check }) {
  const reasons: Record<string, string> = useReasons()
  const { status, latency_ms, reason } = check
  return (
    <li className="grid grid-cols-[1fr_5rem_4rem] gap-x-3 sm:grid-cols-[10rem_5rem_5rem_1fr]">
      <Name of={name} />
      <StatusWord status={status} />
      <span className="text-end text-ink-3 tabular-nums sm:text-start">{duration(latency_ms)}</span>
      {reason && <span className="col-span-3 text-warn sm:col-span-1">{reasons[reason] ?? reason}</span>}
    </li>
  )
}

/** In plain words, and as operators know it; a service or dependency of a later version by that name alone. */
function Name({ of }: { of: string }) {
  const known = (useHealthText() as Record<string, unknown>)[of]
  const code = <code className="text-xs font-normal text-ink-3">{of}</code>
  return (
    <span className="whitespace-nowrap">
      {typeof known === 'string' ? (
        <>
          {known} {code}
        </>
      ) : (
        code
      )}
    </span>
  )
}
