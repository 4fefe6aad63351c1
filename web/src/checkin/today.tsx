import { ProblemError } from '@lingzhi/api-client'
import { useMutation } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { count } from '../text/format.ts'
import { Button } from '../ui/button.tsx'
import { Moon } from '../ui/moon.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import type { Status } from './checkin.queries.ts'
import { checkIn, refreshCheckins } from './checkin.queries.ts'
import { useCheckinText } from './checkin.text.ts'
import { phaseOf } from './phase.ts'
import { movesLittle, useTween } from './tween.ts'

const momentMs = 400
const isAlready = (error: unknown) => error instanceof ProblemError && error.code === 'ALREADY_CHECKED_IN'

/** The moon of the streak, the points, and the one button. */
export function Today({ status }: { status: Status }) {
  const text = useCheckinText()
  const { streak, checked_in_today: done, reward_schedule: schedule } = status
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: checkIn,
    // Also after a failure: the response may have been lost on its way, and the check-in not.
    onSettled: () => void refreshCheckins(),
  })
  const total = useTween(status.total_lingzhi, momentMs)
  const phase = useTween(phaseOf(streak, schedule.length), momentMs)
  const already = isAlready(error) && !data

  return (
    <div className="flex flex-col items-center gap-6 sm:flex-row sm:gap-10">
      <Halo shining={Boolean(data)}>
        <Moon phase={phase} size={128} label={text.moon(streak)} />
      </Halo>
      <div className="grid justify-items-center gap-4 sm:justify-items-start">
        <div>
          <p className="flex items-baseline justify-center gap-2 sm:justify-start">
            {/* Counting up is for the eye: screen readers get the sum, and the message below. */}
            <span
              className="text-2xl leading-none font-semibold text-glow-ink tabular-nums"
              aria-hidden="true"
            >
              {count(Math.round(total))}
            </span>
            <span className="sr-only">{count(status.total_lingzhi)}</span>
            <span className="text-sm text-ink-2">{text.total}</span>
          </p>
          <p className="mt-2 text-center text-sm text-ink-2 sm:text-left">
            <strong className="font-semibold text-ink">
              {streak > 0 ? text.streak(streak) : text.noStreak}
            </strong>
            {status.total_checkins > 0 &&
              ` · ${text.longest(status.longest_streak)} · ${text.times(status.total_checkins)}`}
          </p>
        </div>
        {!done && (
          <Button kind="primary" busy={isPending} onClick={() => mutate()}>
            {isPending ? text.checkingIn : text.checkIn(status.next_reward)}
          </Button>
        )}
        <div role="status" className="grid gap-1 text-center text-sm sm:text-left">
          {done && (
            <p className="flex items-center justify-center gap-2 font-semibold text-ok sm:justify-start">
              <Check size={16} aria-hidden="true" />
              {data?.message ?? text.done(status.lingzhi_earned)}
            </p>
          )}
          {done && <p className="text-ink-2">{already ? text.already : text.tomorrow(status.next_reward)}</p>}
          {!done && streak > 0 && <p className="text-ink-2">{text.keep}</p>}
        </div>
        {!done && !already && <ProblemNote error={error} onRetry={() => mutate()} />}
      </div>
    </div>
  )
}

/** One ring of light that leaves the moon when it has grown; a fade for those who want nothing to move. */
function Halo({ shining, children }: { shining: boolean; children: ReactNode }) {
  const ring = useRef<HTMLDivElement>(null)
  const moon = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!shining) return
    if (movesLittle()) moon.current?.animate({ opacity: [0.2, 1] }, { duration: momentMs })
    else
      ring.current?.animate(
        { opacity: [0, 0.7, 0], transform: ['scale(1)', 'scale(1.12)', 'scale(1.45)'] },
        { duration: 2 * momentMs, delay: momentMs / 2, easing: 'ease-out' },
      )
  }, [shining])
  return (
    <div className="relative shrink-0">
      <div ref={ring} className="absolute inset-1 rounded-full border-2 border-glow opacity-0" />
      <div ref={moon} className="relative">
        {children}
      </div>
    </div>
  )
}
