import OpenAI from 'openai'
import { Agent } from 'undici'
import { PooledResponse, pooledFetch } from './pooled-fetch.ts'
import type { RequestBody } from './provider-api.ts'
import type { Provider } from './providers.ts'

export type ModelClient = ReturnType<typeof openClient>

/** A provider's refusal of one request: its status, headers, and what of OpenAI's error it sent. */
export type ProviderRefusal = InstanceType<typeof OpenAI.APIError<number, Headers>>

export const isRefusal = (error: unknown): error is ProviderRefusal =>
  error instanceof OpenAI.APIError && error.status !== undefined

/**
 * One provider, through OpenAI's client on a connection pool of its own. It neither retries nor waits by itself:
 * plan-calls.ts has the one policy, call-provider.ts the bounds.
 */
export function openClient({ baseUrl, apiKey, connectTimeoutMs }: Provider) {
  const dispatcher = new Agent({ connect: { timeout: connectTimeoutMs }, headersTimeout: 0, bodyTimeout: 0 })
  const headers = {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'user-agent': 'Lingzhi',
    ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
  }
  const client = new PooledClient(baseUrl.replace(/\/+$/, ''), pooledFetch(dispatcher, headers))
  return {
    /**
     * The body of the provider's response, to be read to its end or destroyed. Raises a ProviderRefusal for any
     * status but a good one, and what broke the connection as undici raised it.
     */
    async complete(body: RequestBody, signal: AbortSignal): Promise<AsyncIterable<Buffer>> {
      try {
        const response: unknown = await client.chat.completions.create(body, { signal }).asResponse()
        if (response instanceof PooledResponse) return response.takeBody()
      } catch (error) {
        throw error instanceof OpenAI.APIConnectionError ? (error.cause ?? error) : error
      }
      throw new Error('the response did not come from the pool')
    },
    close: () => dispatcher.destroy(),
  }
}

/** The headers of every request are the pool's: see pooledFetch. */
const noHeaders = new Headers()

/**
 * OpenAI's client with the two steps replaced that cost more than they are worth here, which it allows: see
 * docs/decisions/0014. Its defaults come from OPENAI_* variables of the environment unless something else is said.
 */
class PooledClient extends OpenAI {
  readonly #fetch: ReturnType<typeof pooledFetch>

  constructor(baseURL: string, fetch: ReturnType<typeof pooledFetch>) {
    super({
      baseURL,
      // It insists on one; ours goes into the pool's headers, or there is none.
      apiKey: 'unused',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      logLevel: 'off',
    })
    this.#fetch = fetch
  }

  /** Without the headers that describe this machine and process, and without walking through the body twice. */
  override async buildRequest({ path, body, signal }: Parameters<OpenAI['buildRequest']>[0]) {
    return {
      req: { method: 'POST', headers: noHeaders, body: JSON.stringify(body), signal },
      url: `${this.baseURL}${path}`,
      timeout: 0,
    }
  }

  /** Without a limit, and so without a timer. The client wants no more of a Response than a PooledResponse has. */
  override async fetchWithTimeout(...[url, init]: Parameters<OpenAI['fetchWithTimeout']>) {
    const { body, signal } = init as { body: string; signal?: AbortSignal | null }
    return (await this.#fetch(url as string, { body, signal })) as unknown as Response
  }
}
