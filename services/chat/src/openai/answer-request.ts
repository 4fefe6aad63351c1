import { problem } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import { principalOf } from '@lingzhi/identity/identify'
import type { ModelEvent } from '@lingzhi/model-client/model-events'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { filterAnswers } from '../filters/filter-answers.ts'
import { filterRequest } from '../filters/filter-request.ts'
import { recordHits } from '../filters/filters.queries.ts'
import { assertBudget } from '../usage/budget.ts'
import { assertBounds, isFile } from './assert-bounds.ts'
import { answerTokens, assertFits } from './assert-fits.ts'
import { blameCaller } from './blame-caller.ts'
import { breakOffOnClose } from './break-off.ts'
import type { ChatRequest } from './chat-request.ts'
import { toGenerateRequest } from './chat-request.ts'
import { createCompletionSlots } from './completion-slots.ts'
import { countedGenerate } from './counted-generate.ts'
import { findModel, readAliases } from './model-names.ts'

/** Keeps a caller who leaves from being counted among our failures; no one reads it. */
export const CallerGone = problem('CALLER_GONE', 499, {
  zh: '调用方已断开连接',
  en: 'The caller has disconnected.',
  check: 'Nothing: it appears in the log only.',
})

/** Names the parameters that the model did not take as they were asked for. */
const droppedHeader = 'x-lingzhi-dropped-parameters'

/** Passes the events of the model's answer to `send`, and returns what that returns. */
export type AnswerRequest = <Sent>(
  request: FastifyRequest,
  response: FastifyReply,
  body: ChatRequest,
  send: (events: AsyncGenerator<ModelEvent>) => Promise<Sent>,
) => Promise<Sent>

/**
 * How a request at /v1 is answered by an agent, whatever its form: within the caller's budget and the replica's slots,
 * filtered, and its usage counted. Only usage and filter hits are stored: the caller sends the whole conversation, and a
 * caller who leaves ends the call to the model.
 */
export function answerRequests(app: App, deps: Deps, config: Config): AnswerRequest {
  const slots = createCompletionSlots(config)
  const aliases = readAliases(config)
  const completions = breakOffOnClose(app, config.DRAIN_MS)
  return async (request, response, body, send) => {
    const { userId } = principalOf(request)
    await assertBounds(body, config)
    const agent = await findModel(deps.db, aliases, body.model)
    await assertBudget(deps.db, config, userId, deps.now())
    const filters = await deps.filters.of(agent)
    const audited = { agent_id: agent.id, user_id: userId, reply_id: null, at: deps.now() }
    slots.take()
    let hits: FilterHit[] = []
    const gone = new AbortController()
    completions.add(gone)
    try {
      response.raw.once('close', () => gone.abort(CallerGone()))
      const input = { ...audited, place: 'input' as const }
      const written = await filterRequest(deps.db, filters.input, writtenIn(body), isFile, input)
      const generateRequest = await toGenerateRequest({ ...body, ...written }, agent, userId, gone.signal)
      const ceiling = config.V1_TOKENS_ABOVE_AGENT ? undefined : agent.model_config.max_tokens
      const asked = generateRequest.modelConfig.max_tokens
      if (ceiling !== undefined && asked !== undefined)
        generateRequest.modelConfig.max_tokens = Math.min(asked, ceiling)
      generateRequest.onChanged = (names) => void response.header(droppedHeader, names.join(', '))
      const window = deps.generate.contextWindow(generateRequest.modelConfig)
      await assertFits(generateRequest, window)
      generateRequest.modelConfig.max_tokens = answerTokens(generateRequest, window)
      const generate = filterAnswers(deps.generate, filters.output, (found) => {
        hits = found
      })
      return await send(blameCaller(countedGenerate({ ...deps, generate }, config, generateRequest)))
    } finally {
      slots.release()
      completions.forget(gone)
      await recordHits(deps.db, { ...audited, place: 'output' }, hits).catch((err) =>
        deps.log.error({ err }, 'filter hits were not recorded'),
      )
    }
  }
}

/** What of a request a caller writes in words of their own. */
function writtenIn(request: ChatRequest) {
  const { messages, tools, tool_choice, response_format, stop, user, reasoning_effort } = request
  const members = { messages, tools, tool_choice, response_format, stop, user, reasoning_effort }
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null),
  ) as Pick<ChatRequest, 'messages'> & Partial<ChatRequest>
}
