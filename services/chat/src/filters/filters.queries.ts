import { newId } from '@lingzhi/contracts/ids'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import type { FilterRule } from '@lingzhi/text-filters/filter-rules'
import type { Db, FilterHitsTable } from '../database.ts'

export function findFilters(db: Db, agentId: number) {
  return db
    .selectFrom('agents')
    .leftJoin('agent_filters', 'agent_filters.agent_id', 'agents.id')
    .select(['filters_version as version', 'rules', 'changed_by', 'changed_at'])
    .where('agents.id', '=', agentId)
    .where('status', '=', 'active')
    .executeTakeFirst()
}

/** Sets an agent's rules; replicas notice by its `filters_version`. Undefined when there is no such agent. */
export async function saveFilters(
  trx: Db,
  agentId: number,
  { rules, changedBy, at }: { rules: FilterRule[]; changedBy: string; at: Date },
) {
  const agent = await trx
    .updateTable('agents')
    .set((eb) => ({ filters_version: eb('filters_version', '+', 1) }))
    .where('id', '=', agentId)
    .where('status', '=', 'active')
    .returning('filters_version as version')
    .executeTakeFirst()
  if (!agent) return undefined
  const row = { rules: JSON.stringify(rules), changed_by: changedBy, changed_at: at }
  await trx
    .insertInto('agent_filters')
    .values({ agent_id: agentId, ...row })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(row))
    .execute()
  return agent
}

export type HitsOf = Pick<FilterHitsTable, 'place' | 'agent_id' | 'user_id' | 'reply_id' | 'at'>

/** Adds the hits of a text to the audit. */
export async function recordHits(db: Db, of: HitsOf, hits: readonly FilterHit[]): Promise<void> {
  if (hits.length === 0) return
  await db
    .insertInto('filter_hits')
    .values(hits.map((hit) => ({ id: newId(), ...of, ...hit })))
    .execute()
}

/** The audit, newest first, and one more row if another page follows. */
export function listHits(
  db: Db,
  { agentId, limit, before }: { agentId?: number; limit: number; before?: string },
) {
  let query = db
    .selectFrom('filter_hits')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (agentId !== undefined) query = query.where('agent_id', '=', agentId)
  if (before !== undefined) query = query.where('id', '<', before)
  return query.execute()
}

/** Removes a deleted user's id from the hits and keeps their counts. */
export async function forgetHitsOf(db: Db, userId: string): Promise<void> {
  await db.updateTable('filter_hits').set({ user_id: null }).where('user_id', '=', userId).execute()
}

/** Removes a batch of hits from before an instant, oldest first (ids are ordered by time). Returns how many. */
export async function removeHits(db: Db, before: Date, max: number): Promise<number> {
  const removed = await db
    .deleteFrom('filter_hits')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('filter_hits')
        .select('id')
        .where('at', '<', before)
        .orderBy('id')
        .limit(max)
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirst()
  return Number(removed.numDeletedRows)
}
