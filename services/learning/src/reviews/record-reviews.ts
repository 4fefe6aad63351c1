import { recordFact } from '@lingzhi/bus/outbox'
import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { ReviewRecorded } from '@lingzhi/contracts/learning'
import { transact } from '@lingzhi/db/retry'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { NewEvent } from '../events/record-events.ts'
import { recordEvents, takeBackEvents } from '../events/record-events.ts'
import { AttemptUsed, HistoryFull, MistakeNotFound, NothingToUndo } from '../notebook-contract.ts'
import type { ReviewRow } from '../notebook-tables.ts'
import type { CardState, ReviewStep } from '../schedule/fold-reviews.ts'
import { beginCard, foldSteps } from '../schedule/fold-reviews.ts'
import type { Scheduling } from '../schedule/history.ts'
import type { Card, Fold, NewReview } from './reviews.queries.ts'
import {
  findAttempts,
  historyOf,
  insertReviews,
  lockCard,
  schedulingOf,
  storeFolds,
  voidNewest,
  wasHelped,
} from './reviews.queries.ts'

/** Reviews of one mistake; nobody makes as many. */
const reviewsMax = 1_000

/** What a card came to, and by which of its reviews. */
export interface Recorded {
  scheduling: Scheduling
  state: CardState
  rows: readonly ReviewRow[]
  steps: readonly ReviewStep[]
  /** How many of the reviews given were new; the others had been recorded before. */
  added: number
}

interface Whose {
  userId: string
  mistakeId: string
}

/**
 * Records reviews of a mistake and folds its history anew, in one transaction. An attempt that was recorded before with the same
 * result is the same review, however often it comes; with another result ATTEMPT_USED is raised. Raises MISTAKE_NOT_FOUND.
 */
export function recordReviews(
  { now, space }: Pick<Deps, 'now' | 'space'>,
  { userId, mistakeId }: Whose,
  reviews: readonly NewReview[],
  createdOn?: string,
): Promise<Recorded> {
  return space.within(userId, async (trx) => {
    const card = await lockCard(trx, userId, mistakeId)
    if (!card) throw MistakeNotFound()
    const known = new Map(
      (
        await findAttempts(
          trx,
          userId,
          reviews.map(({ attemptId }) => attemptId),
        )
      ).map((row) => [row.attempt_id, row]),
    )
    const fresh = reviews.filter((review) => !isKnown(known.get(review.attemptId), review, mistakeId))
    const begun = createdOn ?? card.createdOn
    const before = await historyOf(trx, mistakeId)
    if (before.length + fresh.length > reviewsMax) throw HistoryFull()
    const early = [
      ...before.map(({ reviewed_on }) => reviewed_on),
      ...fresh.map(({ reviewedOn }) => reviewedOn),
    ].find((day) => day < begun)
    if (early !== undefined) throw beforeCard(early, begun)
    const at = now()
    // A past history was not helped by what was asked since.
    const isNow = fresh[0] !== undefined && fresh[0].method !== 'import'
    const assisted = isNow && (await wasHelped(trx, mistakeId, { userId, createdAt: card.createdAt }))
    const ids = await insertReviews(trx, fresh, { userId, mistakeId, at, assisted })
    const folded = await foldCard(trx, userId, mistakeId, begun)
    await noteReviews(trx, { userId, mistakeId, card, at, assisted }, fresh, ids)
    return { ...folded, added: fresh.length }
  })
}

/** Withdraws the review recorded last: the card is then what it was before it, exactly. Raises NOTHING_TO_UNDO. */
export function undoReview(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { userId, mistakeId }: Whose,
): Promise<Recorded> {
  return transact(db, async (trx) => {
    const card = await lockCard(trx, userId, mistakeId)
    if (!card) throw MistakeNotFound()
    const at = now()
    const withdrawn = await voidNewest(trx, mistakeId, at)
    if (withdrawn === undefined) throw NothingToUndo()
    const folded = await foldCard(trx, userId, mistakeId, card.createdOn)
    await takeBackEvents(trx, userId, [withdrawn], at)
    return { ...folded, added: 0 }
  })
}

/** Tells of new reviews and counts them. Of several only the first can have had the help that came before. */
async function noteReviews(
  trx: Db,
  { userId, mistakeId, card, at, assisted }: Whose & { card: Card; at: Date; assisted: boolean },
  reviews: readonly NewReview[],
  ids: readonly string[],
): Promise<void> {
  const events = reviews.map((review, index): NewEvent => {
    const { reviewedOn: day, result, hour, judgedBy: by = 'self' } = review
    const judged = { by, assisted: assisted && index === 0 }
    return { id: ids[index]!, kind: 'review', at, day, hour, result, judged, ...card }
  })
  // What happened long ago is no news.
  const news = events.filter((_, index) => reviews[index]?.method !== 'import')
  for (const { id, day, result } of news)
    await recordFact(trx, ReviewRecorded, {
      ...{ review_id: id, mistake_id: mistakeId, user_id: userId, day, result: result! },
    })
  await recordEvents(trx, userId, events)
}

async function foldCard(trx: Db, userId: string, mistakeId: string, createdOn: string) {
  const scheduling = await schedulingOf(trx, userId)
  const rows = await historyOf(trx, mistakeId)
  const fold = foldRows(mistakeId, createdOn, rows, scheduling)
  await storeFolds(trx, [fold], scheduling)
  return { ...fold, scheduling }
}

export function foldRows(
  mistakeId: string,
  createdOn: string,
  rows: readonly ReviewRow[],
  scheduling: Scheduling,
): Fold {
  const reviews = rows.map(({ reviewed_on, result, rating }) => ({ reviewedOn: reviewed_on, result, rating }))
  const steps = foldSteps({ createdOn, reviews }, scheduling)
  return { mistakeId, createdOn, rows, steps, state: steps.at(-1)?.after ?? beginCard(createdOn, scheduling) }
}

function isKnown(row: ReviewRow | undefined, review: NewReview, mistakeId: string): boolean {
  if (!row) return false
  const same =
    row.mistake_id === mistakeId &&
    row.result === review.result &&
    row.rating === review.rating &&
    // A retry after midnight is the same attempt; a history says its days itself.
    (row.method !== 'import' || row.reviewed_on === review.reviewedOn)
  if (!same) throw AttemptUsed()
  return true
}

const beforeCard = (day: string, begun: string) =>
  ValidationFailed({
    errors: [
      {
        path: 'reviews',
        message: { zh: `${day} 早于错题的日期 ${begun}`, en: `${day} is before the mistake, ${begun}` },
      },
    ],
  })
