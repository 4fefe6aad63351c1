import { statfs } from 'node:fs/promises'
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
  const folder = (settings as Record<string, string | undefined>)[`${prefix}_STORE_FOLDER`]
  const freeBytes = folder ? () => freeIn(folder) : undefined
  return openNatsStore(bus, { ...(freeBytes && { freeBytes }), ...nats, maxBytes })
}

/** What its disk still takes; as if there were no end where the file system does not say. */
async function freeIn(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
