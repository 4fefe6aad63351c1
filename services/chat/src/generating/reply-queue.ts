import type { Bus } from '@lingzhi/bus/open-bus'
import type { WorkQueue } from '@lingzhi/bus/work-queue'
import { enqueue } from '@lingzhi/bus/work-queue'
import type { Config } from '../config.ts'

/** An item of the queue. The reply's row says what there is to do, if anything. */
export interface Nudge {
  reply_id: string
  user_id: string | null
}

export const replyQueue = ({ LEASE_MS }: Pick<Config, 'LEASE_MS'>): WorkQueue => ({
  name: 'replies',
  leaseMs: LEASE_MS,
  attemptsMax: 20,
  // Enough for several nudges of every queued and running reply, which are bounded by their rows.
  itemsMax: 100_000,
})

/** Asks any worker to take a reply. Two nudges of one reply with the same name within two minutes are one. */
export function nudge(bus: Bus, config: Config, item: Nudge, name: string | number): Promise<void> {
  return enqueue(bus, replyQueue(config), `${item.reply_id}-${name}`, item)
}
