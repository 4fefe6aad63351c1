import type { IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { PayloadTooLarge } from '@lingzhi/contracts/common-problems'
import type { App } from '@lingzhi/http/create-http'
import type { FastifyRequest } from 'fastify'

/**
 * Bodies travel on as they arrive: the service judges them, nothing is parsed or kept here, except the few whose
 * digest somebody needs (`wantsWhole`), which become a Buffer. One that says it is too large is refused at
 * once, one that turns out to be is cut off.
 */
export function receiveBodies(
  app: App,
  bodyMaxBytes: number,
  wantsWhole: (request: FastifyRequest) => boolean,
): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (request, payload: IncomingMessage, done) => {
    const announced = request.headers['content-length']
    if (announced === '0') return done(null, undefined)
    if (announced !== undefined && Number(announced) > bodyMaxBytes) return done(PayloadTooLarge())
    const bounded = announced === undefined ? payload.pipe(cutAt(bodyMaxBytes)) : payload
    if (!wantsWhole(request)) return done(null, bounded)
    buffer(bounded).then((whole) => done(null, whole), done)
  })
}

function cutAt(bytesMax: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > bytesMax) done(PayloadTooLarge())
      else done(null, chunk)
    },
  })
}
