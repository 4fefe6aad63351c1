import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { errors } from 'undici'

export interface UpstreamResponse {
  statusCode: number
  headers: IncomingHttpHeaders
  /** A small one is here whole; any other arrives as it is read. */
  body: Buffer | Readable
}

/** The stream of events a response is; undefined when it is anything else. */
export function eventsOf({ headers, body }: EventsOrNot): Readable | undefined {
  const isEvents = body instanceof Readable && String(headers['content-type']).startsWith('text/event-stream')
  return isEvents ? body : undefined
}

interface EventsOrNot {
  headers: { 'content-type'?: unknown }
  body: UpstreamResponse['body']
}

/** Lets go of a body that nobody is going to read. */
export function discard(body: UpstreamResponse['body']): void {
  if (!Buffer.isBuffer(body)) body.destroy()
}

export type Done = (err: Error | null, response?: UpstreamResponse) => void

/** A response this small is collected first: cheaper than a stream, and one that breaks off becomes a problem. */
const smallMaxBytes = 65_536

interface Receiver {
  handler: Dispatcher.DispatchHandler
  /** Ends the call; a stream already passed on is its reader's to destroy. */
  abandon: () => void
}

/** Receives the response to one call of undici's `dispatch` and passes it on once, small ones without a stream. */
export function receiveResponse(method: string, done: Done): Receiver {
  let call: Dispatcher.DispatchController | undefined
  let abandoned = false
  let statusCode = 0
  let headers: IncomingHttpHeaders = {}
  let stream: Readable | undefined
  const chunks: Buffer[] = []
  // Not from within undici's parser, which would take what `done` throws for a fault of the response.
  const pass: Done = (err, response) => queueMicrotask(() => done(err, response))

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
      pass(null, { statusCode, headers, body: stream })
    },
    onResponseData: (controller, chunk) => {
      if (!stream) chunks.push(chunk)
      else if (!stream.push(chunk)) controller.pause()
    },
    onResponseEnd: () => {
      if (stream) stream.push(null)
      else pass(null, { statusCode, headers, body: joined(chunks) })
    },
    onResponseError: (_controller, err) => {
      if (stream) stream.destroy(err)
      else pass(err)
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
  // A stream without a reader may still fail; that must not end the process.
  stream.on('error', () => {})
  return stream
}
