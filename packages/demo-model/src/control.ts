import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Call } from './call.ts'
import { readJson, sendJson } from './json-http.ts'
import { OpenAIError } from './openai-error.ts'
import { parseScripts } from './script/script.ts'
import type { Stage } from './stage.ts'

/** The control routes of the scripted model, for tests in another process. */
export async function control(
  request: IncomingMessage,
  response: ServerResponse,
  { path, query }: { path: string; query: URLSearchParams },
  stage: Stage,
) {
  const { scripts, gates, log } = stage
  switch (`${request.method} ${path}`) {
    case 'POST /control/scripts': {
      for (const script of parseScripts(await readJson(request))) scripts.add(script)
      sendJson(response, 201, { queued: scripts.length })
      return
    }
    case 'DELETE /control/scripts':
      scripts.clear()
      gates.reset()
      sendJson(response, 200, { queued: 0 })
      return
    case 'POST /control/gates': {
      const body = await readJson(request)
      const name = (body as { release?: unknown } | null)?.release
      if (typeof name !== 'string') throw new OpenAIError(400, 'Name the gate to open: {"release":"name"}.')
      gates.release(name)
      sendJson(response, 200, { released: name })
      return
    }
    case 'GET /control/calls': {
      const match = query.get('match') ?? ''
      const count = Number(query.get('count') ?? 0)
      const timeoutMs = Math.min(Number(query.get('timeout_ms') ?? 5000), 60_000)
      const calls = await log.callsReach(count, { match, timeoutMs }).catch((error: Error) => {
        throw new OpenAIError(408, error.message, { code: 'too_few_calls' })
      })
      sendJson(response, 200, { calls: calls.map(described) })
      return
    }
    case 'DELETE /control/calls':
      log.clear()
      sendJson(response, 200, { calls: [] })
      return
    default:
      throw new OpenAIError(404, `No such control: ${request.method} ${path}`)
  }
}

function described(call: Call) {
  const { id, at, state, body, headers, answer } = call
  return { id, at, state, body, headers, said: answer }
}
