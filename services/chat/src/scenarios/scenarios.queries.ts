import { newId } from '@lingzhi/contracts/ids'
import { fitPage } from '@lingzhi/db/fit-page'
import { gathered } from '@lingzhi/db/gather'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db, ScenariosTable } from '../database.ts'
import { takeTurn } from '../take-turn.ts'
import type { ScenarioDefinition } from './scenario-shape.ts'
import type { SystemDefaults } from './system-defaults-shape.ts'

export type ScenarioRow = Selectable<ScenariosTable>

export const definitionOf = (row: ScenarioRow): ScenarioDefinition => ({
  name: row.name,
  description: row.description,
  category: row.category,
  meta: row.meta,
  system_prompt: row.system_prompt,
  allowed_tools: row.allowed_tools,
  recommended_model: row.recommended_model,
  skills: row.skills,
  is_public: row.is_public,
  is_default: row.is_default,
  status: row.status === 'inactive' ? 'inactive' : 'active',
})

export const toScenario = (row: ScenarioRow) => ({
  id: row.id,
  ...definitionOf(row),
  is_official: row.is_official,
  created_by: row.created_by,
  version: row.version,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
})

const toColumns = ({ meta, allowed_tools, skills, ...rest }: ScenarioDefinition) => ({
  ...rest,
  meta: JSON.stringify(meta),
  allowed_tools: allowed_tools === null ? null : JSON.stringify(allowed_tools),
  skills: JSON.stringify(skills),
})

/** Whom a scenario is shown to. */
export interface Viewer {
  userId: string
  isAdmin: boolean
}

const visibleTo = ({ userId, isAdmin }: Viewer) =>
  isAdmin
    ? sql<boolean>`status <> 'deleted'`
    : sql<boolean>`status <> 'deleted' and (created_by = ${userId} or (is_public and status = 'active'))`

/** A scenario that this person may see, and lock it if it is to be changed. */
export function findScenario(db: Db, id: string, viewer: Viewer, lock = false) {
  const query = db.selectFrom('scenarios').selectAll().where('id', '=', id).where(visibleTo(viewer))
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}

/** A page of the scenarios that somebody sees, which ends where it would be too long to be written at once. */
export async function listScenarios(
  db: Db,
  viewer: Viewer,
  {
    publicOnly,
    category,
    limit,
    after,
  }: { publicOnly: boolean; category?: string; limit: number; after?: string },
) {
  let query = db
    .selectFrom('scenarios')
    .select(['id', sql<number>`octet_length(system_prompt) + octet_length(meta::text)`.as('bytes')])
    .where(visibleTo(viewer))
    .orderBy('id')
    .limit(limit + 1)
  if (publicOnly) query = query.where('is_public', '=', true)
  if (category !== undefined) query = query.where('category', '=', category)
  if (after !== undefined) query = query.where('id', '>', after)
  const { ids, more } = fitPage(await query.execute(), limit)
  const rows =
    ids.length === 0
      ? []
      : await db.selectFrom('scenarios').selectAll().where('id', 'in', ids).orderBy('id').execute()
  return { rows, more }
}

/** Those among these ids that this person may use. */
export async function usableAmong(db: Db, ids: readonly string[], userId: string | null) {
  if (ids.length === 0) return []
  return db
    .selectFrom('scenarios')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .where('status', '=', 'active')
    .where(sql<boolean>`(is_public or created_by = ${userId})`)
    .execute()
}

