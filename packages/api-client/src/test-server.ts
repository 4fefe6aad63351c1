import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

type Test = { teardown: (close: () => unknown) => void }
export type Responder = (request: IncomingMessage & { body: string }, response: ServerResponse) => unknown

/** A server that responds to its requests with these, in order; the last one repeats. */
export async function startServer(t: Test, ...responders: Responder[]) {
  const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const respond = responders[Math.min(seen.length, responders.length - 1)]!
    seen.push({ method: request.method!, url: request.url!, headers: request.headers, body })
    await respond(Object.assign(request, { body }), response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

export const json =
  (status: number, body: object): Responder =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

/** Events, then the proper end of the response, a broken connection, or neither. */
export const events =
  (lines: string[], end: 'end' | 'break' | 'open' = 'end'): Responder =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(lines.map((line) => `${line}\n\n`).join(''), () => {
      if (end === 'break') response.destroy()
      if (end === 'end') response.end()
    })
  }
