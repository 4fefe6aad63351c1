import { classNames } from '../ui/class-names.ts'
import { Moon } from '../ui/moon.tsx'
import { Section } from '../ui/page.tsx'
import type { Status } from './checkin.queries.ts'
import { useCheckinText } from './checkin.text.ts'
import { phaseOf } from './phase.ts'

/** What each day in a row earns: the moon from its first sickle to full. */
export function Rewards({ status }: { status: Status }) {
  const text = useCheckinText()
  const { reward_schedule: schedule, checked_in_today: done } = status
  const last = schedule.at(-1)?.lingzhi ?? 0
  const isFull = schedule.every(({ state }) => state === 'earned')
  const words = { earned: text.earned, next: done ? text.tomorrowNext : text.todayNext, upcoming: '' }
  return (
    <Section title={text.rewards} lead={isFull ? text.full(last) : text.rewardsLead(last)}>
      <ol className="grid grid-cols-4 gap-1 sm:grid-cols-8">
        {schedule.map(({ day, lingzhi, state }) => (
          <li
            key={day}
            className={classNames(
              'grid justify-items-center gap-1 rounded-md border px-1 py-3 text-center text-xs',
              state === 'next'
                ? 'border-brand bg-brand-soft text-brand-ink'
                : 'border-transparent text-ink-2',
            )}
          >
            <span>{text.rewardDay(day)}</span>
            <Moon phase={phaseOf(day, schedule.length)} size={28} />
            <span
              className={classNames(
                'text-sm font-semibold',
                state === 'earned' ? 'text-glow-ink' : 'text-ink',
              )}
            >
              +{lingzhi}
            </span>
            <span className="min-h-5">{words[state]}</span>
          </li>
        ))}
      </ol>
    </Section>
  )
}