export async function countOwn(db: Db, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('scenarios')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('created_by', '=', userId)
    .where('status', '<>', 'deleted')
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Stores a scenario with its first version. A new default takes the place of the present one. */
export async function insertScenario(
  trx: Db,
  definition: ScenarioDefinition,
  by: { userId: string; isAdmin: boolean; at: Date },
): Promise<ScenarioRow> {
  if (definition.is_default) await clearDefault(trx)
  const row = await trx
    .insertInto('scenarios')
    .values({
      id: newId(),
      ...toColumns(definition),
      is_official: by.isAdmin && definition.is_public,
      created_by: by.userId,
      version: 1,
      created_at: by.at,
      updated_at: by.at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await keepVersion(trx, row, by)
  return row
}

/** Stores a new definition as the next version. */
export async function updateScenario(
  trx: Db,
  row: ScenarioRow,
  definition: ScenarioDefinition,
  by: { userId: string; isAdmin: boolean; at: Date },
): Promise<ScenarioRow> {
  if (definition.is_default && !row.is_default) await clearDefault(trx)
  const updated = await trx
    .updateTable('scenarios')
    .set({
      ...toColumns(definition),
      is_official: definition.is_public && (by.isAdmin || (row.is_official && row.created_by !== by.userId)),
      version: row.version + 1,
      updated_at: by.at,
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await keepVersion(trx, updated, by)
  return updated
}

/** In turn: of two that are made the default at once, the later sees the earlier as the present one. */
async function clearDefault(trx: Db): Promise<void> {
  await takeTurn(trx, 'the default scenario')
  await trx.updateTable('scenarios').set({ is_default: false }).where('is_default', '=', true).execute()
}

/** Versions of a scenario that are kept, the newest; administrators' are not bounded. */
const versionsMax = 50

async function keepVersion(
  trx: Db,
  row: ScenarioRow,
  { userId, isAdmin, at }: { userId: string; isAdmin: boolean; at: Date },
): Promise<void> {
  await trx
    .insertInto('scenario_versions')
    .values({
      scenario_id: row.id,
      version: row.version,
      definition: JSON.stringify(definitionOf(row)),
      changed_by: userId,
      changed_at: at,
    })
    .execute()
  if (isAdmin) return
  await trx
    .deleteFrom('scenario_versions')
    .where('scenario_id', '=', row.id)
    .where('version', '<=', row.version - versionsMax)
    .execute()
}

/** With its versions: records of answers have its name themselves. */
export async function removeScenario(db: Db, id: string): Promise<void> {
  await db.deleteFrom('scenarios').where('id', '=', id).execute()
}

export function versionsOfScenario(db: Db, id: string, limit: number, before: number | undefined) {
  let query = db
    .selectFrom('scenario_versions')
    .select(['version', 'definition', 'changed_by', 'changed_at'])
    .where('scenario_id', '=', id)
    .orderBy('version', 'desc')
    .limit(limit + 1)
  if (before !== undefined) query = query.where('version', '<', before)
  return query.execute()
}

export const findScenarioVersion = (db: Db, id: string, version: number) =>
  db
    .selectFrom('scenario_versions')
    .select('definition')
    .where('scenario_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()

/** What one person, and one conversation, set for the choice; and which version of what may be chosen holds. */
export interface PersonalChoices {
  version: number
  user: UserChoices | null
  session: { scenario_ids: string[]; custom_prompt: string } | null
  /** The person's own private ones. */
  own: CandidateRow[]
  /** What the person's feedback says of answers; none where it is not to be applied. */
  preferences: AppliedPreference[]
  /** What the person's answers are made with. */
  config: AnsweringConfig | null
  /** What holds for the answers of all. */
  defaults: SystemDefaults
  /** Whether there are skills at all: without any, nobody looks for one. */
  any_skills: boolean
}

/** A person's configuration, as far as answers depend on it. */
export interface AnsweringConfig {
  system_prompt: string
  /** The published prompt that the person uses. */
  kept_prompt: string | null
  model: string | null
  allowed_tools: string[] | null
  max_turns: number | null
}

/** A preference as a model is told it. */
export interface AppliedPreference {
  id: string
  statement: string
  version: number
  scope: 'all' | 'agent' | 'scenario'
  scope_id: string | null
}

export interface UserChoices {
  /** The only ones that are chosen among; empty: all. */
  scenario_ids: string[]
  custom_prompt: string
  pinned: string | null
  auto_match: boolean
}

export type CandidateRow = Pick<
  ScenarioRow,
  'id' | 'name' | 'description' | 'meta' | 'version' | 'is_default'
> & { says_something: boolean }

const candidate = sql`id, name, description, meta, version, is_default, system_prompt <> '' or skills <> '[]' or allowed_tools is not null as says_something`

/** All that one question's choice depends on, in one call (see migration 0030). Every question makes it. */
export const readChoices = (
  db: Db,
  userId: string | null,
  conversationId: string | undefined,
): Promise<PersonalChoices> => readAllChoices(db, { userId, conversationId: conversationId ?? null })

interface Chooser {
  userId: string | null
  conversationId: string | null
}

const readAllChoices = gathered(async (db: Db, choosers: Chooser[]): Promise<PersonalChoices[]> => {
  const users = choosers.map(({ userId }) => userId)
  const conversations = choosers.map(({ conversationId }) => conversationId)
  const { rows } = await sql<PersonalChoices>`
    select choices.*
    from unnest(${users}::uuid[], ${conversations}::uuid[]) with ordinality as asked (owner, conversation, n),
      read_choices(owner, conversation) as choices
    order by n`.execute(db)
  return rows
})

/** Those that are chosen among for everybody: published by an administrator, and the default. */
export async function readOfficial(db: Db): Promise<CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`select ${candidate} from scenarios
    where status = 'active' and (is_official or is_default) order by id`.execute(db)
  return rows
}

export async function saveUserChoices(
  db: Db,
  userId: string,
  { scenario_ids, custom_prompt, pinned, auto_match }: UserChoices,
  at: Date,
): Promise<void> {
  const row = {
    scenario_ids: JSON.stringify(scenario_ids),
    custom_prompt,
    pinned,
    auto_match,
    updated_at: at,
  }
  await db
    .insertInto('user_scenario_configs')
    .values({ user_id: userId, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

export async function saveSessionChoices(
  db: Db,
  conversationId: string,
  { scenario_ids, custom_prompt }: { scenario_ids: string[]; custom_prompt: string },
  at: Date,
): Promise<void> {
  const row = { scenario_ids: JSON.stringify(scenario_ids), custom_prompt, updated_at: at }
  await db
    .insertInto('session_scenario_configs')
    .values({ conversation_id: conversationId, ...row })
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(row))
    .execute()
}

/** A person's own go with the account; what an administrator published stays, without its author. */
export async function forgetScenariosOf(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('user_scenario_configs').where('user_id', '=', userId).execute()
  await db
    .deleteFrom('scenarios')
    .where('created_by', '=', userId)
    .where('is_official', '=', false)
    .where('is_default', '=', false)
    .execute()
  await db.updateTable('scenarios').set({ created_by: null }).where('created_by', '=', userId).execute()
  await db
    .updateTable('scenario_versions')
    .set({ changed_by: null })
    .where('changed_by', '=', userId)
    .execute()
}
