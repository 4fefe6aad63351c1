import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { errors, request } from 'undici'
import { decodeBody } from './decode-body.ts'
import { plainPost } from './plain-post.ts'

/** Far longer than any readable error. */
const errorBytesMax = 65_536
/** Longer than the lists of models of relays, which hold thousands. */
const listBytesMax = 8 * 1024 * 1024

interface Received {
  statusCode: number
  headers: IncomingHttpHeaders
  body: Readable
}

/** The members of a Response that are used here: a real Response costs more than the call itself. */
export class PooledResponse {
  readonly ok: boolean
  readonly status: number
  readonly headers: ResponseHeaders
  readonly body: AsyncIterable<Buffer>

  constructor({ statusCode, headers, body }: Received) {
    this.ok = statusCode < 300
    this.status = statusCode
    this.headers = new ResponseHeaders(headers)
    this.body = decodeBody(body, this.headers.get('content-encoding'))
  }

  /** A short body; what comes after bytesMax, or after the connection broke, is left out. */
  async readText(bytesMax = listBytesMax): Promise<string> {
    const bytes = await readUpTo(bytesMax, this.body).catch(() => Buffer.alloc(0))
    return inItsCharset(bytes, this.headers.get('content-type'))
  }

  /** What was sent instead of an answer, cut to errorBytesMax; for a redirect, where it leads. */
  async readError(): Promise<string> {
    const text = await this.readText(errorBytesMax)
    const location = this.headers
      .get('location')
      ?.replace(/\/\/[^/@]*@|\?.*/g, (part) => (part[0] === '/' ? '//' : ''))
    return this.status < 400 && location ? `it redirects to ${location}` : text
  }
}

class ResponseHeaders {
  readonly #headers: IncomingHttpHeaders

  constructor(headers: IncomingHttpHeaders) {
    this.#headers = headers
  }

  get(name: string): string | null {
    return this.#headers[name.toLowerCase()]?.toString() ?? null
  }
}

/**
 * POSTs JSON on a pool of connections with exactly these headers. Has no timeout, retries nothing, and follows no
 * redirect, which would take the key elsewhere. The signal aborts the body as well. `direct`: there is no proxy.
 */
export function pooledFetch(dispatcher: Dispatcher, headers: Record<string, string>, direct: boolean) {
  let continues = false
  return async (url: string, { body, signal }: { body: string | Buffer; signal?: AbortSignal | null }) => {
    if (continues) return new PooledResponse(await plainPost(url, { headers, body, signal }))
    try {
      return new PooledResponse(await request(url, { dispatcher, method: 'POST', headers, body, signal }))
    } catch (error) {
      if (!direct || !(error instanceof errors.SocketError && error.message === 'bad response')) throw error
      continues = true
      return new PooledResponse(await plainPost(url, { headers, body, signal }))
    }
  }
}

async function readUpTo(bytesMax: number, body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > bytesMax) break
  }
  return Buffer.concat(chunks)
}

/** An error's text: in the charset that its header names, or as UTF-8, or else as older Chinese gateways write. */
function inItsCharset(bytes: Buffer, contentType: string | null): string {
  const named = /charset\s*=\s*["']?([\w-]+)/i.exec(contentType ?? '')?.[1]
  for (const charset of [named ?? 'utf-8', 'utf-8', 'gb18030']) {
    try {
      // A stream, because the end may be cut within a character.
      return new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: true })
    } catch {
      // Another charset, or none that is known here.
    }
  }
  return bytes.toString()
}
