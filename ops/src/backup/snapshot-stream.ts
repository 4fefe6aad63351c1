import type { Bus } from '@lingzhi/bus/open-bus'
import { inboxOf } from '@lingzhi/contracts/bus-access'
import { within } from '@lingzhi/runtime/within'
import { Fault } from '@lingzhi/stack/fault'
import type { StreamConfig, StreamState } from '@nats-io/jetstream'
import { createInbox, type Msg, type NatsConnection } from 'nats'
import type { StreamRecord } from './manifest.ts'
import type { Bytes } from './seal.ts'
import { type Store, store } from './stored-files.ts'

const replyMaxMs = 60_000
const chunkMaxMs = 30_000
/** Below the smallest payload that servers are set to take. */
const chunkBytes = 128 * 1024

type Refusal = { error?: { code: number; description: string } }

/** Takes one stream with its consumers, as the server itself packs it (JetStream API, STREAM.SNAPSHOT). */
export async function snapshotStream({ nc }: Bus, to: Store, name: string): Promise<StreamRecord> {
  const inbox = createInbox(inboxOf('ops'))
  const chunks = nc.subscribe(inbox)
  try {
    const request = { deliver_subject: inbox, no_consumers: false, chunk_size: chunkBytes, jsck: true }
    const { config, state } = await ask<{ config: StreamConfig; state: StreamState }>(
      nc,
      `$JS.API.STREAM.SNAPSHOT.${name}`,
      request,
    )
    const file = await store(to, `${name}.stream`, read(name, chunks[Symbol.asyncIterator]()))
    return { file, config, state }
  } finally {
    chunks.unsubscribe()
  }
}

async function* read(name: string, chunks: AsyncIterator<Msg>): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { value: chunk, done } = await within(
      chunkMaxMs,
      chunks.next(),
      `NATS sent no more of the stream ${name} for ${chunkMaxMs / 1000} s`,
    )
    if (done) throw new Fault(`The connection to NATS was lost while the stream ${name} was read.`)
    // An empty chunk ends it; newer servers say there how it went.
    if (chunk.data.length === 0) {
      const status = chunk.headers?.code ?? 0
      if (status >= 300)
        throw new Fault(`NATS gave up on the stream ${name}: ${status} ${chunk.headers?.description}.`)
      return
    }
    yield chunk.data
    // The server sends so much ahead of what was acknowledged, and no more.
    chunk.respond()
  }
}

/** Brings a stream back; one of this name must not be there. It gets as many copies as this server is to keep. */
export async function restoreStream(
  { nc, replicas }: Pick<Bus, 'nc' | 'replicas'>,
  taken: StreamRecord,
  bytes: Bytes,
) {
  const config = { ...taken.config, num_replicas: replicas }
  const { name } = config
  const { deliver_subject } = await ask<{ deliver_subject: string }>(nc, `$JS.API.STREAM.RESTORE.${name}`, {
    config,
    state: taken.state,
  })
  const send = async (chunk: Uint8Array) => {
    const reply = await nc.request(deliver_subject, chunk, { timeout: replyMaxMs })
    if (reply.data.length > 0) refuse(name, reply.json<Refusal>())
  }
  for await (const piece of bytes)
    for (let at = 0; at < piece.length; at += chunkBytes) await send(piece.subarray(at, at + chunkBytes))
  await send(new Uint8Array())
}

async function ask<T>(nc: NatsConnection, subject: string, request: object): Promise<T> {
  const reply = await nc.request(subject, JSON.stringify(request), { timeout: replyMaxMs })
  const answer = reply.json<T & Refusal>()
  refuse(subject, answer)
  return answer
}

function refuse(what: string, { error }: Refusal) {
  if (error) throw new Fault(`NATS refuses ${what}: ${error.description} (${error.code}).`)
}
