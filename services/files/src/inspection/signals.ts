import type { Bus } from '@lingzhi/bus/open-bus'

// Core NATS, at most once: a hint that a file's row has changed. A subscriber that misses it polls within a second anyway.
const subjectOf = (bus: Bus, fileId: string) => bus.subject(`signal.file.${fileId}`)

/** Notifies every replica that a file has changed; `ended` when it was looked at, or is gone. */
export function signalFile(bus: Bus, fileId: string, change: 'progress' | 'ended'): void {
  if (!bus.nc.isClosed()) bus.nc.publish(subjectOf(bus, fileId), change)
}

/** Calls back whenever a file may have changed. */
export function watchFile(
  bus: Bus,
  fileId: string,
  changed: (change: string) => void,
): { close: () => void } {
  const subscription = bus.nc.subscribe(subjectOf(bus, fileId), {
    callback: (_err, msg) => changed(msg.string()),
  })
  return { close: () => subscription.unsubscribe() }
}
