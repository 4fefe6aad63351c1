import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Test = { teardown: (close: () => unknown) => void }

/** What a relay does to the requests whose method and path match. */
export type Spoil = {
  on: RegExp
  /** Changes a request's headers before it goes on. */
  ask?: (headers: IncomingMessage['headers']) => void
  /** The whole body of the response, changed; it leaves in one piece, when it is complete. */
  reply?: (body: string) => string
  /** What a proxy with buffers does: what comes is held back until so many bytes are there. */
  holdBytes?: number
}

/** A stand-in between a client and a real gateway: everything passes as it is, but for what `spoil` says at the moment. */
export async function openRelay(t: Test, gateway: string) {
  const to = new URL(gateway)
  const relay: { url: string; spoil: Spoil | undefined } = { url: '', spoil: undefined }
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming
    const spoil = relay.spoil?.on.test(`${method} ${url}`) ? relay.spoil : undefined
    spoil?.ask?.(headers)
    const onward = request({ host: to.hostname, port: to.port, method, path: url, headers }, (response) =>
      pass(response, outgoing, spoil),
    )
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  relay.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return relay
}

async function pass(response: IncomingMessage, outgoing: ServerResponse, spoil: Spoil | undefined) {
  const { 'content-length': _length, ...headers } = response.headers
  outgoing.writeHead(response.statusCode!, spoil ? headers : response.headers)
  if (!spoil?.reply && !spoil?.holdBytes) return response.pipe(outgoing)
  let held = ''
  for await (const chunk of response.setEncoding('utf8')) {
    held += chunk
    if (spoil.reply || held.length < spoil.holdBytes!) continue
    outgoing.write(held)
    held = ''
  }
  outgoing.end(spoil.reply ? spoil.reply(held) : held)
}
