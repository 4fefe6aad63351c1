import type { Insertable, Selectable, Updateable } from 'kysely'
import { sql } from 'kysely'
import type { Db, ToolServersTable } from '../database.ts'
import { takeTurn } from '../take-turn.ts'

export type ToolServer = Selectable<ToolServersTable>

export const allServers = (db: Db): Promise<ToolServer[]> =>
  db.selectFrom('tool_servers').selectAll().orderBy('name').execute()

export const enabledServers = (db: Db): Promise<ToolServer[]> =>
  db.selectFrom('tool_servers').selectAll().where('enabled', '=', true).orderBy('name').execute()

/** Changes whenever one of the servers in use does. */
export async function stateOfServers(db: Db): Promise<string> {
  const { rows } = await sql<{
    state: string
  }>`select coalesce(string_agg(concat(id, updated_at, checked_at), ' ' order by id), '') as state
    from tool_servers where enabled`.execute(db)
  return rows[0]?.state ?? ''
}

export const findServer = (db: Db, id: string) =>
  db.selectFrom('tool_servers').selectAll().where('id', '=', id).executeTakeFirst()

/** The same, locked until the transaction ends. */
export const lockServer = (trx: Db, id: string) =>
  trx.selectFrom('tool_servers').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

/** Serializes the making of servers, so that their number and names stay as they should be. */
export async function lockServers(trx: Db) {
  await takeTurn(trx, 'tool servers')
  return trx.selectFrom('tool_servers').select(['id', 'name']).orderBy('id').forUpdate().execute()
}

/** Undefined: there is one of that name. */
export const insertServer = (trx: Db, server: Insertable<ToolServersTable>) =>
  trx
    .insertInto('tool_servers')
    .values(server)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returningAll()
    .executeTakeFirst()

export const updateServer = (trx: Db, id: string, changes: Updateable<ToolServersTable>) =>
  trx.updateTable('tool_servers').set(changes).where('id', '=', id).returningAll().executeTakeFirst()

export const deleteServer = (trx: Db, id: string) =>
  trx.deleteFrom('tool_servers').where('id', '=', id).returning('id').executeTakeFirst()
