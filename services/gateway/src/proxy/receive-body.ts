import type { IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { MalformedRequest, PayloadTooLarge } from '@lingzhi/contracts/common-problems'
import type { App } from '@lingzhi/http/create-http'
import type { FastifyRequest } from 'fastify'

/** A body whose digest is needed is held in memory: a larger one is sent in parts. */
const wholeMaxBytes = 8_388_608

/**
 * Bodies are passed on as they arrive: the service validates them, nothing is parsed or kept here, except the few whose
 * digest is needed (`wantsWhole`), which become a Buffer. One that is too large by its header is refused at
 * once, one that turns out to be is cut off.
 */
export function receiveBodies(
  app: App,
  ownMaxBytes: number,
  wantsWhole: (request: FastifyRequest) => boolean,
): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (request, payload: IncomingMessage, done) => {
    const announced = request.headers['content-length']
    if (announced === '0') return done(null, undefined)
    const rowMaxBytes = Math.max(ownMaxBytes, request.routeOptions.config.row?.bodyMaxBytes ?? 0)
    const whole = wantsWhole(request)
    const bodyMaxBytes = whole ? Math.min(rowMaxBytes, Math.max(ownMaxBytes, wholeMaxBytes)) : rowMaxBytes
    if (announced !== undefined && Number(announced) > bodyMaxBytes) return done(PayloadTooLarge())
    const bounded = apart(payload, bodyMaxBytes)
    if (!whole) return done(null, bounded)
    buffer(bounded).then((whole) => done(null, whole), done)
  })
}

/**
 * A body of its own, cut where it is too large. Its reader may destroy it: undici does with what it has not sent when a service
 * refuses early, and were that the client's request itself, the client would be taken for gone and never hear of the refusal.
 * Not a pipeline, which would destroy the client's connection as well.
 */
function apart(payload: IncomingMessage, bytesMax: number): Transform {
  let bytes = 0
  const cut = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > bytesMax) done(PayloadTooLarge())
      else done(null, chunk)
    },
  })
  // The reader of the body gets the error; before there is one, it must not end the process.
  cut.on('error', () => {})
  payload.once('error', (err) => cut.destroy(err))
  payload.once('close', () => {
    if (!payload.complete)
      cut.destroy(MalformedRequest({ detail: { zh: '请求内容未传输完整', en: 'The body is incomplete.' } }))
  })
  return payload.pipe(cut)
}
