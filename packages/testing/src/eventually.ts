import { setTimeout as timeout } from 'node:timers/promises'

/**
 * Polls until the probe returns something other than undefined or false, for effects that arrive over the bus.
 * Throws when it does not in time.
 */
export async function eventually<T>(
  probe: () => Promise<T | undefined | false>,
  withinMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const result = await probe()
    if (result !== undefined && result !== false) return result
    if (performance.now() > deadline) throw new Error(`not so within ${withinMs} ms`)
    await timeout(10)
  }
}
