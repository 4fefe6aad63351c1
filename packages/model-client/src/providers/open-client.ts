import OpenAI from 'openai'
import { APIPromise } from 'openai/core/api-promise'
import { Agent } from 'undici'
import type { RequestBody } from '../provider-api.ts'
import { PooledResponse, pooledFetch } from './pooled-fetch.ts'
import type { Provider } from './providers.ts'

type APIResponseProps = Awaited<ConstructorParameters<typeof APIPromise>[1]>
type FinalRequestOptions = APIResponseProps['options']

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
      const response: unknown = await client.chat.completions.create(body, { signal }).asResponse()
      if (response instanceof PooledResponse) return response.body
      throw new Error('the response did not come from the pool')
    },
    close: () => dispatcher.destroy(),
  }
}

/**
 * OpenAI's client, whose requests go to our pool: see docs/decisions/0014. The options below are all set because its
 * defaults come from OPENAI_* variables of the environment.
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

  /** Every method of the client ends here. */
  override request<Rsp>(options: FinalRequestOptions | Promise<FinalRequestOptions>): APIPromise<Rsp> {
    return new APIPromise(this, this.#respond(options))
  }

  async #respond(request: FinalRequestOptions | Promise<FinalRequestOptions>): Promise<APIResponseProps> {
    const options = await request
    const { path, body, signal } = options
    const response = await this.#fetch(`${this.baseURL}${path}`, { body: JSON.stringify(body), signal })
    // A PooledResponse has those members of a Response that are used on this path.
    const like = response as unknown as Response
    if (response.ok) return { ...unusedProps, response: like, options }
    const error = await response.readError()
    throw this.makeStatusError(response.status, error ?? {}, undefined, like.headers)
  }
}

/** What the client's own requests note for its log and its retries. */
const unusedProps = {
  controller: new AbortController(),
  requestLogID: '',
  retryOfRequestLogID: undefined,
  startTime: 0,
}
