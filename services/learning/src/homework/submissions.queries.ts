import { recordFact } from '@lingzhi/bus/outbox'
import { HomeworkRemoved } from '@lingzhi/contracts/learning-facts'
import type { Insertable, Updateable } from 'kysely'
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import { letPicturesGo } from '../notebook/keep-pictures.ts'
import { lockSpace } from '../space.ts'
import { uncountHomework } from './count-homework.ts'
import { HomeworkFull, HomeworkQueued } from './problems.ts'
import type {
  Item,
  ItemsTable,
  Submission,
  SubmissionPage,
  SubmissionStatus,
  SubmissionsTable,
} from './tables.ts'

const submissionsMax = 5_000
const movingMax = 20

/** Raises HOMEWORK_FULL, HOMEWORK_QUEUED where one more is too many; call it where the learner's turn is held. */
export async function demandRoom(trx: Db, userId: string): Promise<void> {
  const counts = await trx
    .selectFrom('homework_submissions')
    .select(sql<number>`count(*)::int`.as('all'))
    .select(
      sql<number>`(count(*) filter (where status in ('uploaded', 'transcribing', 'grading')))::int`.as(
        'moving',
      ),
    )
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  if (counts.all >= submissionsMax) throw HomeworkFull()
  if (counts.moving >= movingMax) throw HomeworkQueued({ retryAfterS: 30 })
}

/** Stores a submission; undefined where its template allows no second one of this learner's. */
export function insertSubmission(
  trx: Db,
  row: Insertable<SubmissionsTable>,
): Promise<Submission | undefined> {
  return trx
    .insertInto('homework_submissions')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['template_id', 'user_id']).where('once', '=', true).doNothing(),
    )
    .returningAll()
    .executeTakeFirst()
}

export async function insertPages(trx: Db, pages: readonly SubmissionPage[]): Promise<void> {
  if (pages.length > 0)
    await trx
      .insertInto('homework_pages')
      .values([...pages])
      .execute()
}

export async function insertItems(trx: Db, items: readonly Insertable<ItemsTable>[]): Promise<void> {
  if (items.length > 0)
    await trx
      .insertInto('homework_items')
      .values([...items])
      .execute()
}

export const findSubmission = (db: Db, id: string): Promise<Submission | undefined> =>
  db.selectFrom('homework_submissions').selectAll().where('id', '=', id).executeTakeFirst()

/** In the turn of whoever handed it in. */
export async function lockSubmission(trx: Db, id: string): Promise<Submission | undefined> {
  const found = await findSubmission(trx, id)
  if (!found) return undefined
  await lockSpace(trx, found.user_id)
  return trx
    .selectFrom('homework_submissions')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function updateSubmission(
  db: Db,
  id: string,
  change: Updateable<SubmissionsTable>,
): Promise<Submission | undefined> {
  return db
    .updateTable('homework_submissions')
    .set(change)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Whose a submission's template is; undefined without one. */
export async function ownerOfTemplate(db: Db, templateId: string | null): Promise<string | undefined> {
  if (templateId === null) return undefined
  const found = await db
    .selectFrom('homework_templates')
    .select('user_id')
    .where('id', '=', templateId)
    .executeTakeFirst()
  return found?.user_id
}

export const pagesOf = (db: Db, submissionId: string): Promise<SubmissionPage[]> =>
  db
    .selectFrom('homework_pages')
    .selectAll()
    .where('submission_id', '=', submissionId)
    .orderBy('position')
    .execute()

export const itemsOf = (db: Db, submissionId: string): Promise<Item[]> =>
  db
    .selectFrom('homework_items')
    .selectAll()
    .where('submission_id', '=', submissionId)
    .orderBy('number')
    .execute()

export interface SubmissionFilter {
  /** Whose submissions; or all of one template. */
  of: { userId: string } | { templateId: string }
  status?: string | undefined
  subject?: string | undefined
}

function filtered(db: Db, { of, status, subject }: SubmissionFilter) {
  let query = db.selectFrom('homework_submissions')
  query =
    'userId' in of ? query.where('user_id', '=', of.userId) : query.where('template_id', '=', of.templateId)
  if (status) query = query.where('status', '=', status as SubmissionStatus)
  if (subject) query = query.where('subject', '=', subject as Submission['subject'])
  return query
}

/** Newest first, and one more where another page follows. */
export function listSubmissions(
  db: Db,
  filter: SubmissionFilter,
  { limit, before, offset }: { limit: number; before?: string | undefined; offset: number },
): Promise<Submission[]> {
  let query = filtered(db, filter).selectAll()
  if (before) query = query.where('id', '<', before)
  return query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .offset(offset)
    .execute()
}

export async function countSubmissions(db: Db, filter: SubmissionFilter): Promise<number> {
  const found = await filtered(db, filter)
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return found.count
}

/** Removes a learner's own submissions with all that came of them, cards of the notebook included; tells which there were. */
export async function deleteSubmissions(
  trx: Db,
  userId: string,
  ids: readonly string[],
  at: Date,
): Promise<string[]> {
  if (ids.length === 0) return []
  const cards = await trx
    .deleteFrom('mistakes')
    .where('user_id', '=', userId)
    .where('source', '=', 'homework_correction')
    .where('source_id', 'in', (own) =>
      own
        .selectFrom('homework_items')
        .select(sql<string>`homework_items.id::text`.as('id'))
        .where('user_id', '=', userId)
        .where('submission_id', 'in', [...ids]),
    )
    .returning(['id', 'files_reference'])
    .execute()
  await letPicturesGo(trx, userId, cards)
  const mistakeIds = cards.map(({ id }) => id)
  const own = await trx
    .selectFrom('homework_submissions')
    .select('id')
    .where('user_id', '=', userId)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute()
  const submissionIds = own.map(({ id }) => id)
  if (submissionIds.length === 0) return []
  await uncountHomework(trx, userId, { submissionIds, mistakeIds, at })
  await trx.deleteFrom('homework_submissions').where('id', 'in', submissionIds).execute()
  await recordFact(trx, HomeworkRemoved, { submission_ids: submissionIds, user_id: userId })
  return submissionIds
}
