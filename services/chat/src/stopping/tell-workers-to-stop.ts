import type { Bus } from '@lingzhi/bus/open-bus'
import { stopSubject } from '../reading/entries.ts'

/** Tells every replica to cut these replies short, whichever has them. Heard within milliseconds, or not at all. */
export function tellWorkersToStop(bus: Bus, replyIds: string[]): void {
  for (const reply_id of replyIds) bus.nc.publish(bus.subject(stopSubject), JSON.stringify({ reply_id }))
}
