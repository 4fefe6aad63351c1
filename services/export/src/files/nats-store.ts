import type { Bus } from '@lingzhi/bus/open-bus'
import type { ObjectStore } from '@nats-io/obj'
import { Objm, StorageType, setSha256Backend } from '@nats-io/obj'
import type { FileStore } from './file-store.ts'
import { StoreFull } from './file-store.ts'

export interface NatsStoreSettings {
  EXPORT_STORE_MAX_BYTES: number
  EXPORT_KEEP_DAYS: number
}

const dayNs = 24 * 3_600 * 1e9
const putTimeoutMs = 10_000
const getTimeoutMs = 20_000
// Half of the payload a server takes by default.
const chunkBytes = 512 * 1024

// The library checks every object with a hash of its own; in JavaScript that costs more than all else here.
setSha256Backend('native')

/** Parts in a JetStream object store. The bucket is bounded, and forgets by itself what a sweep has missed. */
export function openNatsStore(bus: Bus, settings: NatsStoreSettings): FileStore {
  let opening: Promise<ObjectStore> | undefined
  // Opened when first needed: a service that starts while JetStream has no leader still starts.
  const bucket = () => {
    opening ??= openBucket(bus, settings).catch((err) => {
      opening = undefined
      throw err
    })
    return opening
  }
  return {
    put: async (name, bytes) => {
      try {
        const store = await bucket()
        const meta = { name, options: { max_chunk_size: chunkBytes } }
        await store.put(meta, ReadableStream.from(slices(bytes)), { timeout: putTimeoutMs })
      } catch (err) {
        // The sentences nats-server refuses a message with when the stream, the account or the disk is full.
        const full = /maximum bytes|insufficient (storage )?resources|no space left/i
        if (full.test(String(err))) throw new StoreFull(err)
        throw err
      }
    },
    get: async (name) => {
      const bytes = await within(getTimeoutMs, (await bucket()).getBlob(name))
      if (!bytes) throw new Error(`there is no object ${name}`)
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    },
    remove: async (name) => {
      await (await bucket()).delete(name)
    },
  }
}

async function openBucket(bus: Bus, settings: NatsStoreSettings): Promise<ObjectStore> {
  const buckets = new Objm(bus.js)
  const name = bus.resource('exports')
  try {
    return await buckets.create(name, {
      storage: StorageType.File,
      replicas: bus.replicas,
      max_bytes: settings.EXPORT_STORE_MAX_BYTES,
      ttl: (settings.EXPORT_KEEP_DAYS + 1) * dayNs,
    })
  } catch (err) {
    // One that exists with other limits is used as it is; changing those is the operator's business.
    return await buckets.open(name).catch(() => {
      throw err
    })
  }
}

function* slices(bytes: Buffer): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}

/** The library waits for a lost chunk without a bound. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the object store did not answer within ${ms} ms`)), ms)
  })
  return await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
