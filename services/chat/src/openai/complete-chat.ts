import { OpenAIError } from '@lingzhi/contracts/openai-error'
import { problem } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { GenerateRequest } from '@lingzhi/model-client/model-events'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { filterAnswers } from '../filters/filter-answers.ts'
import { filterMessages } from '../filters/filter-input.ts'
import { recordHits } from '../filters/filters.queries.ts'
import { assertBudget } from '../usage/budget.ts'
import { assertFits } from './assert-fits.ts'
import { blameCaller } from './blame-caller.ts'
import { ChatRequest, toGenerateRequest } from './chat-request.ts'
import { Completion } from './completion-shapes.ts'
import { createCompletionSlots } from './completion-slots.ts'
import { countedGenerate } from './counted-generate.ts'
import { findModel } from './model-names.ts'
import { sendStream } from './send-stream.ts'
import { sendWhole } from './send-whole.ts'

/** Nobody is there to read it; keeps a caller who leaves from being counted among our failures. */
export const CallerGone = problem('CALLER_GONE', 499, {
  zh: '提问者已离开',
  en: 'The caller has gone.',
  check: 'Nothing: it stands in the log only.',
})

/** Images and documents travel inside messages here. */
const bodyMaxBytes = 8_388_608

/**
 * Chat completions as OpenAI's API has them, answered by an agent. Nothing is stored but usage: the caller
 * sends the whole conversation, and a caller who leaves ends the model's work.
 */
export function completeChat(app: App, deps: Deps, config: Config) {
  const slots = createCompletionSlots(config)
  app.post(
    '/v1/chat/completions',
    {
      onRequest: requireScope('chat'),
      bodyLimit: bodyMaxBytes,
      schema: {
        tags: ['openai'],
        summary: 'Chat completion, compatible with OpenAI',
        description: 'With `stream: true` the answer comes as Server-Sent Events that end with `[DONE]`.',
        body: ChatRequest,
        response: { 200: Completion, '4xx': OpenAIError, '5xx': OpenAIError },
      },
    },
    async (request, reply) => {
      const { body } = request
      const { userId } = principalOf(request)
      const agent = await findModel(deps.db, body.model)
      await assertBudget(deps.db, config, userId, deps.now())
      const filters = await deps.filters.of(agent)
      const audited = { agent_id: agent.id, user_id: userId, reply_id: null, at: deps.now() }
      const slot = slots.take()
      let met: FilterHit[] = []
      try {
        const gone = new AbortController()
        reply.raw.once('close', () => gone.abort(CallerGone()))
        const messages = await filterMessages(deps.db, filters.input, body.messages, {
          ...audited,
          place: 'input',
        })
        const asked: GenerateRequest = toGenerateRequest({ ...body, messages }, agent, userId, gone.signal)
        await assertFits(asked, deps.generate.contextWindow(asked.modelConfig))
        const generate = filterAnswers(deps.generate, filters.output, (hits) => {
          met = hits
        })
        const events = blameCaller(countedGenerate({ ...deps, generate }, config, asked))
        if (!body.stream) return await sendWhole(events, body.model)
        await sendStream(request, reply, events, body)
        return reply
      } finally {
        slot.release()
        await recordHits(deps.db, { ...audited, place: 'output' }, met).catch((err) =>
          deps.log.error({ err }, 'filter hits were not recorded'),
        )
      }
    },
  )
}
