import { newId } from '@lingzhi/contracts/ids'
import type { Subject } from '@lingzhi/contracts/learning'
import { sql } from 'kysely'
import { cardColumns } from '../card-columns.ts'
import type { Db } from '../database.ts'
import type { Judge } from '../mastery/fold-mastery.ts'
import type { ReviewRow, ReviewsTable } from '../notebook-tables.ts'
import type { CardState, ReviewStep } from '../schedule/fold-reviews.ts'
import type { Rating, ReviewResult, Scheduling } from '../schedule/history.ts'

/** How a learner's cards are scheduled; who never chose has the default. */
export async function schedulingOf(db: Db, userId: string): Promise<Scheduling> {
  const found = await db
    .selectFrom('learner_settings')
    .select(['scheduler', 'retention'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return { algorithm: found?.scheduler ?? 'fsrs', retention: found?.retention ?? 0.9 }
}

export interface Card {
  createdOn: string
  createdAt: Date
  subject: Subject
  points: string[]
}

/**
 * Locks a learner's mistake and tells when its card began; undefined when there is none. Whoever folds takes this lock first, and reads
 * the settings and the history after it.
 */
export async function lockCard(trx: Db, userId: string, id: string): Promise<Card | undefined> {
  return trx
    .selectFrom('mistakes')
    .select(['subject', 'knowledge_points as points', 'created_at as createdAt'])
    .select(sql<string>`created_on::text`.as('createdOn'))
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
}

/** Whether a learner has this mistake. */
export const hasMistake = async (db: Db, userId: string, id: string): Promise<boolean> =>
  (await db
    .selectFrom('mistakes')
    .select('id')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()) !== undefined

const columns = [
  ...([
    'id',
    'number',
    'mistake_id',
    'user_id',
    'attempt_id',
    'result',
    'rating',
    'method',
    'time_spent_s',
  ] as const),
  ...([
    'judged_by',
    'assisted',
    'confidence_level',
    'user_answer',
    'notes',
    'counted',
    'elapsed_days',
    'predicted',
    'stability',
  ] as const),
  ...(['difficulty', 'interval_days', 'algorithm', 'recorded_at', 'voided_at'] as const),
] as const
const days = (['reviewed_on', 'due_on'] as const).map((name) => sql<string>`${sql.ref(name)}::text`.as(name))
const rows = (db: Db) => db.selectFrom('reviews').select(columns).select(days)

/** The same without what its learner wrote: a card has a thousand, and a schedule follows from none of their texts. */
const briefRows = (db: Db) =>
  db
    .selectFrom('reviews')
    .select(columns.filter((name) => name !== 'user_answer' && name !== 'notes'))
    .select([sql<string | null>`null`.as('user_answer'), sql<string | null>`null`.as('notes')])
    .select(days)

/** All that was recorded of a card and not withdrawn, in the order of the schedule, without texts. */
export const historyOf = async (db: Db, mistakeId: string): Promise<ReviewRow[]> =>
  (await briefRows(db)
    .where('mistake_id', '=', mistakeId)
    .where('voided_at', 'is', null)
    .orderBy('reviewed_on')
    .orderBy('number')
    .execute()) as ReviewRow[]

export const findAttempts = async (
  db: Db,
  userId: string,
  attemptIds: readonly string[],
): Promise<ReviewRow[]> =>
  (await briefRows(db)
    .where('user_id', '=', userId)
    .where('attempt_id', '=', sql<string>`any(${[...attemptIds]}::uuid[])`)
    .execute()) as ReviewRow[]

export interface NewReview {
  attemptId: string
  reviewedOn: string
  result: ReviewResult
  rating: Rating | null
  method: ReviewsTable['method']
  timeSpentS?: number | null
  confidenceLevel?: number | null
  userAnswer?: string | null
  notes?: string | null
  /** Who said how it went; the learner where it is left out. */
  judgedBy?: Judge
  /** Of the day when it was done, where that is known. */
  hour?: number
}

/** Stores reviews, each with nothing of a schedule yet: `storeFold` says what they came to. */
export async function insertReviews(
  trx: Db,
  reviews: readonly NewReview[],
  { userId, mistakeId, at, assisted }: { userId: string; mistakeId: string; at: Date; assisted: boolean },
): Promise<string[]> {
  if (reviews.length === 0) return []
  const unfolded = {
    counted: false,
    elapsed_days: 0,
    predicted: 0,
    stability: 0,
    difficulty: 0,
    interval_days: 0,
  }
  const ids = reviews.map(() => newId())
  await trx
    .insertInto('reviews')
    .values(
      reviews.map((review, index) => ({
        id: ids[index]!,
        judged_by: review.judgedBy ?? ('self' as const),
        assisted: assisted && index === 0,
        mistake_id: mistakeId,
        user_id: userId,
        attempt_id: review.attemptId,
        reviewed_on: review.reviewedOn,
        result: review.result,
        rating: review.rating,
        method: review.method,
        time_spent_s: review.timeSpentS ?? null,
        confidence_level: review.confidenceLevel ?? null,
        user_answer: review.userAnswer ?? null,
        notes: review.notes ?? null,
        ...unfolded,
        due_on: review.reviewedOn,
        algorithm: 'fsrs' as const,
        recorded_at: at,
      })),
    )
    .execute()
  return ids
}

/** Whether the learner asked about a mistake since it was reviewed last: what is right then, was with help. */
export async function wasHelped(
  trx: Db,
  mistakeId: string,
  { userId, createdAt }: { userId: string; createdAt: Date },
) {
  const { rows } = await sql<{ helped: boolean }>`select exists (select from questions
    where mistake_id = ${mistakeId} and user_id = ${userId} and created_at > coalesce(
      (select recorded_at from reviews where mistake_id = ${mistakeId} and voided_at is null
        order by number desc limit 1), ${createdAt}::timestamptz)
    ) as helped`.execute(trx)
  return rows[0]?.helped ?? false
}

/** What the history of a card came to. */
export interface Fold {
  mistakeId: string
  createdOn: string
  rows: readonly ReviewRow[]
  steps: readonly ReviewStep[]
  state: CardState
}

/** Stores what histories came to, with their cards and with each review: two statements, however many cards. */
export async function storeFolds(trx: Db, folds: readonly Fold[], { algorithm }: Scheduling): Promise<void> {
  const cards = folds.map(({ mistakeId, createdOn, state }) => ({
    id: mistakeId,
    created_on: createdOn,
    ...cardColumns(state),
  }))
  await sql`update mistakes set created_on = came.created_on, status = came.status, stability = came.stability,
      difficulty = came.difficulty, due_on = came.due_on, last_on = came.last_on, interval_days = came.interval_days,
      streak = came.streak, lapses = came.lapses, mastery = came.mastery, step = came.step,
      reviews_count = came.reviews_count, correct_count = came.correct_count
    from jsonb_to_recordset(${JSON.stringify(cards)}::jsonb) as came (id uuid, created_on date, status text,
      stability float8, difficulty float8, due_on date, last_on date, interval_days integer, streak integer,
      lapses integer, mastery float8, step integer, reviews_count integer, correct_count integer)
    where mistakes.id = came.id`.execute(trx)
  const reviews = folds.flatMap(({ rows, steps }) =>
    steps.map(({ counted, elapsedDays, predicted, after }, index) => ({
      id: rows[index]?.id ?? '',
      counted,
      elapsed_days: elapsedDays,
      predicted,
      stability: after.stability,
      difficulty: after.difficulty,
      interval_days: after.intervalDays,
      due_on: after.dueOn,
    })),
  )
  if (reviews.length === 0) return
  await sql`update reviews set counted = came.counted, elapsed_days = came.elapsed_days, predicted = came.predicted,
      stability = came.stability, difficulty = came.difficulty, interval_days = came.interval_days,
      due_on = came.due_on, algorithm = ${algorithm}
    from jsonb_to_recordset(${JSON.stringify(reviews)}::jsonb) as came (id uuid, counted boolean, elapsed_days integer,
      predicted float8, stability float8, difficulty float8, interval_days integer, due_on date)
    where reviews.id = came.id`.execute(trx)
}

/** Withdrawn reviews of a mistake that are kept, the newest. */
const withdrawnMax = 100

/** Withdraws the review that was recorded last and returns its id; undefined when there is none. */
export async function voidNewest(trx: Db, mistakeId: string, at: Date): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`update reviews set voided_at = ${at} where id = (
    select id from reviews where mistake_id = ${mistakeId} and voided_at is null order by number desc limit 1
  ) returning id`.execute(trx)
  // Who records and withdraws again and again fills nothing.
  await sql`delete from reviews where id in (select id from reviews
    where mistake_id = ${mistakeId} and voided_at is not null order by number desc offset ${withdrawnMax})`.execute(
    trx,
  )
  return rows[0]?.id
}

/** The newest first, withdrawn ones too; up to one more than a page. */
export const listReviews = async (
  db: Db,
  mistakeId: string,
  limit: number,
  before: string | undefined,
): Promise<ReviewRow[]> => {
  let query = rows(db).where('mistake_id', '=', mistakeId)
  if (before !== undefined) query = query.where('number', '<', before)
  return (await query
    .orderBy('number', 'desc')
    .limit(limit + 1)
    .execute()) as ReviewRow[]
}

/** What was predicted of a learner's reviews and what came of it, the newest first. */
export async function outcomesOf(db: Db, userId: string, limit: number) {
  return db
    .selectFrom('reviews')
    .select('predicted')
    .select(sql<boolean>`coalesce(rating <> 'again', result = 'correct')`.as('recalled'))
    .where('user_id', '=', userId)
    .where('counted', '=', true)
    .where('voided_at', 'is', null)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
}

/** A learner's cards, some at a time, in the order of their ids. */
export const nextCards = (trx: Db, userId: string, after: string | undefined, limit: number) => {
  let query = trx
    .selectFrom('mistakes')
    .select(['id', 'reviews_count as reviews'])
    .select(sql<string>`created_on::text`.as('createdOn'))
    .where('user_id', '=', userId)
  if (after !== undefined) query = query.where('id', '>', after)
  return query.orderBy('id').limit(limit).forUpdate().execute()
}

export const historiesOf = async (db: Db, mistakeIds: readonly string[]): Promise<ReviewRow[]> =>
  (await briefRows(db)
    .where('mistake_id', '=', sql<string>`any(${[...mistakeIds]}::uuid[])`)
    .where('voided_at', 'is', null)
    .orderBy('reviewed_on')
    .orderBy('number')
    .execute()) as ReviewRow[]
