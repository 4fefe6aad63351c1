import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import { transact } from '@lingzhi/db/retry'
import type { Insertable } from 'kysely'
import type { Db } from '../database.ts'
import { lockSpace } from '../space.ts'
import type { Grade, GradesTable, Item } from './tables.ts'

export type NewGrade = Insertable<GradesTable> & { basis: string }

/** The item while it still is what was judged; locked. */
async function lockUnchanged(trx: Db, { id, user_id, tries, transcription_version, rubric_version }: Item) {
  await lockSpace(trx, user_id)
  return trx
    .selectFrom('homework_items')
    .select(['id', 'grade_id'])
    .where('id', '=', id)
    .where('status', '=', 'waiting')
    .where('tries', '=', tries)
    .where('transcription_version', '=', transcription_version)
    .where('rubric_version', '=', rubric_version)
    .forUpdate()
    .executeTakeFirst()
}

/**
 * Records what a machine says of an item, once for what it rests on; of an item that was changed meanwhile nothing is recorded. Where a
 * person has graded it, that stays its grade.
 */
export async function recordMachineGrade(db: Db, item: Item, grade: NewGrade): Promise<void> {
  await transact(db, async (trx) => {
    const found = await lockUnchanged(trx, item)
    if (!found) return
    await trx
      .insertInto('homework_grades')
      .values(grade)
      .onConflict((same) => same.doNothing())
      .execute()
    const stored = await trx
      .selectFrom('homework_grades')
      .select(['id', 'score'])
      .where('item_id', '=', item.id)
      .where('basis', '=', grade.basis)
      .executeTakeFirstOrThrow()
    const byPerson = found.grade_id !== null && (await isHuman(trx, found.grade_id))
    await trx
      .updateTable('homework_items')
      .set({
        status: byPerson || stored.score !== null ? 'graded' : 'needs_review',
        problem: null,
        ...(!byPerson && { grade_id: stored.id }),
      })
      .where('id', '=', item.id)
      .execute()
  })
}

const isHuman = async (db: Db, gradeId: string): Promise<boolean> =>
  (await db
    .selectFrom('homework_grades')
    .select('id')
    .where('id', '=', gradeId)
    .where('source', '=', 'human')
    .executeTakeFirst()) !== undefined

/** A machine could not grade it, and nothing is guessed. */
export async function failItem(db: Db, item: Item, problem: CarriedProblem): Promise<void> {
  await transact(db, async (trx) => {
    const found = await lockUnchanged(trx, item)
    if (!found) return
    const byPerson = found.grade_id !== null && (await isHuman(trx, found.grade_id))
    await trx
      .updateTable('homework_items')
      .set(
        byPerson
          ? { status: 'graded' }
          : { status: 'failed', grade_id: null, problem: JSON.stringify(problem) },
      )
      .where('id', '=', item.id)
      .execute()
  })
}

/** All grades of a submission's items, by item, the oldest first. */
export async function gradesOf(db: Db, items: readonly Item[]): Promise<Map<string, Grade[]>> {
  if (items.length === 0) return new Map()
  const rows = await db
    .selectFrom('homework_grades')
    .selectAll()
    .where(
      'item_id',
      'in',
      items.map(({ id }) => id),
    )
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return Map.groupBy(rows, ({ item_id }) => item_id)
}

/** The grade that counts for each item. */
export async function currentGrades(db: Db, items: readonly Item[]): Promise<Map<string, Grade>> {
  const ids = items.flatMap(({ grade_id }) => grade_id ?? [])
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('homework_grades').selectAll().where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.item_id, row]))
}
