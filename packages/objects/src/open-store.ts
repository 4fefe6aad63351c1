import type { Bus } from '@lingzhi/bus/open-bus'
import type { NatsStoreOptions } from './nats-store.ts'
import { openNatsStore } from './nats-store.ts'
import type { ObjectStore } from './object-store.ts'
import { openS3Store } from './s3-store.ts'
import { bucketOf } from './settings.ts'

/** The store that settings with this prefix name: a bucket of S3's, else one of JetStream's. */
export function openStore(
  bus: Bus,
  prefix: string,
  settings: object,
  nats: Omit<NatsStoreOptions, 'maxBytes'>,
): ObjectStore {
  const bucket = bucketOf(prefix, settings)
  if (bucket) return openS3Store(bucket)
  const maxBytes = (settings as Record<string, number>)[`${prefix}_STORE_MAX_BYTES`]!
  return openNatsStore(bus, { ...nats, maxBytes })
}
