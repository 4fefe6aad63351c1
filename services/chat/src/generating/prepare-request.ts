import type { GenerateRequest } from '@lingzhi/model-client/model-events'
import { findAgent } from '../agents/agents.queries.ts'
import { AgentNotFound } from '../agents/list-agents.ts'
import { assembleContext } from '../context/assemble-context.ts'
import { shortenContext } from '../context/shorten-context.ts'
import type { AgentFilters } from '../filters/open-filters.ts'
import { assertBudget } from '../usage/budget.ts'
import { answerKey } from './answer-cache.ts'
import type { GeneratingDeps, HeldReply } from './reply-types.ts'

export interface PreparedRequest {
  request: GenerateRequest
  filters: AgentFilters
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
  const filters = known?.filters ?? (await deps.filters.of(agent))
  const subject = {
    agent,
    userId: taken.user_id,
    questionId: taken.question_id,
    messages: known?.messages,
  }
  const messages = await assembleContext(deps, subject)
  const request: GenerateRequest = {
    agentId: agent.id,
    modelConfig: agent.model_config,
    messages,
    userId: taken.user_id,
    // The widest network that a guest is counted by stands for one customer.
    caller: taken.user_id ?? taken.guest_network?.split(' ').at(-1),
    signal,
    // Not what was sent: there, questions without an answer are joined.
    shorten: (_sent, hint) => shortenContext(messages, hint),
  }
  const key = taken.options.noCache ? undefined : answerKey(agent, filters.version, request, config)
  return { request, filters, key }
}
