import { useEffect, useRef, useState } from 'react'

/** Where a value stands on its way: fast at first, slow at the end, and exactly there when the time is over. */
export function valueAt(from: number, to: number, elapsedMs: number, wholeMs: number): number {
  if (elapsedMs >= wholeMs) return to
  const left = 1 - Math.max(0, elapsedMs) / wholeMs
  return from + (to - from) * (1 - left ** 3)
}

export const movesLittle = () => matchMedia('(prefers-reduced-motion: reduce)').matches

/** Follows a value that jumps, within so many milliseconds; at once for those who want nothing to move. */
export function useTween(target: number, wholeMs: number): number {
  const [shown, setShown] = useState(target)
  const latest = useRef(target)
  latest.current = shown
  useEffect(() => {
    const from = latest.current
    if (from === target) return
    if (movesLittle()) return setShown(target)
    const startMs = performance.now()
    let frame = requestAnimationFrame(function step(nowMs) {
      const value = valueAt(from, target, nowMs - startMs, wholeMs)
      setShown(value)
      if (value !== target) frame = requestAnimationFrame(step)
    })
    return () => cancelAnimationFrame(frame)
  }, [target, wholeMs])
  return shown
}
