import type { Bus } from '@lingzhi/bus/open-bus'
import { within } from '@lingzhi/runtime/within'
import type { ObjectStore as Bucket } from '@nats-io/obj'
import { Objm, StorageType, setSha256Backend } from '@nats-io/obj'
import type { ObjectStore } from './object-store.ts'
import { StoreFull } from './object-store.ts'

export interface NatsStoreOptions {
  /** As busAccess lists it among the service's stores. */
  bucket: string
  maxBytes: number
  /** Forgets by itself what is older; null: nothing. */
  keepDays: number | null
  /** What the disk of its server still takes, where that can be known. */
  freeBytes?: () => Promise<number>
}

/** JetStream stops with a full disk: nothing can be removed then, by which there would be space. */
const keptFreeBytes = 64 * 1024 ** 2
const dayNs = 24 * 3_600 * 1e9
const putTimeoutMs = 10_000
const getTimeoutMs = 20_000
const placesTimeoutMs = 2_000
const erasedAtOnce = 16
// The client joins the parts of a message from several reads of its socket: two reads, not ten.
const chunkBytes = 128 * 1024

// The library checks every object with a hash of its own; in JavaScript that costs more than all else here.
setSha256Backend('native')

/** Objects in a JetStream object store. The bucket is bounded, and with `keepDays` forgets by itself what a sweep has missed. */
export function openNatsStore(bus: Bus, options: NatsStoreOptions): ObjectStore {
  let opening: Promise<Bucket> | undefined
  // Opened when first needed: a service that starts while JetStream has no leader still starts.
  const bucket = () => {
    opening ??= openBucket(bus, options).catch((err) => {
      opening = undefined
      throw err
    })
    return opening
  }
  return {
    put: async (name, bytes) => {
      const free = (await options.freeBytes?.()) ?? Number.POSITIVE_INFINITY
      if (free - bytes.length < keptFreeBytes)
        throw new StoreFull(new Error(`${free} bytes are free on its disk`))
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
      const store = await bucket()
      try {
        await overwrite(bus, bus.resource(options.bucket), store, name)
      } catch (err) {
        // Better gone from the store alone than not at all.
        bus.log.warn({ err, object: name }, 'the bytes of a removed object could not be overwritten')
      }
      await store.delete(name)
    },
    list: async function* (prefix) {
      for (const { name, size, mtime, deleted } of await (await bucket()).list())
        if (name.startsWith(prefix) && !deleted) yield { name, bytes: size, at: new Date(mtime) }
    },
    presignPut: null,
  }
}

async function openBucket(bus: Bus, options: NatsStoreOptions): Promise<Bucket> {
  const buckets = new Objm(bus.js)
  const name = bus.resource(options.bucket)
  try {
    return await buckets.create(name, {
      storage: StorageType.File,
      replicas: bus.replicas,
      max_bytes: options.maxBytes,
      ...(options.keepDays !== null && { ttl: options.keepDays * dayNs }),
    })
  } catch (err) {
    // One that exists with other limits is used as it is; changing those is the operator's business.
    return await buckets.open(name).catch(() => {
      throw err
    })
  }
}

/**
 * Has the server write random bytes over an object's: removing alone leaves them in its files until it compacts those, which may be never.
 */
async function overwrite(bus: Bus, bucket: string, store: Bucket, name: string): Promise<void> {
  const info = await store.info(name)
  if (!info || info.deleted || info.chunks === 0) return
  const stream = `OBJ_${bucket}`
  // Where they are, without what they hold.
  const places = await bus.js.consumers.get(stream, {
    filter_subjects: `$O.${bucket}.C.${info.nuid}`,
    headers_only: true,
  })
  try {
    const chunks = await places.fetch({ max_messages: info.chunks, expires: placesTimeoutMs })
    const erasing: Promise<unknown>[] = []
    for await (const chunk of chunks) {
      erasing.push(bus.jsm.streams.deleteMessage(stream, chunk.seq, true))
      // Some may be gone already, from a removal that was broken off.
      if (chunk.info.pending === 0) break
      if (erasing.length === erasedAtOnce) await Promise.all(erasing.splice(0))
    }
    await Promise.all(erasing)
  } finally {
    places.delete().catch(() => {})
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
