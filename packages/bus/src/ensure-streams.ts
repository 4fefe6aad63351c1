import type { FactStream } from '@lingzhi/contracts/streams'
import { hourMs } from '@lingzhi/runtime/time'
import type { StreamConfig } from '@nats-io/jetstream'
import { JetStreamApiError, RetentionPolicy, StorageType } from '@nats-io/jetstream'
import { errors } from 'nats'
import type { Bus } from './open-bus.ts'

const streamNameInUse = 10_058

/**
 * Creates a stream, or brings an existing one to this declaration. Safe to run from every replica at once. An account that may
 * not change the stream leaves it as it is: changing it is another service's, see contracts/bus-access.
 */
export async function ensureStream(
  bus: Bus,
  config: Partial<StreamConfig> & { name: string },
): Promise<void> {
  const declared = { storage: StorageType.File, num_replicas: bus.replicas, ...config }
  try {
    await bus.jsm.streams.add(declared)
  } catch (err) {
    if (!(err instanceof JetStreamApiError && err.code === streamNameInUse)) throw err
    await bus.jsm.streams.update(config.name, declared).catch((refusal: unknown) => {
      if (!isRefusal(refusal)) throw refusal
    })
  }
}

const isRefusal = (err: unknown): boolean =>
  err instanceof errors.PermissionViolationError ||
  (err instanceof Error && err.cause instanceof errors.PermissionViolationError)

/** Creates the streams that keep facts; see contracts/streams. */
export async function ensureFactStreams(bus: Bus, streams: readonly FactStream[]): Promise<void> {
  for (const { name, subjects, maxAgeMs, maxBytes } of streams) {
    await ensureStream(bus, {
      name: bus.resource(name),
      subjects: subjects.map(bus.subject),
      retention: RetentionPolicy.Limits,
      max_age: maxAgeMs * 1e6,
      max_bytes: maxBytes,
      // A fact relayed again after a crash is recognised by its message id for this long.
      duplicate_window: Math.min(maxAgeMs, hourMs) * 1e6,
    })
  }
}
