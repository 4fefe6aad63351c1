import { Agent, request } from 'undici'
import type { Provider } from './providers.ts'
import type { RequestBody } from './refused-parameters.ts'

export type ModelClient = ReturnType<typeof openClient>

/** What a provider answered instead of a reply, in whatever of OpenAI's error shape it kept to. */
export class ProviderRefusal extends Error {
  override name = 'ProviderRefusal'
  readonly status: number
  readonly retryAfter: string | undefined
  readonly code: string | undefined
  readonly param: string | undefined

  constructor(status: number, retryAfter: string | undefined, text: string) {
    const { message, code, param } = readError(text)
    super(`${status} ${message}`)
    this.status = status
    this.retryAfter = retryAfter
    this.code = code
    this.param = param
  }
}

/** Far longer than any error that is meant to be read. */
const errorBytesMax = 65_536

/**
 * One provider, on a connection pool of its own. It neither retries nor waits by itself: generate.ts has the one policy,
 * call-provider.ts the bounds. Not OpenAI's client, which is a third of the processor time of a short answer.
 */
export function openClient({ baseUrl, apiKey, connectTimeoutMs }: Provider) {
  const dispatcher = new Agent({ connect: { timeout: connectTimeoutMs }, headersTimeout: 0, bodyTimeout: 0 })
  const url = `${baseUrl.replace(/\/+$/, '')}/chat/completions`
  const headers = {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'user-agent': 'Lingzhi',
    ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
  }
  return {
    /** The body of the provider's reply, to be read to its end or destroyed; raises ProviderRefusal for any other. */
    async complete(body: RequestBody, signal: AbortSignal) {
      const answer = await request(url, {
        ...{ dispatcher, method: 'POST', headers, signal },
        body: JSON.stringify(body),
      })
      if (answer.statusCode < 300) return answer.body
      const { 'retry-after': retryAfter } = answer.headers
      const text = await readUpTo(errorBytesMax, answer.body)
      throw new ProviderRefusal(answer.statusCode, retryAfter?.toString(), text)
    },
    close: () => dispatcher.destroy(),
  }
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

/** `{"error": {"message", "code", "param"}}`, or one of the shapes others use, or no JSON at all. */
function readError(text: string): { message: string; code?: string; param?: string } {
  try {
    const { error, message, detail, code } = JSON.parse(text)
    const told =
      typeof error === 'object' && error !== null ? error : { message: error ?? message ?? detail, code }
    const nameOf = (value: unknown) => (value === undefined || value === null ? undefined : String(value))
    return {
      message: typeof told.message === 'string' ? told.message : text,
      code: nameOf(told.code),
      param: nameOf(told.param),
    }
  } catch {
    return { message: text }
  }
}
