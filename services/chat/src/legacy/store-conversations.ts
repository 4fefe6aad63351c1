import type { LegacyBatchResult } from '@lingzhi/contracts/legacy-import'
import type { Bulk } from '@lingzhi/db/copy-in'
import type { Agent } from '../agents/agents.queries.ts'
import { defaultAgentId } from '../agents/agents.queries.ts'
import type { Database } from '../database.ts'
import { wasDeleted } from '../importing/importing.queries.ts'
import { storeBatch } from '../importing/store-batch.ts'
import type { LegacyBatch } from './gather-batches.ts'
import { lockSource } from './legacy.queries.ts'

type Named = Pick<Agent, 'id' | 'name'>

/** Stores a batch like any import does, under the agents that those of the replaced system have become. */
export async function storeConversations(
  bulk: Bulk<Database>,
  { userId, conversations }: LegacyBatch,
  {
    source,
    jobId,
    dryRun,
    agents,
  }: { source: string; jobId: string; dryRun: boolean; agents: ReadonlyMap<string, Named> },
): Promise<LegacyBatchResult> {
  const given = conversations.map(({ agent_origin, messages, ...head }) => {
    const agent = agents.get(agent_origin ?? '') ?? { id: defaultAgentId, name: null }
    const named = { agent_id: agent.id, agent_name: agent.name }
    return {
      ...head,
      ...named,
      messages: messages.map((one) => (one.answer ? { ...one, answer: { ...one.answer, ...named } } : one)),
    }
  })
  return bulk.transact(async ({ trx, copyIn }) => {
    await lockSource(trx, source)
    if (await wasDeleted(trx, userId))
      return { conversations: 'd'.repeat(given.length), messages: { new: 0, existing: 0, changed: 0 } }
    // What an operator brings over is not theirs to bound.
    const bytesMax = Number.POSITIVE_INFINITY
    const batch = { jobId, userId, conversations: given, dryRun, bytesMax, at: new Date() }
    const { conversations: outcomes, messages } = await storeBatch({ trx, copyIn }, batch)
    return { conversations: outcomes, messages }
  })
}
