import type { IncomingMessage, ServerResponse } from 'node:http'
import { OpenAIError } from './openai-error.ts'

const bodyBytesMax = 16 * 1024 * 1024

/** Reads a JSON body. Raises a 400 if it is not JSON, a 413 if it is longer than 16 MiB. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  let bytes = 0
  // Leaving the default iterator early would destroy the socket, and with it the response that gives the reason.
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false })
  for await (const part of body) {
    bytes += part.length
    if (bytes > bodyBytesMax) throw new OpenAIError(413, 'The request body is too large.')
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    throw new OpenAIError(400, 'The request body is not valid JSON.')
  }
}

export function sendJson(response: ServerResponse, status: number, value: unknown) {
  if (response.destroyed || response.headersSent) return
  const body = JSON.stringify(value)
  // The unread rest of a body would hold up the next request on this connection.
  if (!response.req.complete) response.setHeader('connection', 'close')
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}
