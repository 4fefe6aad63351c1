import OpenAI from 'openai'
import { APIPromise } from 'openai/core/api-promise'
import { RequestRefused } from '../failures/failures.ts'
import { ModelRejected } from '../failures/problems.ts'
import { ProviderRefusal, readRefusal } from '../failures/read-refusal.ts'
import type { RequestBody } from '../provider-api.ts'
import { writeJson } from '../requests/write-json.ts'
import type { ProxySettings } from './choose-dispatcher.ts'
import { chooseDispatcher } from './choose-dispatcher.ts'
import { PooledResponse, pooledFetch } from './pooled-fetch.ts'
import type { Provider } from './providers.ts'
import type { BaseUrl } from './read-base-url.ts'
import { readBaseUrl } from './read-base-url.ts'
import { readModelNames } from './read-model-names.ts'

type APIResponseProps = Awaited<ConstructorParameters<typeof APIPromise>[1]>
type FinalRequestOptions = APIResponseProps['options']

/** The bytes of a response, and what its header says they are. */
export type ProviderResponse = AsyncIterable<Buffer> & { contentType?: string | null }

export type ModelClient = ReturnType<typeof openClient>

const isRefusal = (error: unknown): error is ProviderRefusal => error instanceof ProviderRefusal

/**
 * OpenAI's client for one provider, on a connection pool of its own, through the proxy that the settings name for it. It has no
 * retries and no timeouts: plan-calls.ts holds the policy, call-provider.ts the bounds.
 */
export function openClient({ baseUrl, apiKey, connectTimeoutMs }: Provider, settings: ProxySettings = {}) {
  const base = readBaseUrl(baseUrl)
  if (!base) throw new Error('the base URL was not checked')
  const { dispatcher, proxy } = chooseDispatcher(base.url, settings, connectTimeoutMs)
  const headers = {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'user-agent': 'Lingzhi',
  }
  const key = authorization(base, apiKey)
  const fetch = pooledFetch(dispatcher, { ...headers, ...key }, proxy === undefined)
  const clientAt = (path: string) => new PooledClient(base.url + path, base.query, fetch)
  let client = clientAt('')
  /** For a host without a path, which most providers do not answer; some do, so only they can tell. */
  let other = base.bare ? clientAt('/v1') : undefined

  async function post(at: PooledClient, body: RequestBody, signal: AbortSignal): Promise<PooledResponse> {
    const response: unknown = await at.chat.completions.create(body, { signal }).asResponse()
    if (response instanceof PooledResponse) return response
    throw new Error('the response did not come from the pool')
  }

  /** Learns where a provider without a path in its address answers. */
  async function find(under: PooledClient, body: RequestBody, signal: AbortSignal) {
    let found = await post(client, body, signal).catch((error: unknown) => {
      if (isRefusal(error) && (error.status === 404 || error.status === 405)) return undefined
      throw error
    })
    if (found && /html/.test(found.headers.get('content-type') ?? '')) {
      await found.readError()
      found = undefined
    }
    if (found) other = undefined
    else {
      found = await post(under, body, signal)
      client = under
      other = undefined
    }
    return found
  }

  return {
    /**
     * The body of the provider's response, which the caller must read to its end or destroy. Raises a ProviderRefusal
     * for a status of 300 or more, and undici's error for a broken connection.
     */
    async complete(body: RequestBody, signal: AbortSignal): Promise<ProviderResponse> {
      try {
        const { body: bytes, headers } = await (other
          ? find(other, body, signal)
          : post(client, body, signal))
        return Object.assign(bytes, { contentType: headers.get('content-type') })
      } catch (error) {
        if (proxy === undefined || (isRefusal(error) && error.status !== 407)) throw error
        throw new Error(`by way of the proxy ${proxy}`, { cause: error })
      }
    },
    /**
     * The names of the models that the provider lists; undefined when what it sends is no list. Raises as `complete` does.
     */
    async models(signal: AbortSignal, { withoutKey = false } = {}): Promise<string[] | undefined> {
      const { url, query, bare } = base
      const read = (path: string) =>
        readModelNames(`${url}${path}/models${query}`, {
          dispatcher,
          headers: withoutKey ? headers : { ...headers, ...key },
          signal,
        })
      try {
        return (
          (await read('').catch((error) => (bare && isRefusal(error) ? undefined : Promise.reject(error)))) ??
          (bare ? await read('/v1') : undefined)
        )
      } catch (error) {
        if (proxy === undefined || (isRefusal(error) && error.status !== 407)) throw error
        throw new Error(`by way of the proxy ${proxy}`, { cause: error })
      }
    },
    /** The proxy that calls go through, without its user and password. */
    proxy,
    close: () => dispatcher.destroy(),
  }
}

function authorization({ azure, basic }: BaseUrl, apiKey: string | undefined): Record<string, string> {
  if (basic !== undefined) return { authorization: basic }
  if (apiKey === undefined) return {}
  return azure ? { 'api-key': apiKey } : { authorization: `Bearer ${apiKey}` }
}

/**
 * OpenAI's client, whose requests go to our pool: see docs/decisions/0014. The options below are all set because its
 * defaults come from OPENAI_* variables of the environment.
 */
class PooledClient extends OpenAI {
  readonly #fetch: ReturnType<typeof pooledFetch>
  readonly #query: string

  constructor(baseURL: string, query: string, fetch: ReturnType<typeof pooledFetch>) {
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
    this.#query = query
  }

  /** Every method of the client ends here. */
  override request<Rsp>(options: FinalRequestOptions | Promise<FinalRequestOptions>): APIPromise<Rsp> {
    return new APIPromise(this, this.#respond(options))
  }

  async #respond(request: FinalRequestOptions | Promise<FinalRequestOptions>): Promise<APIResponseProps> {
    const options = await request
    const { path, body, signal } = options
    const response = await this.#fetch(`${this.baseURL}${path}${this.#query}`, {
      body: written(body),
      signal,
    })
    // A PooledResponse has those members of a Response that are used on this path.
    const like = response as unknown as Response
    if (response.ok) return { ...unusedProps, response: like, options }
    throw readRefusal(await response.readError(), response.status, response.headers)
  }
}

/** A body that cannot be written out is refused before anything is sent: that says nothing of the provider. */
function written(body: unknown): string | Buffer {
  try {
    return writeJson(body)
  } catch (cause) {
    throw ModelRejected({ cause: new RequestRefused('the request cannot be written as JSON', { cause }) })
  }
}

/** What the client's own requests note for its log and its retries. */
const unusedProps = {
  controller: new AbortController(),
  requestLogID: '',
  retryOfRequestLogID: undefined,
  startTime: 0,
}
