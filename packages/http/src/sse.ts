import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Problem } from '@lingzhi/contracts/problem'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { languageOf } from './language.ts'
import { sendTogether } from './send-together.ts'

export interface SseEvent {
  id?: string
  event?: string
  /** Sent as JSON. */
  data?: unknown
  /** Sent as it is, in place of data; a line break in it is followed by another field. */
  text?: string
}

export interface SseStream {
  /** Fires when the client has gone away or the stream was ended. */
  readonly signal: AbortSignal
  /**
   * Writes one event. Resolves once the socket can take more; a client that reads nothing for longer than
   * the bound is disconnected, so a slow reader costs one buffer and never holds up another.
   */
  send: (event: SseEvent) => Promise<void>
  end: () => void
}

const openStreams = new WeakMap<object, Set<() => void>>()

/** A server that closes ends its streams, so that their readers continue at another replica. */
export function endStreamsOnClose(app: FastifyInstance): void {
  const streams = new Set<() => void>()
  openStreams.set(app.server, streams)
  app.addHook('preClose', async () => {
    for (const end of streams) end()
  })
}

function endOnClose({ server }: FastifyInstance, raw: ServerResponse, end: () => void) {
  const streams = openStreams.get(server)
  streams?.add(end)
  raw.once('close', () => streams?.delete(end))
}

const breakers = new WeakMap<ServerResponse, (problem: Problem) => void>()

/**
 * Ends a stream of events with a problem in place of all that would follow, and without an id, so that its reader may still
 * resume after the last event. False when the response is no such stream.
 */
export function breakOff({ raw }: FastifyReply, problem: Problem): boolean {
  const end = breakers.get(raw)
  end?.(problem)
  return end !== undefined
}

/** Created once: one for each stream would cost a stack trace each. */
const left = new Error('the reader has left')

const heartbeatMs = 15_000
/** A comment, and no blank line after it: fetch-event-source hands every blank line on as an event without data. */
const aliveLine = ': alive\n'
const drainMaxMs = 30_000

const lineBreak = /[\r\n]/

/**
 * One event in the wire format of the HTML standard, section 9.2. Data is JSON: it never holds a line break. A line
 * break in `event` or `id` would let its author write fields, or whole events, of their own: that is a TypeError.
 */
export function formatEvent({ id, event, data, text = JSON.stringify(data) }: SseEvent): string {
  if ((event && lineBreak.test(event)) || (id && lineBreak.test(id)))
    throw new TypeError('The name or the id of an event holds a line break.')
  return `${event ? `event: ${event}\n` : ''}${id ? `id: ${id}\n` : ''}data: ${text}\n\n`
}

/**
 * Takes the response over as a stream of Server-Sent Events, with heartbeats and without buffering on the way.
 * `resumable: false`: a server that closes does not end it, as its reader would take the part for the whole; then its
 * writer must end it in time. `tell`: how this stream says a problem, where that is not an event `error` with its document.
 */
export function openSse(
  reply: FastifyReply,
  {
    resumable = true,
    tell = asError(reply),
  }: { resumable?: boolean; tell?: (problem: Problem) => SseEvent } = {},
): SseStream {
  const gone = new AbortController()
  const { raw } = reply
  reply.hijack()
  raw.socket?.setNoDelay(true)
  const together = sendTogether(raw)
  together()
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
    Connection: 'keep-alive',
  })
  raw.flushHeaders()
  const heartbeat = setInterval(() => raw.write(aliveLine), heartbeatMs)
  const leave = () => {
    clearInterval(heartbeat)
    gone.abort(left)
  }
  raw.once('close', leave)
  raw.once('error', leave)
  const end = () => {
    leave()
    together()
    raw.end()
  }
  if (resumable) endOnClose(reply.server, raw, end)
  breakers.set(raw, (problem) => {
    if (gone.signal.aborted) return
    together()
    raw.write(formatEvent(tell(problem)))
    end()
    // Who reads nothing does not keep what was written before.
    const bound = setTimeout(() => raw.destroy(), drainMaxMs).unref()
    raw.once('close', () => clearTimeout(bound))
  })
  return {
    signal: gone.signal,
    send: async (event) => {
      if (gone.signal.aborted) return
      together()
      if (raw.write(formatEvent(event))) return
      const bound = AbortSignal.any([gone.signal, AbortSignal.timeout(drainMaxMs)])
      await once(raw, 'drain', { signal: bound }).catch(() => raw.destroy())
    },
    end,
  }
}

const asError =
  ({ request }: FastifyReply) =>
  (problem: Problem): SseEvent => ({
    event: 'error',
    data: problem.toDocument(request.url.split('?', 1)[0] ?? '/', request.id, languageOf(request)),
  })
