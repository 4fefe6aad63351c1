import type { Readable } from 'node:stream'
import { isOpenAIPath } from '@lingzhi/contracts/openai-error'
import { sendTogether } from '@lingzhi/http/send-together'
import { watchedGauge } from '@lingzhi/metrics/instruments'
import type { FastifyReply } from 'fastify'

const openStreams = watchedGauge('lingzhi_open_streams', 'Streams of events being passed on.')

/** Sent to clients whose stream is ended from this side: reconnect after this many milliseconds. */
const retryMs = 1_000
const newline = 0x0a

/** Streams of events that are open here; ended in good order at shutdown. */
export interface EventStreams {
  /** Sends an upstream's events on, byte for byte as they arrive, and closes it when the client goes away. */
  pump: (reply: FastifyReply, source: Readable) => void
  /**
   * Tells every client to reconnect, which leads it to another replica, and ends its stream; for good. Streams of /v1,
   * which nobody can resume, go on until they end or are cut.
   */
  endAll: () => void
}

export function trackEventStreams(): EventStreams {
  const open = new Map<() => void, boolean>()
  const forget = openStreams.watch(() => [[{}, open.size]])
  return {
    pump: (reply, source) => {
      const { raw } = reply
      reply.hijack()
      // A response that is over already raises none of the events below.
      if (raw.destroyed) {
        source.destroy()
        return
      }
      // The first events are often there with the headers.
      sendTogether(raw)()
      const headers = reply.getHeaders() as Record<string, string>
      raw.writeHead(reply.statusCode, {
        ...headers,
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      })
      raw.flushHeaders()
      // A client of /v1 takes a clean end for the end of the answer, so a part is never ended cleanly.
      const isResumable = !isOpenAIPath(reply.request.url)
      // Also when the upstream breaks off: the next attempt reaches another replica, which has the same log.
      const end = () => {
        open.delete(end)
        source.unpipe(raw)
        // After half an event only its line is ended: without the blank line clients discard it. After a whole one there is no
        // further blank line: fetch-event-source would hand it on as an event without data.
        if (!isResumable) raw.destroy()
        else if (!raw.writableEnded) raw.end(`${last?.at(-1) === newline ? '' : '\n'}retry: ${retryMs}\n`)
        source.destroy()
      }
      let last: Buffer | undefined
      if (isResumable)
        source.on('data', (chunk: Buffer) => {
          last = chunk
        })
      open.set(end, isResumable)
      source.once('error', end)
      raw.on('error', () => source.destroy())
      source.once('end', () => open.delete(end))
      raw.once('close', () => {
        open.delete(end)
        source.destroy()
      })
      source.pipe(raw)
    },
    endAll: () => {
      forget()
      for (const [end, isResumable] of open) if (isResumable) end()
    },
  }
}
