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

/** The waxing moon: the platform's one ornament. */
export function Moon({ phase, size = 20, className, label }: Props) {
  const share = Math.max(0, Math.min(phase, steps)) / steps
  // The terminator is half an ellipse whose width goes from the right edge over the middle to the left edge.
  const width = Math.abs(1 - 2 * share) * 9
  const bulges = share > 0.5 ? 1 : 0
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
      <circle cx="10" cy="10" r="9" className="fill-sunken stroke-line-strong" strokeWidth="0.8" />
      {share > 0 && (
        <path d={`M10 1 A9 9 0 0 1 10 19 A${width} 9 0 0 ${bulges} 10 1`} className="fill-glow" />
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
