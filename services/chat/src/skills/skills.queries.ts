import { newId } from '@lingzhi/contracts/ids'
import { fitPage } from '@lingzhi/db/fit-page'
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { Viewer } from '../scenarios/scenarios.queries.ts'
import { takeTurn } from '../take-turn.ts'
import type { SkillFile } from './read-skill-file.ts'

/** All that is stored of a skill but its file. */
export interface SkillRow {
  id: string
  name: string
  description: string
  category: string
  body: string
  allowed_tools: string[] | null
  always_apply: boolean
  is_public: boolean
  is_official: boolean
  is_default: boolean
  status: 'draft' | 'published' | 'archived'
  source_type: 'md' | 'zip'
  bytes: number
  created_by: string | null
  version: number
  created_at: Date
  updated_at: Date
  enabled: boolean
  usage_count: number
}

/** Own ones are on unless switched off, official defaults too, anybody else's only when switched on. */
const isOn = (userId: string | null) =>
  sql`coalesce(u.enabled, s.created_by = ${userId} or (s.is_official and s.is_default), false)`

const columns = (
  userId: string | null,
) => sql`s.id, s.name, s.description, s.category, s.body, s.allowed_tools,
  s.always_apply, s.is_public, s.is_official, s.is_default, s.status, s.source_type, octet_length(s.source) as bytes,
  s.created_by, s.version, s.created_at, s.updated_at, ${isOn(userId)} as enabled,
  (select coalesce(sum(uses), 0)::float8 from user_skills where skill_id = s.id) as usage_count`

const visibleTo = ({ userId, isAdmin }: Viewer) =>
  isAdmin
    ? sql`s.status <> 'deleted'`
    : sql`s.status <> 'deleted' and (s.created_by = ${userId} or (s.is_public and s.status = 'published'))`

const from = (userId: string | null) =>
  sql`skills s left join user_skills u on u.skill_id = s.id and u.user_id = ${userId}`

export async function findSkill(
  db: Db,
  id: string,
  viewer: Viewer,
  lock = false,
): Promise<SkillRow | undefined> {
  const { rows } = await sql<SkillRow>`select ${columns(viewer.userId)} from ${from(viewer.userId)}
    where s.id = ${id} and ${visibleTo(viewer)} ${lock ? sql`for update of s` : sql``}`.execute(db)
  return rows[0]
}

/** A page of the skills that somebody sees, which ends where it would be too long to be written at once. */
export async function listSkills(
  db: Db,
  viewer: Viewer,
  { category, limit, after }: { category?: string; limit: number; after?: string },
): Promise<{ rows: SkillRow[]; more: boolean }> {
  const sized = await sql<{
    id: string
    bytes: number
  }>`select s.id, octet_length(s.body) as bytes from skills s
    where ${visibleTo(viewer)} and (${category ?? null}::text is null or s.category = ${category ?? null})
      and (${after ?? null}::uuid is null or s.id > ${after ?? null}) order by s.id limit ${limit + 1}`.execute(
    db,
  )
  const { ids, more } = fitPage(sized.rows, limit)
  const { rows } = await sql<SkillRow>`select ${columns(viewer.userId)} from ${from(viewer.userId)}
    where s.id = any(${ids}::uuid[]) order by s.id`.execute(db)
  return { rows, more }
}

export async function ownSkills(db: Db, userId: string): Promise<{ count: number; bytes: number }> {
  const { rows } = await sql<{ count: number; bytes: number }>`select count(*)::int as count,
    coalesce(sum(octet_length(source)), 0)::float8 as bytes from skills
    where created_by = ${userId} and status <> 'deleted'`.execute(db)
  return rows[0] ?? { count: 0, bytes: 0 }
}

export interface SkillDefinition extends SkillFile {
  category: string
  isPublic: boolean
  isDefault: boolean
  status: SkillRow['status']
  source: Buffer
  sourceType: 'md' | 'zip'
}

const toColumns = (definition: SkillDefinition) => ({
  name: definition.name,
  description: definition.description,
  category: definition.category,
  body: definition.body,
  allowed_tools: definition.allowedTools === null ? null : JSON.stringify(definition.allowedTools),
  always_apply: definition.alwaysApply,
  is_public: definition.isPublic,
  is_default: definition.isDefault,
  status: definition.status,
  source: definition.source,
  source_type: definition.sourceType,
})

