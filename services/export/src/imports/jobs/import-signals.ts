import type { Bus } from '@lingzhi/bus/open-bus'

// Core NATS, at most once, as for exports: who misses one reads the row within a second anyway.
const subjectOf = (bus: Bus, jobId: string) => bus.subject(`signal.import.${jobId}`)

/** Notifies every replica that an import has changed; `ended` when it is over, for whatever reason. */
export function signalImport(bus: Bus, jobId: string, change: 'progress' | 'ended'): void {
  if (!bus.nc.isClosed()) bus.nc.publish(subjectOf(bus, jobId), change)
}

/** Calls back whenever an import may have changed. */
export function watchImport(
  bus: Bus,
  jobId: string,
  changed: (change: string) => void,
): { close: () => void } {
  const subscription = bus.nc.subscribe(subjectOf(bus, jobId), {
    callback: (_err, msg) => changed(msg.string()),
  })
  return { close: () => subscription.unsubscribe() }
}
