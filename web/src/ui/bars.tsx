import { useState } from 'react'
import { shortCount } from '../text/format.ts'
import { labelsShown, ticksUpTo } from './scale.ts'

interface Point {
  label: string
  value: number
  /** More about it, shown with its value while it is pointed at. */
  hint?: string
}

interface Props {
  /** What the bars show, for screen readers: their figures stand in the table beside. */
  label: string
  /** Of every value: tokens, answers. Empty where there is none. */
  unit: string
  points: Point[]
  /** Bars that lie, one a line, for names; otherwise they stand, for days. */
  lying?: boolean
}

/** Bars of one colour. Put a table beside them: a picture alone tells nothing to who cannot see it. */
export function Bars({ lying, ...rest }: Props) {
  return lying ? <LyingBars {...rest} /> : <StandingBars {...rest} />
}

const height = 168
const foot = 20
const head = 14

function StandingBars({ label, unit, points }: Props) {
  const [at, setAt] = useState<number>()
  const ticks = ticksUpTo(Math.max(0, ...points.map(({ value }) => value)))
  const top = ticks.at(-1) ?? 1
  const y = (value: number) => head + (height - head - foot) * (1 - value / top)
  const slot = 100 / Math.max(points.length, 1)
  const labels = labelsShown(points.length, 5)
  const point = at === undefined ? undefined : points[at]
  return (
    <figure className="m-0 grid gap-1">
      <svg
        role="img"
        aria-label={label}
        width="100%"
        height={height}
        className="touch-pan-y"
        onPointerMove={({ clientX, currentTarget }) => {
          const { left, width } = currentTarget.getBoundingClientRect()
          setAt(
            Math.min(points.length - 1, Math.max(0, Math.floor(((clientX - left) / width) * points.length))),
          )
        }}
        onPointerLeave={({ pointerType }) => pointerType === 'mouse' && setAt(undefined)}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1="0" x2="100%" y1={y(tick)} y2={y(tick)} className="stroke-line" />
            {tick > 0 && (
              <text x="0" y={y(tick) - 3} className="fill-ink-3 text-2xs">
                {shortCount(tick)}
              </text>
            )}
          </g>
        ))}
        {points.map(({ label: name, value }, index) => (
          <rect
            key={name}
            x={`${(index + 0.15) * slot}%`}
            width={`${slot * 0.7}%`}
            y={y(value)}
            // What is not nothing can be seen.
            height={value > 0 ? Math.max(1, height - foot - y(value)) : 0}
            rx="2"
            className={index === at ? 'fill-brand-ink' : 'fill-brand'}
          />
        ))}
        {labels.map((index) => (
          <text
            key={index}
            x={`${(index + 0.5) * slot}%`}
            y={height - 4}
            // The labels of many bars would stick out at both ends.
            textAnchor={
              points.length < 8
                ? 'middle'
                : index === 0
                  ? 'start'
                  : index === points.length - 1
                    ? 'end'
                    : 'middle'
            }
            className="fill-ink-3 text-2xs"
          >
            {points[index]?.label}
          </text>
        ))}
      </svg>
      <figcaption className="min-h-5 text-xs text-ink-2">
        {point ? `${point.label}: ${point.hint ?? `${shortCount(point.value)} ${unit}`}` : unit}
      </figcaption>
    </figure>
  )
}

function LyingBars({ label, unit, points }: Props) {
  const most = Math.max(0, ...points.map(({ value }) => value)) || 1
  return (
    <ul aria-label={label} className="grid gap-3">
      {points.map(({ label: name, value, hint }) => (
        <li key={name} className="grid gap-1 text-sm">
          <div className="flex flex-wrap justify-between gap-x-4">
            <span className="min-w-0 break-words">{name}</span>
            <span className="text-ink-2">{hint ?? `${shortCount(value)} ${unit}`}</span>
          </div>
          <svg aria-hidden="true" width="100%" height="6">
            <rect width="100%" height="6" rx="3" className="fill-sunken" />
            <rect width={`${(value / most) * 100}%`} height="6" rx="3" className="fill-brand" />
          </svg>
        </li>
      ))}
    </ul>
  )
}
