import { newId } from '@lingzhi/contracts/ids'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Database, Db } from '../database.ts'

export type SystemPromptRow = Selectable<Database['system_prompts']>
export type UserConfigRow = Selectable<Database['user_configs']>
/** SQLSTATE. */
const uniqueViolation = '23505'

type PromptText = Pick<SystemPromptRow, 'name' | 'description' | 'category' | 'content' | 'is_public'>

/** A page of prompts by name; only published ones where `all` is false. */
export function listPrompts(
  db: Db,
  { all, category, limit, after }: { all: boolean; category?: string; limit: number; after?: string },
): Promise<SystemPromptRow[]> {
  let query = db
    .selectFrom('system_prompts')
    .selectAll()
    .orderBy('id')
    .limit(limit + 1)
  if (!all) query = query.where('is_public', '=', true)
  if (category !== undefined) query = query.where('category', '=', category)
  if (after !== undefined) query = query.where('id', '>', after)
  return query.execute()
}

export const findPrompt = (db: Db, id: string): Promise<SystemPromptRow | undefined> =>
  db.selectFrom('system_prompts').selectAll().where('id', '=', id).executeTakeFirst()

export async function countPrompts(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('system_prompts')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Undefined when the name is taken. */
export const insertPrompt = (
  db: Db,
  prompt: PromptText,
  by: { userId: string; at: Date },
): Promise<SystemPromptRow | undefined> =>
  db
    .insertInto('system_prompts')
    .values({ id: newId(), ...prompt, created_by: by.userId, created_at: by.at, updated_at: by.at })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returningAll()
    .executeTakeFirst()

/** Undefined when another prompt has the name. */
export const updatePrompt = (
  db: Db,
  id: string,
  prompt: PromptText,
  at: Date,
): Promise<SystemPromptRow | undefined> =>
  db
    .updateTable('system_prompts')
    .set({ ...prompt, updated_at: at })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
    .catch((err: { code?: string }) => {
      if (err.code === uniqueViolation) return undefined
      throw err
    })

export async function removePrompt(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('system_prompts').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}

export const readDefaults = (db: Db) => db.selectFrom('system_defaults').selectAll().execute()

/** Null takes it back. */
export async function saveDefault(
  db: Db,
  key: string,
  value: unknown,
  by: { userId: string; at: Date },
): Promise<void> {
  if (value === null) {
    await db.deleteFrom('system_defaults').where('key', '=', key).execute()
    return
  }
  const row = { value: JSON.stringify(value), updated_by: by.userId, updated_at: by.at }
  await db
    .insertInto('system_defaults')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute()
}

export const findUserConfig = (db: Db, userId: string): Promise<UserConfigRow | undefined> =>
  db.selectFrom('user_configs').selectAll().where('user_id', '=', userId).executeTakeFirst()

export async function saveUserConfig(
  db: Db,
  userId: string,
  { allowed_tools, ...config }: Omit<UserConfigRow, 'user_id' | 'updated_at'>,
  at: Date,
): Promise<void> {
  const row = {
    ...config,
    allowed_tools: allowed_tools && JSON.stringify(allowed_tools),
    updated_at: at,
  }
  await db
    .insertInto('user_configs')
    .values({ user_id: userId, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

export async function removeUserConfig(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('user_configs').where('user_id', '=', userId).execute()
}

/** What a deleted account leaves: prompts for everybody stay, without their author. */
export async function forgetPlatformSettingsOf(db: Db, userId: string): Promise<void> {
  await removeUserConfig(db, userId)
  await db.updateTable('system_prompts').set({ created_by: null }).where('created_by', '=', userId).execute()
  await db.updateTable('system_defaults').set({ updated_by: null }).where('updated_by', '=', userId).execute()
}

/** A person's replies since an instant, newest first, with what they took; no text. */
export async function listReplies(
  db: Db,
  userId: string,
  { from, limit, before }: { from: Date; limit: number; before?: string },
) {
  let query = db
    .selectFrom('conversations as c')
    .innerJoin('replies as r', 'r.conversation_id', 'c.id')
    .select(['r.id', 'r.conversation_id', 'r.agent_id', 'r.status', 'r.model', 'r.provider', 'r.usage'])
    .select(['r.finish_reason', 'r.created_at', 'r.ended_at', 'r.cached'])
    .select([
      sql<string | null>`r.problem->>'code'`.as('error_code'),
      sql<string | null>`r.options#>>'{match,scenario_id}'`.as('scenario_id'),
    ])
    .where('c.user_id', '=', userId)
    // The list of conversations is indexed by this; none was used before its replies were.
    .where('c.last_active', '>=', from)
    .where('r.created_at', '>=', from)
    .orderBy('r.id', 'desc')
    .limit(limit + 1)
  if (before !== undefined) query = query.where('r.id', '<', before)
  return query.execute()
}

/** A page of a person's conversations by their last use, without what was said in them. */
export async function listSessions(
  db: Db,
  userId: string,
  { limit, offset }: { limit: number; offset: number },
) {
  const own = db.selectFrom('conversations').where('user_id', '=', userId).where('temporary', '=', false)
  const [rows, { total }] = await Promise.all([
    own
      .select(['id', 'agent_id', 'title', 'message_count', 'created_at', 'last_active', 'archived'])
      .orderBy('last_active', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .offset(offset)
      .execute(),
    own.select(sql<number>`count(*)::integer`.as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total }
}
