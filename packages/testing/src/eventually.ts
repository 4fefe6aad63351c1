import { setTimeout as timeout } from 'node:timers/promises'

/** A bound on hanging, and nothing that is measured: on a machine with much to do processes take long to start. */
const waitMaxMs = 60_000

/**
 * Polls until the probe returns something other than undefined or false, for effects that arrive over the bus.
 * Throws when it does not in time.
 */
export async function eventually<T>(
  probe: () => Promise<T | undefined | false>,
  withinMs = waitMaxMs,
): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const result = await probe()
    if (result !== undefined && result !== false) return result
    if (performance.now() > deadline) throw new Error(`not so within ${withinMs} ms`)
    await timeout(10)
  }
}
