import { ProblemError } from '@lingzhi/api-client'
import { useEffect, useMemo, useState } from 'react'
import { clock, day, moment } from '../text/format.ts'
import { useUiText } from './ui.text.ts'

const soonS = 90

/** When one may try again, where the server says so: counting down the seconds, later today, or on another day. */
export function RetryTime({ error }: { error: unknown }) {
  const text = useUiText()
  const seconds = error instanceof ProblemError ? (error.retry_after ?? 0) : 0
  // Counted from when the refusal came, however often the page is drawn again.
  const at = useMemo(() => new Date(Date.now() + seconds * 1_000), [error])
  const left = useSecondsUntil(at, seconds <= soonS)
  if (left === 0) return null
  if (left <= soonS) return <p className="text-ink-2 tabular-nums">{text.retryInSeconds(left)}</p>
  return <p className="text-ink-2">{text.retryAt(day(at) === day(new Date()) ? clock(at) : moment(at))}</p>
}

/** 0 once it has come. */
function useSecondsUntil(at: Date, counting: boolean): number {
  const left = () => Math.max(0, Math.ceil((at.getTime() - Date.now()) / 1_000))
  const [, tick] = useState(0)
  useEffect(() => {
    if (!counting || left() === 0) return
    const timer = setInterval(() => {
      tick((ticks) => ticks + 1)
      if (left() === 0) clearInterval(timer)
    }, 500)
    return () => clearInterval(timer)
  }, [at, counting])
  return left()
}
