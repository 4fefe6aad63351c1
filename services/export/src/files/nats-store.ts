import type { Bus } from '@lingzhi/bus/open-bus'
import { within } from '@lingzhi/runtime/within'
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
// The client joins the parts of a message from several reads of its socket: two reads, not ten.
const chunkBytes = 128 * 1024

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
        // In one piece: the library cuts that without copying it.
        await store.put(meta, ReadableStream.from([bytes]), { timeout: putTimeoutMs })
      } catch (err) {
        // The sentences nats-server refuses a message with when the stream, the account or the disk is full.
        const full = /maximum bytes|insufficient (storage )?resources|no space left/i
        if (full.test(String(err))) throw new StoreFull(err)
        throw err
      }
    },
    get: async (name) => {
      const object = await (await bucket()).get(name)
      if (!object) throw new Error(`there is no object ${name}`)
      // The same failure breaks the stream off.
      object.error.catch(() => {})
      const pieces = await readWithin(getTimeoutMs, object.data)
      // The library has compared what came with this digest.
      const digest = object.info.digest.replace('SHA-256=', '')
      return { pieces, sha256: Buffer.from(digest, 'base64url').toString('hex') }
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

/** All bytes of a stream; the library waits for a lost chunk without a bound. */
async function readWithin(ms: number, stream: ReadableStream<Uint8Array>): Promise<Buffer[]> {
  const reader = stream.getReader()
  const readAll = async () => {
    const pieces: Buffer[] = []
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return pieces
      pieces.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength))
    }
  }
  try {
    return await within(ms, readAll(), `the object store did not respond within ${ms} ms`)
  } catch (err) {
    reader.cancel().catch(() => {})
    throw err
  }
}
