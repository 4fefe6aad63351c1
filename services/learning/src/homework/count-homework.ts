import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { NewEvent } from '../events/record-events.ts'
import { recordEvents, removeEvents, takeBackEvents } from '../events/record-events.ts'
import type { Judge } from '../mastery/fold-mastery.ts'
import type { Moments } from '../moments.ts'
import type { Grade, Item, Submission } from './tables.ts'

const judges: Readonly<Record<Grade['source'], Judge>> = { rule: 'rules', model: 'model', human: 'human' }

/**
 * Counts graded homework on the day on which it was handed in: the submission once, and each item by the grade that counts, whose id its event
 * has. A grade that counts no more is taken back. It locks what is counted of the learner.
 */
export async function countHomework(
  trx: Db,
  { dayOf, hourOf }: Moments,
  { id, user_id, subject, submitted_at }: Submission,
  { items, grades, at }: { items: readonly Item[]; grades: ReadonlyMap<string, Grade>; at: Date },
): Promise<void> {
  const moment = { at: submitted_at, day: dayOf(submitted_at), subject }
  const scored = items.flatMap((item): NewEvent[] => {
    const grade = grades.get(item.id)
    if (!grade || grade.score === null) return []
    return [
      {
        ...{ id: grade.id, kind: 'item', ...moment, points: grade.knowledge_points },
        result: outcomeOf(grade.score, item.points),
        judged: { by: judges[grade.source], assisted: false },
        score: { points: grade.score, of: item.points },
      },
    ]
  })
  const counted = new Set(scored.map((event) => event.id))
  const all = await gradeIdsOf(trx, user_id, [id])
  await takeBackEvents(
    trx,
    user_id,
    all.filter((grade) => !counted.has(grade)),
    at,
  )
  const failed = items.every(({ status }) => status === 'failed')
  const handedIn: NewEvent = { id, kind: 'submission', ...moment, hour: hourOf(submitted_at) }
  await recordEvents(trx, user_id, [...(failed ? [] : [handedIn]), ...scored])
}

/** By the points: a person may give some to an item that was not answered. */
const outcomeOf = (score: number, points: number) =>
  score >= points ? ('correct' as const) : score > 0 ? ('partial' as const) : ('incorrect' as const)

/** Uncounts submissions that are about to be deleted, and these cards of theirs, with the names of what only they were about. */
export async function uncountHomework(
  trx: Db,
  userId: string,
  { submissionIds, mistakeIds, at }: { submissionIds: readonly string[]; mistakeIds: string[]; at: Date },
): Promise<void> {
  const grades = await gradeIdsOf(trx, userId, submissionIds)
  await removeEvents(trx, userId, [...submissionIds, ...grades, ...mistakeIds], at)
}

async function gradeIdsOf(trx: Db, userId: string, submissionIds: readonly string[]): Promise<string[]> {
  const rows = await trx
    .selectFrom('homework_grades')
    .innerJoin('homework_items', 'homework_items.id', 'item_id')
    .select('homework_grades.id')
    .where('homework_items.user_id', '=', userId)
    .where('submission_id', '=', sql<string>`any(${[...submissionIds]}::uuid[])`)
    .execute()
  return rows.map(({ id }) => id)
}
