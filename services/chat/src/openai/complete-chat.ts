import type { App } from '@lingzhi/http/create-http'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { GenerateRequest } from '../models/generate.ts'
import { assertBudget } from '../usage/budget.ts'
import { ChatRequest, toGenerateRequest } from './chat-request.ts'
import { Completion } from './completion-shapes.ts'
import { countedGenerate } from './counted-generate.ts'
import { enterDoor } from './door-places.ts'
import { findModel } from './model-names.ts'
import { OpenAIError } from './openai-error.ts'
import { sendStream } from './send-stream.ts'
import { sendWhole } from './send-whole.ts'

/** Images and documents travel inside messages here. */
const bodyMaxBytes = 8_388_608

/**
 * Chat completions as OpenAI's API has them, answered by an agent. Nothing is stored but usage: the caller
 * sends the whole conversation, and a caller who leaves ends the model's work.
 */
export function completeChat(app: App, deps: Deps, config: Config) {
  const enter = enterDoor(config)
  app.post(
    '/v1/chat/completions',
    {
      onRequest: requireScope('chat'),
      bodyLimit: bodyMaxBytes,
      schema: {
        tags: ['openai'],
        summary: 'Chat completion, compatible with OpenAI',
        description: 'With `stream: true` the answer comes as Server-Sent Events that end with `[DONE]`.',
        security: [{ bearer: [] }],
        body: ChatRequest,
        response: { 200: Completion, '4xx': OpenAIError, '5xx': OpenAIError },
      },
    },
    async (request, reply) => {
      const { body } = request
      const { userId } = principalOf(request)
      const agent = await findModel(deps.db, body.model)
      await assertBudget(deps.db, config, userId, deps.now())
      const leave = enter()
      try {
        const gone = new AbortController()
        reply.raw.once('close', () => gone.abort(new Error('the caller has gone')))
        const asked: GenerateRequest = toGenerateRequest(body, agent, userId, gone.signal)
        const events = countedGenerate(deps, config, asked)
        if (!body.stream) return await sendWhole(events, body.model)
        await sendStream(request, reply, events, body)
        return reply
      } finally {
        leave()
      }
    },
  )
}
