import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** Makes runs of one import wait for each other. */
export async function lockSource(trx: Db, source: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${source}, 17))`.execute(trx)
}

/** The agent that this one has become; deleted ones included, as their conversations remain. */
export function importedAgent(db: Db, source: string, origin: string) {
  return db
    .selectFrom('imported_agents')
    .innerJoin('agents', 'agents.id', 'imported_agents.agent_id')
    .select(['agents.id', 'agents.name'])
    .where('source', '=', source)
    .where('origin', '=', origin)
    .executeTakeFirst()
}

/** The first agent in use of this name. */
export function agentNamed(db: Db, name: string) {
  return db
    .selectFrom('agents')
    .selectAll()
    .where('name', '=', name)
    .where('status', '=', 'active')
    .orderBy('id')
    .executeTakeFirst()
}

export async function noteAgent(
  trx: Db,
  row: { source: string; origin: string; agent_id: number },
): Promise<void> {
  await trx.insertInto('imported_agents').values(row).execute()
}
