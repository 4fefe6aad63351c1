import type { Bus } from '@lingzhi/bus/open-bus'

/** The subject on which stops are published to every replica. */
const stopSubject = 'live.stop-reply'

/** Asks every replica to stop these replies if it generates them. Takes milliseconds; delivery is not guaranteed. */
export function stopReplies(bus: Bus, replyIds: readonly string[]): void {
  for (const reply_id of replyIds) bus.nc.publish(bus.subject(stopSubject), JSON.stringify({ reply_id }))
}

/** Calls `stop` with the id of each reply that is to be stopped, until closed. */
export function onStopReply(bus: Bus, stop: (replyId: string) => void): { close: () => void } {
  const subscription = bus.nc.subscribe(bus.subject(stopSubject), {
    callback: (err, msg) => {
      if (!err) stop(msg.json<{ reply_id: string }>().reply_id)
    },
  })
  return { close: () => subscription.unsubscribe() }
}
