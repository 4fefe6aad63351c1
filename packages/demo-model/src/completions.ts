import type { IncomingMessage, ServerResponse } from 'node:http'
import { sayAnswer } from './answer/say.ts'
import { Call } from './call.ts'
import { parseChatRequest } from './chat-request.ts'
import { readJson } from './json-http.ts'
import { OpenAIError } from './openai-error.ts'
import { Outlet } from './outlet.ts'
import { play } from './script/play.ts'
import type { Stage } from './stage.ts'

/** POST /v1/chat/completions: a script that matches comes first, then what is set for calls without one. */
export async function complete(request: IncomingMessage, response: ServerResponse, stage: Stage) {
  const body = parseChatRequest(await readJson(request))
  if (body.model !== undefined && stage.models.length > 0 && !stage.models.includes(body.model)) {
    throw new OpenAIError(404, `The model '${body.model}' does not exist.`, {
      code: 'model_not_found',
      param: 'model',
    })
  }
  const call = new Call(body, request.headers, new Outlet(response), stage.defaultModel)
  if (stage.recording) stage.log.record(call)

  const script = stage.scripts.take(call.lastUserText)
  if (script) await play(call, script, { gates: stage.gates, answer: say })
  else if (stage.unscripted === 'answer') await call.finish({ finishReason: await say(call) })
  else await untilClaimed(call, stage)
  return call

  function say(answering: Call) {
    return sayAnswer(answering, answering.body.model ?? stage.defaultModel, stage)
  }
}

/** A call that neither a script nor a test takes must fail loudly, or the test would hang with no reason told. */
function untilClaimed(call: Call, { log, claimWithinMs }: Stage) {
  log.offer(call)
  const timer = setTimeout(() => {
    if (!log.isUnclaimed(call)) return
    log.withdraw(call)
    const message = 'No script matched this call and no test claimed it.'
    void call.fail(500, { body: { error: { message, type: 'server_error', code: 'unscripted_call' } } })
  }, claimWithinMs)
  timer.unref()
  call.signal.addEventListener('abort', () => clearTimeout(timer))
}