interface By extends Viewer {
  at: Date
}

/**
 * Whether a skill may not have this name: one's own are told apart by it, and those of administrators keep it to themselves. Nobody else
 * can take it until the transaction ends.
 */
async function isTaken(trx: Db, name: string, owner: string | null, except: string): Promise<boolean> {
  await takeTurn(trx, `a skill called ${name}`)
  const { rows } = await sql`select from skills where id <> ${except} and name = ${name}
    and status <> 'deleted' and (created_by = ${owner} or is_official) limit 1`.execute(trx)
  return rows.length > 0
}

/** Stores a skill with its first version. Undefined when the name is taken. */
export async function insertSkill(trx: Db, definition: SkillDefinition, by: By): Promise<string | undefined> {
  const id = newId()
  if (await isTaken(trx, definition.name, by.userId, id)) return undefined
  await trx
    .insertInto('skills')
    .values({
      id,
      ...toColumns(definition),
      is_official: by.isAdmin && definition.isPublic,
      created_by: by.userId,
      version: 1,
      created_at: by.at,
      updated_at: by.at,
    })
    .execute()
  await keepVersion(trx, id, 1, definition, by)
  return id
}

/** False when the name is taken. */
export async function updateSkill(
  trx: Db,
  before: SkillRow,
  definition: SkillDefinition,
  by: By,
): Promise<boolean> {
  const isOfficial =
    definition.isPublic && (by.isAdmin || (before.is_official && before.created_by !== by.userId))
  // One that was there before an official one of its name stays as it is, for its owner.
  const isNew =
    definition.name !== before.name ||
    (definition.isPublic && !before.is_public) ||
    (isOfficial && !before.is_official)
  if (isNew && (await isTaken(trx, definition.name, before.created_by, before.id))) return false
  await trx
    .updateTable('skills')
    .set({
      ...toColumns(definition),
      is_official: isOfficial,
      version: before.version + 1,
      updated_at: by.at,
    })
    .where('id', '=', before.id)
    .execute()
  await keepVersion(trx, before.id, before.version + 1, definition, by)
  return true
}

async function keepVersion(
  trx: Db,
  id: string,
  version: number,
  { source, sourceType }: SkillDefinition,
  { userId, isAdmin, at }: By,
): Promise<void> {
  await trx
    .insertInto('skill_versions')
    .values({
      skill_id: id,
      version,
      source,
      source_type: sourceType,
      changed_by: userId,
      changed_at: at,
    })
    .execute()
  if (!isAdmin) await dropVersions(trx, userId)
}

/** Earlier files of a person's own skills that are kept: of one, and the bytes of all. Administrators' are not bounded. */
const keptMax = { versions: 50, bytes: 100 * 1024 * 1024 }

/** Drops the oldest versions of a person's skills beyond what is kept; each skill keeps its newest. */
export async function dropVersions(trx: Db, userId: string, { versions, bytes } = keptMax): Promise<void> {
  await sql`delete from skill_versions using (
      select skill_id, version, row_number() over (partition by skill_id order by version desc) as nth,
        sum(octet_length(source)) over (order by changed_at desc, skill_id, version desc) as bytes
      from skill_versions where skill_id in (select id from skills where created_by = ${userId})) kept
    where skill_versions.skill_id = kept.skill_id and skill_versions.version = kept.version
      and nth > 1 and (nth > ${versions} or bytes > ${bytes})`.execute(trx)
}

export const sourceOf = (db: Db, id: string) =>
  db.selectFrom('skills').select(['source', 'source_type', 'name']).where('id', '=', id).executeTakeFirst()

/** With its versions: records of answers have its name themselves. */
export async function removeSkill(db: Db, id: string): Promise<void> {
  await db.deleteFrom('skills').where('id', '=', id).execute()
}

export async function switchSkill(
  db: Db,
  { userId, skillId, enabled }: { userId: string; skillId: string; enabled: boolean },
): Promise<void> {
  await db
    .insertInto('user_skills')
    .values({ user_id: userId, skill_id: skillId, enabled })
    .onConflict((conflict) => conflict.columns(['user_id', 'skill_id']).doUpdateSet({ enabled }))
    .execute()
}

