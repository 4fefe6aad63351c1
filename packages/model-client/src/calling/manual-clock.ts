import type { Clock } from '../clock.ts'

/** A clock for tests, which stands still until advanced; a delay advances it at once, and is recorded. */
export function manualClock() {
  let now = 0
  const waits: number[] = []
  const advance = (ms: number) => {
    now += ms
  }
  const clock: Clock = {
    now: () => now,
    async delay(ms) {
      waits.push(ms)
      advance(ms)
    },
  }
  return { ...clock, advance, waits }
}
