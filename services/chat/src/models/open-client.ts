import OpenAI from 'openai'
import { Agent, fetch } from 'undici'
import type { Provider } from './providers.ts'

export type ModelClient = ReturnType<typeof openClient>

/**
 * The official client on a connection pool of the provider's own. It neither retries nor waits by itself:
 * generate.ts has the one policy, call-provider.ts the bounds.
 */
export function openClient({ baseUrl, apiKey, connectTimeoutMs, totalTimeoutMs }: Provider) {
  const dispatcher = new Agent({ connect: { timeout: connectTimeoutMs }, headersTimeout: 0, bodyTimeout: 0 })
  const openai = new OpenAI({
    baseURL: baseUrl,
    // The client demands one; servers without keys ignore it.
    apiKey: apiKey ?? 'none',
    // Not from the environment: nothing but our configuration decides what is sent.
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: totalTimeoutMs,
    logLevel: 'off',
    fetch: fetch as unknown as typeof globalThis.fetch,
    fetchOptions: { dispatcher },
  })
  return { openai, close: () => dispatcher.destroy() }
}
