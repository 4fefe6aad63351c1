import { delay } from '@lingzhi/runtime/delay'
import type { Slots } from '@lingzhi/runtime/slots'
import { HandedOver } from './cut.ts'

/**
 * Ends a worker's work: takes nothing more from the queue, lets what is running finish for `drainMs`, then cuts the
 * rest short for other workers to take. Resolves when nothing runs here any more.
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
