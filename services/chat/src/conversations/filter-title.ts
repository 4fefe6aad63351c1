import type { Agent } from '../agents/agents.queries.ts'
import type { Deps } from '../deps.ts'
import { filterInput } from '../filters/filter-input.ts'
import { recordHits } from '../filters/filters.queries.ts'

/**
 * A title as the input filters of the conversation's agent pass it. Users write titles as they write questions: without
 * this, forbidden terms would show in lists, searches and exports. Raises CONTENT_BLOCKED.
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
