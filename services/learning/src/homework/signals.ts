import type { Bus } from '@lingzhi/bus/open-bus'

// Core NATS, at most once: a hint that a submission has changed. A reader that misses it looks within a second anyway.
const subjectOf = (bus: Bus, id: string) => bus.subject(`signal.homework.${id}`)

/** Notifies every replica that a submission has changed. */
export function signalHomework(bus: Bus, id: string): void {
  if (!bus.nc.isClosed()) bus.nc.publish(subjectOf(bus, id))
}

/** Calls back whenever a submission may have changed. */
export function watchHomework(bus: Bus, id: string, changed: () => void): { close: () => void } {
  const subscription = bus.nc.subscribe(subjectOf(bus, id), { callback: () => changed() })
  return { close: () => subscription.unsubscribe() }
}
