import type { IncomingMessage, ServerResponse } from 'node:http'
import { writeAnswer } from './answer/write-answer.ts'
import { Call } from './call.ts'
import { parseChatRequest } from './chat-request.ts'
import { readJson } from './json-http.ts'
import { OpenAIError } from './openai-error.ts'
import { Outlet } from './outlet.ts'
import { play } from './script/play.ts'
import type { Stage } from './stage.ts'

/** POST /v1/chat/completions: plays the first matching script, or does what `unscripted` says. */
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
  if (script) await play(call, script, { gates: stage.gates, answer })
  else if (stage.unscripted === 'answer') await call.finish({ finishReason: await answer(call) })
  else await untilClaimed(call, stage)
  return call

  function answer(call: Call) {
    return writeAnswer(call, call.body.model ?? stage.defaultModel, stage)
  }
}

/** Fails a call that neither a script nor a test takes in time; otherwise the test would hang without a reason. */
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
