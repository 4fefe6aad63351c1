import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { count, dateAlone } from '../../text/format.ts'
import { Bars } from '../../ui/bars.tsx'
import { Section } from '../../ui/page.tsx'
import { PartTabs } from '../../ui/part-tabs.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { type Figures, figuresQuery, type Range, ranges } from './progress.queries.ts'
import { useProgressText } from './progress.text.ts'

/** The bars of more days than this are too thin to be pointed at. */
const barsMax = 90

export function FiguresShown() {
  const text = useProgressText()
  const [range, setRange] = useState<Range>('30d')
  const { data, error, refetch } = useQuery({ ...figuresQuery(range), placeholderData: (before) => before })
  return (
    <Section
      title={text.figures}
      actions={
        <PartTabs
          label={text.range}
          parts={ranges.map((one) => [one, text[one]])}
          current={range}
          onChange={setRange}
        />
      }
    >
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton lines={5} />}
      {data && <Tiles figures={data} />}
      {data && data.study_trend.length > 0 && <Days days={data.study_trend.slice(-barsMax)} />}
    </Section>
  )
}

function Tiles({ figures }: { figures: Figures }) {
  const text = useProgressText()
  const percent = (value: number | null) => (value === null ? text.notYet : `${Math.round(value * 100)} %`)
  const studied = (hours: number) =>
    hours < 1 ? text.minutesOf(count(Math.round(hours * 60))) : text.hoursOf(count(hours))
  const tiles: [string, string][] = [
    [text.hours, studied(figures.study_hours)],
    [text.days, count(figures.total_study_days)],
    [text.questions, count(figures.total_questions)],
    [text.reviews, count(figures.total_reviews)],
    [text.homework, count(figures.total_homework)],
    [text.score, figures.avg_score === null ? text.notYet : count(Math.round(figures.avg_score))],
    [text.accuracy, percent(figures.accuracy)],
  ]
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-4">
      {tiles.map(([name, value]) => (
        <div key={name} className="flex flex-col-reverse">
          <dt className="text-xs text-ink-2">{name}</dt>
          <dd className="text-xl font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Days({ days }: { days: Figures['study_trend'] }) {
  const text = useProgressText()
  return (
    <>
      <Bars
        label={text.minutes}
        unit={text.minutesUnit}
        points={days.map(({ date, study_minutes }) => ({
          label: date.slice(5),
          value: study_minutes,
          hint: text.minutesOn(dateAlone(date), count(Math.round(study_minutes))),
        }))}
      />
      <details className="text-sm">
        <summary className="min-h-8 cursor-pointer text-ink-2">{text.table}</summary>
        <table className="w-full text-left">
          <thead>
            <tr className="border-b border-line text-xs text-ink-2">
              <th className="py-1 font-semibold">{text.day}</th>
              <th className="py-1 text-right font-semibold">{text.minutesUnit}</th>
              <th className="py-1 text-right font-semibold">{text.activity}</th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map(({ date, study_minutes, activity }) => (
              <tr key={date} className="border-b border-line">
                <td className="py-1">{dateAlone(date)}</td>
                <td className="py-1 text-right">{count(Math.round(study_minutes))}</td>
                <td className="py-1 text-right">{count(activity)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}
