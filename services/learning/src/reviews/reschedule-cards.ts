import { transact } from '@lingzhi/db/retry'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { foldRows } from './record-reviews.ts'
import {
  beginReschedule,
  endReschedule,
  moveReschedule,
  nextReschedule,
  takeReschedule,
} from './reschedules.queries.ts'
import { historiesOf, nextCards, schedulingOf, storeFolds } from './reviews.queries.ts'

const cardsAtOnce = 200
/** What is read and folded in one turn of the event loop: a card has up to a thousand. */
const reviewsAtOnce = 1_000
/** So many steps are done while the learner waits: a usual notebook is done then. */
const stepsAwaited = 5

/** Every card of a learner is to be folded anew, by the settings that the caller's transaction changes. */
export const requestReschedule = (trx: Db, userId: string, at: Date): Promise<void> =>
  beginReschedule(trx, userId, at)

/** The first steps of it, after that transaction. The sweep does what is left. */
export async function beginRescheduling(db: Db, userId: string): Promise<void> {
  for (let n = 0; n < stepsAwaited; n++) if (!(await rescheduleSome(db, userId))) return
}

/** What is left of all learners, in rounds until nothing moves any more: one step of each in turn, so that many cards hold up nobody. */
export async function sweepReschedules(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  signal?: AbortSignal,
): Promise<void> {
  for (let moved = true; moved && !signal?.aborted; ) {
    moved = false
    let userId = await nextReschedule(db, undefined)
    for (; userId !== undefined && !signal?.aborted; userId = await nextReschedule(db, userId)) {
      try {
        if (await rescheduleSome(db, userId)) moved = true
      } catch (err) {
        log.warn({ err, user_id: userId }, 'cards could not be folded anew yet')
      }
    }
  }
}

/**
 * One bounded step, in a transaction of its own: cards are locked before their histories are read, and folded by the settings as they are
 * then, so that reviews in between are folded the same. False when nothing is left, or another replica is at it.
 */
async function rescheduleSome(db: Db, userId: string): Promise<boolean> {
  return transact(db, async (trx) => {
    const job = await takeReschedule(trx, userId)
    if (!job) return false
    const cards = firstOf(await nextCards(trx, userId, job.after ?? undefined, cardsAtOnce))
    const last = cards.at(-1)
    if (!last) {
      await endReschedule(trx, userId)
      return false
    }
    const scheduling = await schedulingOf(trx, userId)
    const rows = Map.groupBy(
      await historiesOf(
        trx,
        cards.map(({ id }) => id),
      ),
      ({ mistake_id }) => mistake_id,
    )
    const folds = cards.map(({ id, createdOn }) => foldRows(id, createdOn, rows.get(id) ?? [], scheduling))
    await storeFolds(trx, folds, scheduling)
    await moveReschedule(trx, userId, { after: last.id, cards: cards.length })
    return true
  })
}

/** As many cards as have few enough reviews together, and at least one. */
function firstOf<Card extends { reviews: number }>(cards: readonly Card[]): readonly Card[] {
  let reviews = 0
  const end = cards.findIndex((card, index) => {
    reviews += card.reviews
    return reviews > reviewsAtOnce && index > 0
  })
  return end === -1 ? cards : cards.slice(0, end)
}
