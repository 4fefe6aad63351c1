import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Call } from './call.ts'
import { complete } from './completions.ts'
import { control } from './control.ts'
import { sendJson } from './json-http.ts'
import { OpenAIError } from './openai-error.ts'
import type { Stage } from './stage.ts'

/** Serves one request, or raises the OpenAIError to send; returns the call if it was one to the model. */
export async function route(
  request: IncomingMessage,
  response: ServerResponse,
  stage: Stage,
): Promise<Call | undefined> {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://model')
  if (path === '/api/health') {
    sendJson(response, 200, { status: 'ok' })
    return undefined
  }
  if (stage.control && path.startsWith('/control/')) {
    await control(request, response, { path, query }, stage)
    return undefined
  }
  authorize(request, stage.apiKey)
  if (path === '/v1/chat/completions') {
    allow(request, 'POST')
    return complete(request, response, stage)
  }
  if (path === '/v1/models') {
    allow(request, 'GET')
    const ids = stage.models.length > 0 ? stage.models : [stage.defaultModel]
    const data = ids.map((id) => ({ id, object: 'model', created: 0, owned_by: 'lingzhi' }))
    sendJson(response, 200, { object: 'list', data })
    return undefined
  }
  throw new OpenAIError(404, `Unknown request URL: ${request.method} ${path}`, { code: 'unknown_url' })
}

function allow(request: IncomingMessage, method: string) {
  if (request.method !== method) throw new OpenAIError(405, `Only ${method} is allowed here.`)
}

function authorize({ headers }: IncomingMessage, apiKey: string | undefined) {
  if (apiKey === undefined) return
  const given = headers.authorization?.match(/^Bearer\s+(.+)$/i)?.[1] ?? ''
  const digest = (text: string) => createHash('sha256').update(text).digest()
  if (timingSafeEqual(digest(given), digest(apiKey))) return
  throw new OpenAIError(401, 'Incorrect API key provided.', { code: 'invalid_api_key' })
}
