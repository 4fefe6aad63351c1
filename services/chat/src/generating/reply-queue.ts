import type { Bus } from '@lingzhi/bus/open-bus'
import type { WorkQueue } from '@lingzhi/bus/work-queue'
import { enqueue } from '@lingzhi/bus/work-queue'
import type { Config } from '../config.ts'

/** What travels on the queue: a nudge. The reply's row says what there is to do, if anything still is. */
export interface Nudge {
  reply_id: string
  user_id: string | null
}

export const replyQueue = ({ LEASE_MS }: Pick<Config, 'LEASE_MS'>): WorkQueue => ({
  name: 'replies',
  leaseMs: LEASE_MS,
  attemptsMax: 20,
  // Wide enough for every waiting and running reply with nudges to spare: the rows are what is bounded.
  itemsMax: 100_000,
})

/** One per beginning: a reply that is taken over, or waits for long, is nudged again under another name. */
export function nudge(bus: Bus, config: Config, item: Nudge, name: string | number): Promise<void> {
  return enqueue(bus, replyQueue(config), `${item.reply_id}-${name}`, item)
}
