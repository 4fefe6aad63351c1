import type { IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import { PayloadTooLarge } from '@lingzhi/contracts/common-problems'
import type { App } from '@lingzhi/http/create-http'

/**
 * Bodies travel on as they arrive: the service judges them, nothing is parsed or kept here. One that says it is too
 * large is refused at once, one that turns out to be is cut off.
 */
export function receiveBodies(app: App, bodyMaxBytes: number): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (request, payload: IncomingMessage, done) => {
    const announced = request.headers['content-length']
    if (announced === '0') return done(null, undefined)
    if (announced !== undefined && Number(announced) > bodyMaxBytes) return done(PayloadTooLarge())
    done(null, announced === undefined ? payload.pipe(cutAt(bodyMaxBytes)) : payload)
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
