import { delay } from '@lingzhi/runtime/delay'
import type { Slots } from '@lingzhi/runtime/slots'
import { HandedOver } from './cut.ts'

/**
 * Stops a worker: takes nothing more from the queue, gives running replies `drainMs` milliseconds to finish, then hands
 * the rest over to other workers. Resolves when nothing runs here any more.
 */
export async function drain(
  consumption: { close: () => Promise<unknown> },
  slots: Pick<Slots, 'idle'>,
  running: ReadonlyMap<string, AbortController>,
  drainMs: number,
): Promise<void> {
  const drained = Promise.all([consumption.close(), slots.idle()])
  await Promise.race([drained, delay(drainMs)])
  for (const life of running.values()) life.abort(HandedOver)
  await drained
}
