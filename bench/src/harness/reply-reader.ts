import { createParser } from 'eventsource-parser'
import type { Dispatcher } from 'undici'
import { request } from 'undici'

/** What a reader has received of a reply, over any number of connections, and the faults in it. */
export interface ReplyReader {
  replyId: string | undefined
  lastId: string | undefined
  text: { reasoning: string; content: string }
  resets: number
  /** Ends received; a good reply has exactly one. */
  ends: string[]
  faults: string[]
  /** When the first event of a later attempt was received. */
  resetAt: number | undefined
}

export const newReader = (): ReplyReader => ({
  replyId: undefined,
  lastId: undefined,
  text: { reasoning: '', content: '' },
  resets: 0,
  ends: [],
  faults: [],
  resetAt: undefined,
})

interface Reading {
  dispatcher: Dispatcher
  headers: Record<string, string>
  /** The question; without it, reading continues where the reader is. */
  question?: string
  /** Cuts the connection after so many bytes, but not before the reply's id is known. */
  bytesMax?: number
}

/** What one connection brought: how long its first byte took, and whether the reply ended on it. */
export interface Piece {
  firstByteMs: number | undefined
  status: number
}

/**
 * Reads a reply over one connection, as EventSource would: half an event at the end is dropped. Event
 * ids are positions in the reply, so every text is checked to start where the one before it ended.
 */
export async function readPiece(url: string, reader: ReplyReader, reading: Reading): Promise<Piece> {
  const { dispatcher, headers, question, bytesMax = Number.POSITIVE_INFINITY } = reading
  const sentAt = performance.now()
  const response = await request(`${url}/api/chat-stream${question ? '' : `/${reader.replyId}`}`, {
    dispatcher,
    method: question ? 'POST' : 'GET',
    headers: {
      ...headers,
      ...(question && { 'content-type': 'application/json' }),
      ...(reader.lastId && !question && { 'last-event-id': reader.lastId }),
    },
    body: question && JSON.stringify({ message: question }),
  })
  const { statusCode: status, body } = response
  if (status !== 200) {
    await body.dump()
    return { firstByteMs: undefined, status }
  }
  let firstByteMs: number | undefined
  const decoder = new TextDecoder()
  const parser = createParser({ onEvent: (event) => take(reader, event) })
  let left = bytesMax
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      firstByteMs ??= performance.now() - sentAt
      const upTo = reader.replyId === undefined ? chunk.length : left
      parser.feed(decoder.decode(chunk.subarray(0, upTo), { stream: true }))
      left = Math.max(0, left - chunk.length)
      if (left === 0 && reader.replyId !== undefined) break
    }
  } catch {
    // The replica or the gateway went away: the reader reconnects with what it has.
  } finally {
    body.destroy()
  }
  return { firstByteMs, status }
}

function take(reader: ReplyReader, { event, id, data }: { event?: string; id?: string; data: string }) {
  const payload = JSON.parse(data)
  if (event === 'start') reader.replyId = payload.reply_id
  // The stream, not the reply, has ended: the reader reconnects.
  if (event === 'error' && payload.error_code === 'STREAM_INTERRUPTED') return
  if (event === 'done' || event === 'error') reader.ends.push(event === 'done' ? 'done' : payload.error_code)
  if (event === 'reset') {
    reader.resets += 1
    reader.resetAt ??= performance.now()
    reader.text = { reasoning: '', content: '' }
  }
  if (event === undefined || event === 'reasoning') {
    const part = event ?? 'content'
    // Another checkout's may send reasoning as `content`.
    const text: string = payload.content ?? payload.reasoning
    const [attempt, position] = (id ?? '').split('-')
    const [lastAttempt, lastPosition] = (reader.lastId ?? `${attempt}-0`).split('-')
    // Before the first word an attempt follows another without a reset, as it does the start.
    const follows = attempt === lastAttempt || lastPosition === '0'
    if (!follows || Number(position) - text.length !== Number(lastPosition))
      reader.faults.push(`${id} does not follow ${reader.lastId}`)
    reader.text[part as 'content'] += text
    // A reply taken over before its first word sends no reset; its attempt number shows it.
    if (Number(attempt) > 1) reader.resetAt ??= performance.now()
  }
  if (id) reader.lastId = id
}
