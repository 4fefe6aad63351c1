import type { Bus } from '@lingzhi/bus/open-bus'

/** Where the wish to stop a reply is published to every replica. */
const stopSubject = 'live.stop-reply'

/** Asks every replica to cut these replies short, whichever has them. Heard within milliseconds, or not at all. */
export function stopReplies(bus: Bus, replyIds: readonly string[]): void {
  for (const reply_id of replyIds) bus.nc.publish(bus.subject(stopSubject), JSON.stringify({ reply_id }))
}

/** Calls `stop` with each reply that somebody wants stopped, until closed. */
export function onStopReply(bus: Bus, stop: (replyId: string) => void): { close: () => void } {
  const subscription = bus.nc.subscribe(bus.subject(stopSubject), {
    callback: (err, msg) => {
      if (!err) stop(msg.json<{ reply_id: string }>().reply_id)
    },
  })
  return { close: () => subscription.unsubscribe() }
}
