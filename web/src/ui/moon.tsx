import { useId } from 'react'
import { classNames } from './class-names.ts'

interface Props {
  /** 0 is new, 8 is full: the eight steps of the reward table. */
  phase: number
  size?: number
  className?: string
  /** Said to screen readers; without it the moon is an ornament. */
  label?: string
}

const steps = 8
const largePx = 64
/** The seas of a moon that is large enough to have a face. */
const seas = [
  [7, 6.6, 2.1],
  [12.6, 5.4, 1.3],
  [13.2, 11.4, 2.6],
  [7.4, 13.4, 1.5],
] as const

/** The waxing moon: the platform's one ornament. A phase may lie between two steps while the moon grows. */
export function Moon({ phase, size = 20, className, label }: Props) {
  const share = Math.max(0, Math.min(phase, steps)) / steps
  // The terminator is half an ellipse whose width goes from the right edge over the middle to the left edge.
  const width = Math.abs(1 - 2 * share) * 9
  const bulges = share > 0.5 ? 1 : 0
  const lit = `M10 1 A9 9 0 0 1 10 19 A${width} 9 0 0 ${bulges} 10 1`
  const id = useId()
  return (
    <svg
      viewBox="0 0 20 20"
      width={size}
      height={size}
      className={classNames('shrink-0', className)}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <circle
        cx="10"
        cy="10"
        r="9"
        className="fill-sunken stroke-line-strong"
        strokeWidth="1"
        // As thin around a large moon as around a small one.
        vectorEffect="non-scaling-stroke"
      />
      {share > 0 && <path d={lit} className="fill-glow" />}
      {share > 0 && size >= largePx && (
        <>
          <clipPath id={id}>
            <path d={lit} />
          </clipPath>
          <g
            clipPath={`url(#${id})`}
            className="opacity-15"
            // Darker than the moon in both themes.
            style={{ fill: 'light-dark(var(--color-glow-ink), var(--color-paper))' }}
          >
            {seas.map(([cx, cy, r]) => (
              <circle key={cx} cx={cx} cy={cy} r={r} />
            ))}
          </g>
        </>
      )}
    </svg>
  )
}

/** A moon that waxes while something is being thought about. */
export function ThinkingMoon({ label }: { label: string }) {
  return (
    <span role="img" aria-label={label} className="inline-block size-5">
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <circle cx="10" cy="10" r="9" className="fill-glow" />
        <circle cx="10" cy="10" r="9" className="animate-wax fill-paper" />
        <circle cx="10" cy="10" r="9" className="fill-transparent stroke-line-strong" strokeWidth="0.8" />
      </svg>
    </span>
  )
}
