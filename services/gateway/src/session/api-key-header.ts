import { apiKeyPrefix } from '@lingzhi/contracts/auth'
import { isOpenAIPath } from '@lingzhi/contracts/openai-error'
import type { FastifyRequest } from 'fastify'

/**
 * Under /v1 an API key may also come as `api-key` or `x-api-key`, as clients of Azure's flavour of the API send it: without
 * an Authorization header it counts as one. Access tokens are not taken from there, and neither header travels on.
 */
export function takeApiKeyHeader({ url, headers }: FastifyRequest): void {
  if (!isOpenAIPath(url)) return
  for (const name of ['api-key', 'x-api-key']) {
    const key = headers[name]
    if (typeof key === 'string' && key.startsWith(apiKeyPrefix)) headers.authorization ??= `Bearer ${key}`
    delete headers[name]
  }
}
