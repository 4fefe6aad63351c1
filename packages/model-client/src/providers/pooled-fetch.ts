import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { request } from 'undici'

/** Far longer than any readable error. */
const errorBytesMax = 65_536

/** The members of a Response that are used here: a real Response costs more than the call itself. */
export class PooledResponse {
  readonly ok: boolean
  readonly status: number
  readonly headers: ResponseHeaders
  readonly body: AsyncIterable<Buffer>

  constructor({ statusCode, headers, body }: Dispatcher.ResponseData) {
    this.ok = statusCode < 300
    this.status = statusCode
    this.headers = new ResponseHeaders(headers)
    this.body = body
  }

  /** The error that was sent instead of an answer, cut to errorBytesMax, in the shape of OpenAI's body. */
  async readError(): Promise<object | undefined> {
    const text = await readUpTo(errorBytesMax, this.body)
    return text === '' ? undefined : { error: readError(text) }
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
 * redirect, which would take the key elsewhere. The signal aborts the body as well.
 */
export function pooledFetch(dispatcher: Dispatcher, headers: Record<string, string>) {
  return async (url: string, { body, signal }: { body: string; signal?: AbortSignal | null }) =>
    new PooledResponse(await request(url, { dispatcher, method: 'POST', headers, body, signal }))
}

async function readUpTo(bytesMax: number, body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > bytesMax) break
  }
  return Buffer.concat(chunks).toString()
}

/** `{"error": {"message", "code", "param"}}`, another provider's shape, or no JSON at all. */
function readError(text: string): { message: string; code?: string; param?: string } {
  try {
    const { error, message, detail, code } = JSON.parse(text)
    const fault =
      typeof error === 'object' && error !== null ? error : { message: error ?? message ?? detail, code }
    const nameOf = (value: unknown) => (value === undefined || value === null ? undefined : String(value))
    return {
      message: typeof fault.message === 'string' ? fault.message : text,
      code: nameOf(fault.code),
      param: nameOf(fault.param),
    }
  } catch {
    return { message: text }
  }
}
