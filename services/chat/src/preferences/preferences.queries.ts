import { createHash } from 'node:crypto'
import { recordFact } from '@lingzhi/bus/outbox'
import { PreferencesChanged } from '@lingzhi/contracts/chat'
import { newId } from '@lingzhi/contracts/ids'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db, PreferencesTable } from '../database.ts'

export type Preference = Selectable<PreferencesTable>
export type PreferenceItem = Preference & { evidence: string[] }

/** As statements are compared: without case, width, blanks and punctuation. */
export const normalized = (statement: string): string =>
  statement
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** States in which a preference is told to a model. */
const applied = ['active', 'pinned', 'edited'] as const

/** A `correct` says more than that an answer was disliked. */
const weight = sql`coalesce(sum(case f.type when 'correct' then 2 else 1 end), 0)`
/** What a learned preference must rest on. */
export const evidenceLeast = 2

/** All of a person's, or one, with the rated answers that each rests on; the newest first. */
export async function itemsOf(db: Db, userId: string, id?: string): Promise<PreferenceItem[]> {
  const { rows } =
    await sql<PreferenceItem>`select p.*, coalesce((select jsonb_agg(message_id order by message_id)
      from preference_evidence where preference_id = p.id), '[]') as evidence
    from preferences p where user_id = ${userId} and (${id ?? null}::uuid is null or id = ${id ?? null})
    order by updated_at desc, id limit ${itemsMax}`.execute(db)
  return rows
}

