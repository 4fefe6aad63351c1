import { setTimeout as timeout } from 'node:timers/promises'

/**
 * Asks until the answer is there, for effects that arrive over the bus. Returns as soon as it is; throws the
 * last reason when it is not there in time.
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
