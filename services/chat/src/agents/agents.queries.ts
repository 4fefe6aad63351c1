import { gathered } from '@lingzhi/db/gather'
import type { ModelConfig } from '@lingzhi/model-client/requests/model-config'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { AgentsTable, Db } from '../database.ts'
import type { AgentDefinition } from './agent-shape.ts'
import { definitionOf } from './agent-shape.ts'

export type Agent = Selectable<AgentsTable>

/** Conversations that name no agent go to this one. */
export const defaultAgentId = 1

/** The largest id an agent may have. */
export const agentIdMax = 2 ** 31 - 1

/** The agents a caller may choose, in their order. */
export function publicAgents(db: Db) {
  return db
    .selectFrom('agents')
    .select(['id', 'name', 'description', 'model_config', 'version', 'updated_at'])
    .where('status', '=', 'active')
    .where('visibility', '=', 'public')
    .orderBy('sort_order')
    .orderBy('id')
    .execute()
}

/** All agents but deleted ones, hidden ones included. */
export function allAgents(db: Db) {
  return db
    .selectFrom('agents')
    .selectAll()
    .where('status', '=', 'active')
    .orderBy('sort_order')
    .orderBy('id')
    .execute()
}

/** An agent in use, hidden ones included: anyone who knows its id may use it. Every question reads one. */
export const findAgent = gathered(async (db: Db, ids: number[]): Promise<(Agent | undefined)[]> => {
  // No agent has an id that the column cannot hold.
  const possible = [...new Set(ids)].filter((id) => Number.isInteger(id) && Math.abs(id) <= agentIdMax)
  if (possible.length === 0) return []
  const agents = await db
    .selectFrom('agents')
    .selectAll()
    .where('id', '=', sql<number>`any(${possible}::integer[])`)
    .where('status', '=', 'active')
    .execute()
  return ids.map((id) => agents.find((agent) => agent.id === id))
})

/** An agent in use by the name that other services know it by. */
export function findAgentBySlug(db: Db, slug: string): Promise<Agent | undefined> {
  return db
    .selectFrom('agents')
    .selectAll()
    .where('slug', '=', slug)
    .where('status', '=', 'active')
    .executeTakeFirst()
}

/** An agent in use, locked until the transaction ends, so that no two changes get the same version number. */
export function lockAgent(trx: Db, id: number) {
  return trx
    .selectFrom('agents')
    .selectAll()
    .where('id', '=', id)
    .where('status', '=', 'active')
    .forUpdate()
    .executeTakeFirst()
}

const toColumns = (definition: AgentDefinition) => ({
  ...definition,
  model_config: JSON.stringify(definition.model_config) as unknown as ModelConfig,
  allowed_tools: definition.allowed_tools ? JSON.stringify(definition.allowed_tools) : null,
})

/** Creates an agent with its first version; changed by nobody when an operator imports it. */
export async function insertAgent(
  trx: Db,
  definition: AgentDefinition,
  changedBy: string | null,
): Promise<Agent> {
  const agent = await trx
    .insertInto('agents')
    .values({ ...toColumns(definition), status: 'active', version: 1 })
    .returningAll()
    .executeTakeFirstOrThrow()
  await keepVersion(trx, agent, changedBy)
  return agent
}

/** Changes an agent and stores the new definition as its next version. */
export async function updateAgent(
  trx: Db,
  { id, version }: Pick<Agent, 'id' | 'version'>,
  definition: AgentDefinition,
  changedBy: string,
): Promise<Agent> {
  const agent = await trx
    .updateTable('agents')
    .set({ ...toColumns(definition), version: version + 1, updated_at: new Date() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await keepVersion(trx, agent, changedBy)
  return agent
}

async function keepVersion(trx: Db, agent: Agent, changedBy: string | null) {
  await trx
    .insertInto('agent_versions')
    .values({
      agent_id: agent.id,
      version: agent.version,
      definition: JSON.stringify(definitionOf(agent)) as unknown as AgentDefinition,
      changed_by: changedBy,
    })
    .execute()
}

/** Takes an agent out of use; its answers stay. */
export async function retireAgent(db: Db, id: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('agents')
    .set({ status: 'deleted', updated_at: new Date() })
    .where('id', '=', id)
    .where('status', '=', 'active')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** An agent's versions, newest first. */
export function versionsOf(db: Db, agentId: number, limit: number, before: number | undefined) {
  let query = db
    .selectFrom('agent_versions')
    .select(['version', 'definition', 'changed_by', 'changed_at'])
    .where('agent_id', '=', agentId)
    .orderBy('version', 'desc')
    .limit(limit + 1)
  if (before !== undefined) query = query.where('version', '<', before)
  return query.execute()
}

export function findVersion(db: Db, agentId: number, version: number) {
  return db
    .selectFrom('agent_versions')
    .select(['definition'])
    .where('agent_id', '=', agentId)
    .where('version', '=', version)
    .executeTakeFirst()
}
