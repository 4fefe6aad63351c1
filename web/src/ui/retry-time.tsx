import { ProblemError } from '@lingzhi/api-client'
import { useMemo } from 'react'
import { clock, day, moment } from '../text/format.ts'
import { useUiText } from './ui.text.ts'

const soonS = 90

/** When one may try again, where the server says so: in seconds, later today, or on another day. */
export function RetryTime({ error }: { error: unknown }) {
  const text = useUiText()
  const seconds = error instanceof ProblemError ? error.retry_after : null
  // Counted from when the refusal came, however often the page is drawn again.
  const at = useMemo(() => new Date(Date.now() + (seconds ?? 0) * 1_000), [error])
  if (!seconds) return null
  if (seconds < soonS) return <p className="text-ink-2">{text.retryInSeconds(seconds)}</p>
  return <p className="text-ink-2">{text.retryAt(day(at) === day(new Date()) ? clock(at) : moment(at))}</p>
}
