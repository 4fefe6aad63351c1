import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { dateAlone, monthName, weekdayName, zoneName } from '../text/format.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Section } from '../ui/page.tsx'
import { Skeleton } from '../ui/placeholder.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import type { CalendarDay } from './calendar-weeks.ts'
import { addMonths, weeksOf } from './calendar-weeks.ts'
import { calendarQuery } from './checkin.queries.ts'
import { useCheckinText } from './checkin.text.ts'

const weekdays = [1, 2, 3, 4, 5, 6, 7]

/** A month of check-ins as a table, which screen readers read cell by cell. */
export function Calendar({ timeZone }: { timeZone: string }) {
  const text = useCheckinText()
  const [month, setMonth] = useState<string>()
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...calendarQuery(month),
    placeholderData: keepPreviousData,
  })
  const shown = month ?? data?.month
  const present = data?.today.slice(0, 7)
  const go = (months: number) => {
    if (!shown) return
    const next = addMonths(shown, months)
    // Without a month the server tells which it is, also after midnight of its last day.
    setMonth(next === present ? undefined : next)
  }
  return (
    <Section
      title={text.calendar}
      lead={data && text.monthSum(data.total_checkins, data.total_earned)}
      actions={
        <div className="flex items-center gap-1">
          {month && (
            <Button small onClick={() => setMonth(undefined)}>
              {text.thisMonth}
            </Button>
          )}
          <IconButton label={text.previousMonth} icon={<ChevronLeft size={18} />} onClick={() => go(-1)} />
          <span className="min-w-28 text-center text-sm font-semibold" aria-live="polite">
            {shown && monthName(shown)}
          </span>
          <IconButton
            label={text.nextMonth}
            icon={<ChevronRight size={18} />}
            disabled={!shown || !present || shown >= present}
            onClick={() => go(1)}
          />
        </div>
      }
    >
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton lines={6} />}
      {data && (
        // As high as six weeks, so that nothing below moves from month to month.
        <div className={classNames('min-h-76 md:min-h-74', isPlaceholderData && 'opacity-50')}>
          <table className="w-full table-fixed border-collapse text-sm">
            <caption className="sr-only">{text.calendarOf(monthName(data.month))}</caption>
            <thead>
              <tr>
                {weekdays.map((weekday) => (
                  <th key={weekday} scope="col" className="h-8 text-xs font-semibold text-ink-3">
                    <abbr title={weekdayName(weekday, 'long')} className="no-underline">
                      {weekdayName(weekday, 'narrow')}
                    </abbr>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weeksOf(data).map((week, at) => (
                <tr key={week.find(Boolean)?.date ?? at}>
                  {week.map((day, weekday) => (
                    <td key={weekdays[weekday]} className="h-11 p-0.5 text-center">
                      {day && <Day day={day} isToday={day.date === data.today} />}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="text-xs text-ink-3">{text.zone(zoneName(timeZone))}</p>
    </Section>
  )
}

function Day({
  day: { date, state, lingzhi_earned: points },
  isToday,
}: {
  day: CalendarDay
  isToday: boolean
}) {
  const text = useCheckinText()
  const words = { checked: text.checked(points), unchecked: text.unchecked, open: text.open, future: '' }
  return (
    <div
      aria-current={isToday ? 'date' : undefined}
      title={[dateAlone(date), words[state]].filter(Boolean).join(' · ')}
      className={classNames(
        'mx-auto grid size-10 content-center rounded-full leading-tight',
        state === 'checked' && 'bg-glow/25 font-semibold text-ink',
        state === 'unchecked' && 'text-ink-2',
        state === 'future' && 'text-ink-3',
        isToday && 'border-2 border-brand',
      )}
    >
      <span aria-hidden="true">{Number(date.slice(-2))}</span>
      {state === 'checked' && (
        <span aria-hidden="true" className="text-2xs leading-none text-glow-ink">
          +{points}
        </span>
      )}
      <span className="sr-only">{[dateAlone(date), words[state]].filter(Boolean).join(', ')}</span>
    </div>
  )
}
