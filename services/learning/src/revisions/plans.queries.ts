import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { Mistake } from '../notebook-tables.ts'
import type { Cycle, Plan, RevisionPlansTable } from './tables.ts'

/** Older ones go when another is made. */
const plansMax = 50

const plans = (db: Db, userId: string) =>
  db
    .selectFrom('revision_plans')
    .select(['id', 'user_id', 'cycle', 'title', 'content', 'dropped', 'statistics', 'created_at'])
    .select([sql<string>`from_on::text`.as('from_on'), sql<string>`to_on::text`.as('to_on')])
    .where('user_id', '=', userId)

export const findPlan = (db: Db, userId: string, id: string): Promise<Plan | undefined> =>
  plans(db, userId).where('id', '=', id).executeTakeFirst()

/** The newest of a cycle. */
export const newestPlan = (db: Db, userId: string, cycle: Cycle): Promise<Plan | undefined> =>
  plans(db, userId).where('cycle', '=', cycle).orderBy('id', 'desc').limit(1).executeTakeFirst()

/** Newest first, and one more where another page follows. */
export function listPlans(
  db: Db,
  userId: string,
  { limit, before, offset }: { limit: number; before: string | undefined; offset: number },
): Promise<Plan[]> {
  let query = plans(db, userId)
  if (before !== undefined) query = query.where('id', '<', before)
  return query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .offset(offset)
    .execute()
}

export async function countPlans(db: Db, userId: string): Promise<number> {
  const found = await db
    .selectFrom('revision_plans')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return found.count
}

/** Stores a plan, and lets go of the oldest beyond those kept. */
export async function insertPlan(trx: Db, plan: Insertable<RevisionPlansTable>): Promise<void> {
  await trx.insertInto('revision_plans').values(plan).execute()
  await trx
    .deleteFrom('revision_plans')
    .where('user_id', '=', plan.user_id)
    .where('id', 'in', (old) =>
      old
        .selectFrom('revision_plans')
        .select('id')
        .where('user_id', '=', plan.user_id)
        .orderBy('id', 'desc')
        .offset(plansMax)
        .limit(plansMax),
    )
    .execute()
}

export async function deletePlan(db: Db, userId: string, id: string): Promise<boolean> {
  const gone = await db
    .deleteFrom('revision_plans')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

export type PlannedMistake = Pick<
  Mistake,
  'id' | 'subject' | 'title' | 'question_content' | 'knowledge_points' | 'error_type' | 'status' | 'due_on'
>

/** Mistakes of the last days that are not mastered, and those reviewed in them; what is due first comes first. */
export async function mistakesToRevise(
  db: Db,
  userId: string,
  since: string,
  limit: number,
): Promise<PlannedMistake[]> {
  return (await db
    .selectFrom('mistakes')
    .select(['id', 'subject', 'title', 'question_content', 'knowledge_points', 'error_type', 'status'])
    .select(sql<string>`due_on::text`.as('due_on'))
    .where('user_id', '=', userId)
    .where('status', '<>', 'mastered')
    .where(sql<boolean>`greatest(created_on, last_on) >= ${since}::date`)
    .orderBy(sql`mistakes.due_on`)
    .orderBy('id')
    .limit(limit)
    .execute()) as PlannedMistake[]
}

/** Which of these mistakes are the learner's. */
export async function ownMistakes(db: Db, userId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('mistakes')
    .select('id')
    .where('user_id', '=', userId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()
  return new Set(rows.map(({ id }) => id))
}
