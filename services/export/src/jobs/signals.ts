import type { Bus } from '@lingzhi/bus/open-bus'

// Core NATS, at most once: a hint that a job's row has changed. A subscriber that misses it polls within a second anyway.
const subjectOf = (bus: Bus, jobId: string) => bus.subject(`signal.export.${jobId}`)

/** Notifies every replica that a job has changed; `ended` when it is over, for whatever reason. */
export function signalJob(bus: Bus, jobId: string, change: 'progress' | 'ended'): void {
  if (!bus.nc.isClosed()) bus.nc.publish(subjectOf(bus, jobId), change)
}

/** Calls back whenever a job may have changed. */
export function watchJob(bus: Bus, jobId: string, changed: (change: string) => void): { close: () => void } {
  const subscription = bus.nc.subscribe(subjectOf(bus, jobId), {
    callback: (_err, msg) => changed(msg.string()),
  })
  return { close: () => subscription.unsubscribe() }
}
