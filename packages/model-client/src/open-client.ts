import OpenAI from 'openai'
import { Agent } from 'undici'
import { PooledResponse, pooledFetch } from './pooled-fetch.ts'
import type { RequestBody } from './provider-api.ts'
import type { Provider } from './providers.ts'

export type ModelClient = ReturnType<typeof openClient>

/** A provider's refusal of one request: its status, headers, and the members of OpenAI's error that it sent. */
export type ProviderRefusal = InstanceType<typeof OpenAI.APIError<number, Headers>>

export const isRefusal = (error: unknown): error is ProviderRefusal =>
  error instanceof OpenAI.APIError && error.status !== undefined

/**
 * OpenAI's client for one provider, on a connection pool of its own. It has no retries and no timeouts: plan-calls.ts
 * holds the policy, call-provider.ts the bounds.
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
     * The body of the provider's response, which the caller must read to its end or destroy. Raises a ProviderRefusal
     * for a status of 300 or more, and undici's error for a broken connection.
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

/** pooledFetch sets the headers of every request. */
const noHeaders = new Headers()

/**
 * OpenAI's client with two expensive steps overridden: see docs/decisions/0014. The options below are all set because
 * its defaults come from OPENAI_* variables of the environment.
 */
class PooledClient extends OpenAI {
  readonly #fetch: ReturnType<typeof pooledFetch>

  constructor(baseURL: string, fetch: ReturnType<typeof pooledFetch>) {
    super({
      baseURL,
      // Required by the client; the real key, if any, is in the pool's headers.
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

  /** Leaves out the headers that describe this machine and process, and a second pass over the body. */
  override async buildRequest({ path, body, signal }: Parameters<OpenAI['buildRequest']>[0]) {
    return {
      req: { method: 'POST', headers: noHeaders, body: JSON.stringify(body), signal },
      url: `${this.baseURL}${path}`,
      timeout: 0,
    }
  }

  /** Sets no timeout, so needs no timer. The client uses only those members of a Response that a PooledResponse has. */
  override async fetchWithTimeout(...[url, init]: Parameters<OpenAI['fetchWithTimeout']>) {
    const { body, signal } = init as { body: string; signal?: AbortSignal | null }
    return (await this.#fetch(url as string, { body, signal })) as unknown as Response
  }
}
