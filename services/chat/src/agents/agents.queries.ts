import type { Db } from '../database.ts'

/** The agents a caller may choose, in their order. */
export function publicAgents(db: Db) {
  return db
    .selectFrom('agents')
    .select(['id', 'name', 'description', 'model_config', 'version', 'sort_order', 'updated_at'])
    .where('status', '=', 'active')
    .where('visibility', '=', 'public')
    .orderBy('sort_order')
    .orderBy('id')
    .execute()
}

/** An agent that may answer, hidden ones included: who knows its number may use it. */
export function findAgent(db: Db, id: number) {
  return db
    .selectFrom('agents')
    .selectAll()
    .where('id', '=', id)
    .where('status', '=', 'active')
    .executeTakeFirst()
}