export const skillVersions = (db: Db, id: string, limit: number, before: number | undefined) =>
  db
    .selectFrom('skill_versions')
    .select(['version', 'source_type', 'changed_by', 'changed_at'])
    .select(sql<number>`octet_length(source)`.as('bytes'))
    .where('skill_id', '=', id)
    .where('version', '<', before ?? 2_147_483_647)
    .orderBy('version', 'desc')
    .limit(limit + 1)
    .execute()

export const findSkillVersion = (db: Db, id: string, version: number) =>
  db
    .selectFrom('skill_versions')
    .select(['source', 'source_type'])
    .where('skill_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()

/** What a question may be answered with: of one skill all that a model is shown but its instructions, which are long. */
export type UsableSkill = Pick<
  SkillRow,
  'id' | 'name' | 'description' | 'allowed_tools' | 'always_apply' | 'version' | 'enabled' | 'status'
> & { own: boolean }

/** Few enough to be read for every question. */
const usableMax = 200

/**
 * The skills that are on for a person, those of the scenarios in effect, and those named by id or name, as far as this person may
 * use them. By a name or a scenario only one's own and official ones are had: anybody may publish under a name that others type. A draft is
 * its owner's to try, by naming it.
 */
export async function usableSkills(
  db: Db,
  userId: string | null,
  { ids, names, attached }: { ids: readonly string[]; names: readonly string[]; attached: readonly string[] },
): Promise<UsableSkill[]> {
  const { rows } = await sql<UsableSkill>`select s.id, s.name, s.description, s.allowed_tools, s.always_apply,
      s.version, s.status, coalesce(s.created_by = ${userId}, false) as own,
      ${isOn(userId)} or s.id = any(${[...attached]}::uuid[]) as enabled
    from ${from(userId)}
    where s.status in ('published', 'draft') and (s.created_by = ${userId} or (s.is_public and s.status = 'published'))
      and (${isOn(userId)} or s.id = any(${[...ids]}::uuid[])
        or ((s.created_by = ${userId} or s.is_official)
          and (s.id = any(${[...attached]}::uuid[]) or s.name = any(${[...names]}::text[]))))
    order by own desc, s.is_official desc, s.id limit ${usableMax}`.execute(db)
  return rows
}

/** More than any model is sent of one. */
const bodyCharsMax = 65_536

/** The instructions of these skills, by their ids; of long ones the beginning. */
export async function bodiesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('skills')
    .select(['id', sql<string>`left(body, ${bodyCharsMax})`.as('body')])
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, body }) => [id, body]))
}

/** The lists of tools of those of these skills that have one. */
export async function allowedToolsOf(db: Db, ids: readonly string[]): Promise<string[][]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('skills')
    .select('allowed_tools')
    .where('id', 'in', ids)
    .where('allowed_tools', 'is not', null)
    .execute()
  return rows.flatMap(({ allowed_tools: list }) => (list === null ? [] : [list]))
}

/** Those skills whose instructions were sent for the questions before this one; another answer to it, or to an edited one, counts for nothing. */
export async function sentBefore(db: Db, questionId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    with recursive before as (
      select parent_id as id from messages where id = ${questionId}
      union all
      select m.parent_id from messages m join before on m.id = before.id
    )
    select distinct part->>'id' as id
    from replies join before on question_id = before.id, jsonb_array_elements(composition->'parts') part
    where part->>'kind' = 'skill' and part->>'cut' <> 'left-out'`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

export async function countUses(db: Db, userId: string, skillIds: readonly string[]): Promise<void> {
  await sql`insert into user_skills as known (user_id, skill_id, uses)
    select ${userId}, id, 1 from skills where id = any(${[...skillIds]}::uuid[])
    on conflict (user_id, skill_id) do update set uses = known.uses + 1`.execute(db)
}

/** A person's own go with the account; official ones stay, without their author. */
export async function forgetSkillsOf(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('user_skills').where('user_id', '=', userId).execute()
  await db.deleteFrom('skills').where('created_by', '=', userId).where('is_official', '=', false).execute()
  await db.updateTable('skills').set({ created_by: null }).where('created_by', '=', userId).execute()
  await db.updateTable('skill_versions').set({ changed_by: null }).where('changed_by', '=', userId).execute()
}