/** Serializes what changes one person's preferences. */
export const lockPreferences = (trx: Db, userId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${userId}, 3))`.execute(trx)

export interface NewPreference {
  userId: string
  kind: Preference['kind']
  statement: string
  scope: Preference['scope']
  scopeId: string | null
  source: Preference['source']
  state: Preference['state']
  evidence: readonly string[]
  at: Date
}

export async function insertPreference(trx: Db, wanted: NewPreference): Promise<string> {
  const { userId, kind, statement, scope, scopeId, source, state, evidence, at } = wanted
  const id = newId()
  await trx
    .insertInto('preferences')
    .values({
      ...{
        id,
        user_id: userId,
        kind,
        statement,
        normalized: normalized(statement),
        scope,
        scope_id: scopeId,
      },
      ...{ state, source, reason: null, version: 1, created_at: at, updated_at: at },
    })
    .execute()
  await addEvidence(trx, id, evidence)
  await keepVersion(trx, { id, version: 1, statement, state }, at)
  await dropUnused(trx, userId)
  return id
}

/** Rated answers that a preference rests on as well. */
export async function addEvidence(trx: Db, id: string, evidence: readonly string[]): Promise<void> {
  if (evidence.length === 0) return
  await trx
    .insertInto('preference_evidence')
    .values(evidence.map((message_id) => ({ preference_id: id, message_id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Changes a preference, and keeps the change as a version. */
export async function changePreference(
  trx: Db,
  before: Preference,
  change: { statement?: string; state?: Preference['state']; reason?: string | null },
  at: Date,
): Promise<void> {
  const statement = change.statement ?? before.statement
  const state = change.state ?? before.state
  const version = before.version + 1
  await trx
    .updateTable('preferences')
    .set({
      statement,
      normalized: normalized(statement),
      state,
      reason: change.reason ?? null,
      version,
      updated_at: at,
    })
    .where('id', '=', before.id)
    .execute()
  await keepVersion(trx, { id: before.id, version, statement, state }, at)
}

/** Versions of a preference that are kept, the newest. */
const versionsMax = 200

async function keepVersion(
  trx: Db,
  { id, version, statement, state }: Pick<Preference, 'id' | 'version' | 'statement' | 'state'>,
  at: Date,
): Promise<void> {
  await trx
    .insertInto('preference_versions')
    .values({ preference_id: id, version, statement, state, changed_at: at })
    .execute()
  await trx
    .deleteFrom('preference_versions')
    .where('preference_id', '=', id)
    .where('version', '<=', version - versionsMax)
    .execute()
}

/** A person's preferences that are kept, in use or not. */
const itemsMax = 500

/** Drops what has been out of use for longest, of more than are kept. */
async function dropUnused(trx: Db, userId: string): Promise<void> {
  await sql`delete from preferences where id in (select id from preferences where user_id = ${userId}
    and state not in (${sql.join(applied)}) order by updated_at desc, id offset ${itemsMax - 200})`.execute(
    trx,
  )
}

export const historyOf = (db: Db, id: string) =>
  db
    .selectFrom('preference_versions')
    .selectAll()
    .where('preference_id', '=', id)
    .orderBy('version', 'desc')
    .limit(versionsMax)
    .execute()

export const notePreferences = (trx: Db, userId: string, runId: string | null, active: number) =>
  recordFact(trx, PreferencesChanged, { user_id: userId, run_id: runId, active })

/** How many of a person's are told to models. */
export async function countApplied(db: Db, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('preferences')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('user_id', '=', userId)
    .where('state', 'in', applied)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Retires what rests on too little since rated answers of these people were deleted. */
export async function retireUnfounded(trx: Db, userIds: readonly string[], at: Date): Promise<void> {
  if (userIds.length === 0) return
  await sql`update preferences p set state = 'retired', reason = 'evidence removed', version = version + 1, updated_at = ${at}
    where user_id = any(${[...userIds]}::uuid[]) and state = 'active' and source = 'learned' and (
      select ${weight} from preference_evidence e join feedback f on f.message_id = e.message_id
      where e.preference_id = p.id) < ${evidenceLeast}`.execute(trx)
}

export interface PreferenceSettings {
  learning: boolean
  applying: boolean
}

export async function settingsOf(db: Db, userId: string): Promise<PreferenceSettings> {
  const row = await db
    .selectFrom('preference_settings')
    .select(['learning', 'applying'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row ?? { learning: true, applying: true }
}

export async function saveSettings(
  db: Db,
  userId: string,
  settings: PreferenceSettings,
  at: Date,
): Promise<void> {
  const row = { ...settings, updated_at: at }
  await db
    .insertInto('preference_settings')
    .values({ user_id: userId, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

/** One rated answer, as a model that learns is shown it. */
export interface Evidence {
  message_id: string
  type: 'like' | 'dislike' | 'correct'
  comment: string | null
  updated_at: string
  agent_id: number
  scenario_id: string | null
  question: string
  answer: string
}

const evidenceMax = 50

/** A person's newest feedback. What is shown is what is hashed. */
export async function evidenceOf(db: Db, userId: string): Promise<Evidence[]> {
  const { rows } = await sql<Evidence>`select f.message_id, f.type, left(f.comment, 500) as comment,
      to_char(f.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as updated_at, r.agent_id,
      r.composition->'scenario'->>'scenario_id' as scenario_id,
      left(q.content, 300) as question, left(a.content, 500) as answer
    from feedback f join replies r on r.message_id = f.message_id
    join messages q on q.id = r.question_id join messages a on a.id = f.message_id
    join conversations c on c.id = r.conversation_id and not c.temporary
    where f.user_id = ${userId} order by f.updated_at desc, f.message_id limit ${evidenceMax}`.execute(db)
  return rows
}

export const digestOf = (evidence: readonly Evidence[], ...asked: string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([asked, evidence]))
    .digest('hex')

/** Answers that carried a preference, and those before it, by how they were rated. */
export async function effectOf(
  db: Db,
  { id, user_id, created_at }: Pick<Preference, 'id' | 'user_id' | 'created_at'>,
) {
  const { rows } = await sql<{ carried: boolean; rated: number; disliked: number }>`
    select carried, count(*)::int as rated, (count(*) filter (where type <> 'like'))::int as disliked from (
      select f.type, coalesce(r.composition->'parts' @> ${JSON.stringify([{ kind: 'preferences', id }])}::jsonb, false) as carried
      from feedback f join replies r on r.message_id = f.message_id
      where f.user_id = ${user_id} and (r.created_at < ${created_at}
        or r.composition->'parts' @> ${JSON.stringify([{ kind: 'preferences', id }])}::jsonb)
    ) one group by carried`.execute(db)
  const of = (carried: boolean) => {
    const row = rows.find((one) => one.carried === carried)
    return { rated: row?.rated ?? 0, disliked: row?.disliked ?? 0 }
  }
  return { with: of(true), before: of(false) }
}

/** The counters of the replaced system, exact: counted, not kept. */
export async function behaviorOf(db: Db, userId: string) {
  const { rows } = await sql<{
    total_sessions: number
    total_messages: number
    total_feedback: number
    like_count: number
    dislike_count: number
    scenario_usage: Record<string, number>
    implicit: Record<string, number>
  }>`select
    (select count(*)::int from conversations where user_id = ${userId}) as total_sessions,
    (select coalesce(sum(message_count), 0)::int from conversations where user_id = ${userId}) as total_messages,
    (select count(*)::int from feedback where user_id = ${userId}) as total_feedback,
    (select count(*)::int from feedback where user_id = ${userId} and type = 'like') as like_count,
    (select count(*)::int from feedback where user_id = ${userId} and type = 'dislike') as dislike_count,
    coalesce((select jsonb_object_agg(id, uses) from (
      select composition->'scenario'->>'scenario_id' as id, count(*) as uses from replies
      where user_id = ${userId} and composition->'scenario'->>'scenario_id' is not null
      group by 1 order by 2 desc limit 50) used), '{}') as scenario_usage,
    coalesce((select jsonb_object_agg(type, number) from (
      select type, count(*) as number from implicit_feedback where user_id = ${userId} group by type) one), '{}')
      as implicit`.execute(db)
  return rows[0]!
}

/** What a conversation's feedback says for the rest of it. */
export async function correctionsIn(db: Db, conversationId: string, userId: string) {
  const { rows } = await sql<{ message_id: string; type: string; comment: string | null; updated_at: Date }>`
    select f.message_id, f.type, left(f.comment, 200) as comment, f.updated_at from feedback f
    join messages m on m.id = f.message_id
    where m.conversation_id = ${conversationId} and f.user_id = ${userId}
    order by f.updated_at desc limit 20`.execute(db)
  return rows
}

export async function forgetPreferencesOf(db: Db, userId: string): Promise<void> {
  for (const table of [
    'preferences',
    'preference_settings',
    'preference_tasks',
    'implicit_feedback',
  ] as const)
    await db.deleteFrom(table).where('user_id', '=', userId).execute()
  await db.updateTable('preference_runs').set({ started_by: null }).where('started_by', '=', userId).execute()
}
