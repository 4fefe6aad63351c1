import { OpenAIError } from '@lingzhi/contracts/openai-error'
import { problem } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
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

/** Keeps a caller who leaves from being counted among our failures; no one reads it. */
export const CallerGone = problem('CALLER_GONE', 499, {
  zh: '调用方已断开连接',
  en: 'The caller has disconnected.',
  check: 'Nothing: it appears in the log only.',
})

/** Names the parameters that the model did not take as they were asked for. */
const droppedHeader = 'x-lingzhi-dropped-parameters'

/** Images and documents travel inside messages here. */
const bodyMaxBytes = 8_388_608

/**
 * Chat completions as in OpenAI's API, answered by an agent. Only usage and filter hits are stored: the caller sends
 * the whole conversation, and a caller who leaves ends the call to the model.
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
        summary: 'Create a chat completion, compatible with OpenAI',
        description: 'With `stream: true` the answer comes as Server-Sent Events that end with `[DONE]`.',
        body: ChatRequest,
        response: { 200: Completion, '4xx': OpenAIError, '5xx': OpenAIError },
      },
    },
    async (request, response) => {
      const { body } = request
      const { userId } = principalOf(request)
      const agent = await findModel(deps.db, body.model)
      await assertBudget(deps.db, config, userId, deps.now())
      const filters = await deps.filters.of(agent)
      const audited = { agent_id: agent.id, user_id: userId, reply_id: null, at: deps.now() }
      slots.take()
      let hits: FilterHit[] = []
      try {
        const gone = new AbortController()
        response.raw.once('close', () => gone.abort(CallerGone()))
        const messages = await filterMessages(deps.db, filters.input, body.messages, {
          ...audited,
          place: 'input',
        })
        const generateRequest = await toGenerateRequest({ ...body, messages }, agent, userId, gone.signal)
        generateRequest.onChanged = (names) => void response.header(droppedHeader, names.join(', '))
        await assertFits(generateRequest, deps.generate.contextWindow(generateRequest.modelConfig))
        const generate = filterAnswers(deps.generate, filters.output, (found) => {
          hits = found
        })
        const events = blameCaller(countedGenerate({ ...deps, generate }, config, generateRequest))
        if (!body.stream) return await sendWhole(events, body.model)
        await sendStream(request, response, events, body)
        return response
      } finally {
        slots.release()
        await recordHits(deps.db, { ...audited, place: 'output' }, hits).catch((err) =>
          deps.log.error({ err }, 'filter hits were not recorded'),
        )
      }
    },
  )
}
