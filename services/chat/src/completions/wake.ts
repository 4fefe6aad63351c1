import type { Bus } from '@lingzhi/bus/open-bus'

const wakeSubject = 'live.completions'

/** Tells every replica that there is a completion to take. What gets lost, the next look finds. */
export const wakeWorkers = (bus: Bus): void => bus.nc.publish(bus.subject(wakeSubject))

export function onWake(bus: Bus, look: () => void): { close: () => void } {
  const subscription = bus.nc.subscribe(bus.subject(wakeSubject), {
    callback: (err) => {
      if (!err) look()
    },
  })
  return { close: () => subscription.unsubscribe() }
}
