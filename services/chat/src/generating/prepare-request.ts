import type { GenerateRequest } from '@lingzhi/model-client/model-events'
import { offeredTools } from '@lingzhi/model-client/requests/optional-tools'
import { createFilter } from '@lingzhi/text-filters/create-filter'
import { filterText } from '@lingzhi/text-filters/filter-text'
import { findAgent } from '../agents/agents.queries.ts'
import { AgentNotFound } from '../agents/list-agents.ts'
import { assembleContext } from '../context/assemble-context.ts'
import type { CompositionRecord } from '../context/composition-shape.ts'
import type { AgentFilters } from '../filters/open-filters.ts'
import { readChoices } from '../scenarios/scenarios.queries.ts'
import type { Offer } from '../tools/offer-tools.ts'
import { offerTools } from '../tools/offer-tools.ts'
import { assertBudget } from '../usage/budget.ts'
import { answerKey } from './answer-cache.ts'
import type { GeneratingDeps, HeldReply } from './reply-types.ts'

export interface PreparedRequest {
  request: GenerateRequest
  filters: AgentFilters
  /** What the request is made of. */
  record: CompositionRecord
  /** The tools that the model may call; undefined: none, as for most answers. */
  offer: Offer | undefined
  /** The key under which the answer is shared; undefined: it is not shared. */
  key: string | undefined
}

/**
 * The model request for a reply. Raises AGENT_NOT_FOUND, and BUDGET_EXCEEDED for a reply that was queued: replies that
 * ended since its question was checked count as well.
 */
export async function prepareRequest(
  deps: GeneratingDeps,
  { taken, known }: HeldReply,
  signal: AbortSignal,
): Promise<PreparedRequest> {
  const { db, config, now } = deps
  const agent = known?.agent ?? (await findAgent(db, taken.agent_id))
  if (!agent) throw AgentNotFound()
  if (!known && taken.attempt === 1) await assertBudget(db, config, taken.user_id, now())
  // Looked up meanwhile, if it has to be.
  if (taken.user_id !== null) deps.tools.available().catch(() => {})
  const filters = known?.filters ?? (await deps.filters.of(agent))
  const choices = known?.choices ?? (await readChoices(db, taken.user_id, taken.conversation_id))
  const { model } = choices.config ?? {}
  const subject = {
    agent: model ? { ...agent, model_config: { ...agent.model_config, model } } : agent,
    userId: taken.user_id,
    questionId: taken.question_id,
    messages: known?.messages,
    signal,
    filterText: (text: string) => passText(filters, text),
    ...(taken.options.historyMax !== undefined && { historyMax: taken.options.historyMax }),
    shaping: {
      questionId: taken.question_id,
      match: taken.options.match ?? null,
      skillIds: taken.options.skills,
      personalize: taken.options.personalize,
      blocks: taken.options.blocks,
      choices,
    },
  }
  const { messages, modelConfig, shorten, record } = await assembleContext(deps, subject)
  const request: GenerateRequest = {
    agentId: agent.id,
    modelConfig,
    messages,
    userId: taken.user_id,
    // The widest network that a guest is counted by stands for one customer.
    caller: taken.user_id ?? taken.guest_network?.split(' ').at(-1),
    signal,
    // Not what was sent: there, questions without an answer are joined.
    shorten: (_sent, hint) => shorten(hint),
  }
  // What is held back is looked for in one answer, not in rounds of them.
  const offer = taken.options.guard
    ? undefined
    : await offerTools(deps, { agent, userId: taken.user_id, shaping: subject.shaping, record })
  if (offer?.parameters.tools) {
    record.tools = { offered: offer.parameters.tools.flatMap(nameOf), refused: false }
    request.onChanged = (names) => {
      if (names.includes(offeredTools)) record.tools = { offered: record.tools?.offered ?? [], refused: true }
    }
  }
  // What servers are asked is of this moment, and may have to be allowed.
  const mayShare = !taken.options.noCache && !offer?.tools.size
  const key = mayShare ? answerKey(agent, filters.version, request, config) : undefined
  return { request, filters, key, record, offer }
}

/** A text that goes to the model beside the question, as the agent's filters for questions pass it; undefined: they block it. */
async function passText({ input }: AgentFilters, text: string): Promise<string | undefined> {
  if (!input) return text
  const filter = createFilter(input)
  const passed = await filterText(filter, text)
  return filter.blocked ? undefined : passed
}
const nameOf = (tool: NonNullable<Offer['parameters']['tools']>[number]): string[] =>
  tool.type === 'function' ? [tool.function.name] : []
