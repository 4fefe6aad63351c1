import type { Agent } from '../agents/agents.queries.ts'
import type { Deps } from '../deps.ts'
import { filterInput } from '../filters/filter-input.ts'
import { recordHits } from '../filters/filters.queries.ts'

/**
 * A title as the rules of the conversation's agent let it be. It is what a user writes, as a question is: without
 * them a term that no question may hold would stand in lists, searches and exports. May raise CONTENT_BLOCKED.
 */
export async function filterTitle(
  { db, filters, now }: Pick<Deps, 'db' | 'filters' | 'now'>,
  agent: Pick<Agent, 'id' | 'filters_version'>,
  userId: string | null,
  title: string,
): Promise<string> {
  const { input } = await filters.of(agent)
  const of = { place: 'input' as const, agent_id: agent.id, user_id: userId, reply_id: null, at: now() }
  const { text, hits } = await filterInput(db, input, title, of)
  await recordHits(db, of, hits)
  return text
}
