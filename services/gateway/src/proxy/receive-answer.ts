import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { errors } from 'undici'

export interface Answer {
  statusCode: number
  headers: IncomingHttpHeaders
  /** A small one is here whole; any other arrives as it is read. */
  body: Buffer | Readable
}
/** The stream of events an answer is; undefined when it is anything else. */
export const eventsOf = ({ headers, body }: Pick<Answer, 'headers' | 'body'>): Readable | undefined =>
  body instanceof Readable && String(headers['content-type']).startsWith('text/event-stream')
    ? body
    : undefined

export type Done = (err: Error | null, answer?: Answer) => void

/** An answer this small is collected first: cheaper than a stream, and one that breaks off becomes a problem. */
const smallMaxBytes = 65_536

interface Receiver {
  handler: Dispatcher.DispatchHandler
  /** Ends the call; a stream already told is its reader's to destroy. */
  abandon: () => void
}

/** Receives the answer to one call of undici's `dispatch` and tells it once, small ones without a stream. */
export function receiveAnswer(method: string, done: Done): Receiver {
  let call: Dispatcher.DispatchController | undefined
  let abandoned = false
  let statusCode = 0
  let headers: IncomingHttpHeaders = {}
  let stream: Readable | undefined
  const chunks: Buffer[] = []
  // Not from within undici's parser, which would take what `done` throws for a fault of the answer.
  const tell: Done = (err, answer) => queueMicrotask(() => done(err, answer))

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: (controller) => {
      call = controller
      if (abandoned) controller.abort(new errors.RequestAbortedError())
    },
    onResponseStart: (controller, status, given) => {
      if (status < 200) return
      statusCode = status
      headers = given
      if (method !== 'HEAD' && Number(given['content-length'] ?? Number.NaN) <= smallMaxBytes) return
      stream = streamOf(controller)
      tell(null, { statusCode, headers, body: stream })
    },
    onResponseData: (controller, chunk) => {
      if (!stream) chunks.push(chunk)
      else if (!stream.push(chunk)) controller.pause()
    },
    onResponseEnd: () => {
      if (stream) stream.push(null)
      else tell(null, { statusCode, headers, body: joined(chunks) })
    },
    onResponseError: (_controller, err) => {
      if (stream) stream.destroy(err)
      else tell(err)
    },
  }
  return {
    handler,
    abandon: () => {
      abandoned = true
      if (!stream) call?.abort(new errors.RequestAbortedError())
    },
  }
}

const joined = (chunks: Buffer[]): Buffer => (chunks.length === 1 && chunks[0]) || Buffer.concat(chunks)

function streamOf(controller: Dispatcher.DispatchController): Readable {
  const stream = new Readable({
    highWaterMark: smallMaxBytes,
    read: () => controller.resume(),
    destroy: (err, done) => {
      if (!stream.readableEnded) controller.abort(err ?? new errors.RequestAbortedError())
      done(err)
    },
  })
  // One that nobody reads any more may still fail; that must not end the process.
  stream.on('error', () => {})
  return stream
}
