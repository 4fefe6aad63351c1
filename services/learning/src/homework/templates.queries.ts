import type { Principal } from '@lingzhi/identity/principal'
import { isAdmin } from '@lingzhi/identity/principal'
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { Template, TemplateItem } from './tables.ts'

export async function insertTemplate(
  trx: Db,
  template: Omit<Template, 'version'>,
  items: readonly TemplateItem[],
): Promise<Template> {
  const row = await trx
    .insertInto('homework_templates')
    .values(template)
    .returningAll()
    .executeTakeFirstOrThrow()
  await insertVersion(trx, row, items)
  return row
}

/** Versions of a template that are kept, the newest: only the last is graded by. */
const versionsMax = 10

async function insertVersion(
  trx: Db,
  { id, user_id, version, updated_at }: Template,
  items: readonly TemplateItem[],
) {
  await trx
    .insertInto('homework_template_versions')
    .values({ template_id: id, user_id, version, items: JSON.stringify(items), created_at: updated_at })
    .execute()
  await trx
    .deleteFrom('homework_template_versions')
    .where('template_id', '=', id)
    .where('version', '<=', version - versionsMax)
    .execute()
}

export const countTemplates = async (db: Db, userId: string): Promise<number> => {
  const found = await db
    .selectFrom('homework_templates')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return found.count
}

/** A template that this reader may see: the own, a shared one, any for an administrator. */
export function findTemplate(db: Db, id: string, reader: Principal): Promise<Template | undefined> {
  let query = db.selectFrom('homework_templates').selectAll().where('id', '=', id)
  if (!isAdmin(reader))
    query = query.where((either) =>
      either.or([either('user_id', '=', reader.userId), either('shared', '=', true)]),
    )
  return query.executeTakeFirst()
}

export async function itemsOfTemplate(db: Db, { id, version }: Pick<Template, 'id' | 'version'>) {
  const found = await db
    .selectFrom('homework_template_versions')
    .select('items')
    .where('template_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return found?.items ?? []
}

/** The same for several, by their ids. */
export async function itemsOfTemplates(db: Db, ids: readonly string[]): Promise<Map<string, TemplateItem[]>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('homework_template_versions as v')
    .innerJoin('homework_templates as t', (join) =>
      join.onRef('t.id', '=', 'v.template_id').onRef('t.version', '=', 'v.version'),
    )
    .select(['v.template_id', 'v.items'])
    .where('v.template_id', 'in', [...ids])
    .execute()
  return new Map(rows.map(({ template_id, items }) => [template_id, items]))
}

export async function submissionsOfTemplates(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('homework_submissions')
    .select(['template_id', sql<number>`count(*)::int`.as('count')])
    .where('template_id', 'in', [...ids])
    .groupBy('template_id')
    .execute()
  return new Map(rows.map(({ template_id, count }) => [template_id ?? '', count]))
}

/** A learner's own, newest first, and one more where another page follows. */
export function listTemplates(
  db: Db,
  userId: string,
  { limit, before, offset }: { limit: number; before?: string | undefined; offset: number },
): Promise<Template[]> {
  let query = db.selectFrom('homework_templates').selectAll().where('user_id', '=', userId)
  if (before) query = query.where('id', '<', before)
  return query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .offset(offset)
    .execute()
}

export const lockTemplate = (trx: Db, id: string, userId: string): Promise<Template | undefined> =>
  trx
    .selectFrom('homework_templates')
    .selectAll()
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()

/** Stores a change; other items are another version. */
export async function updateTemplate(
  trx: Db,
  before: Template,
  change: Partial<Omit<Template, 'id' | 'user_id' | 'version' | 'created_at'>>,
  items: readonly TemplateItem[] | undefined,
): Promise<Template> {
  const row = await trx
    .updateTable('homework_templates')
    .set({ ...change, version: before.version + (items ? 1 : 0) })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (items) await insertVersion(trx, row, items)
  return row
}
