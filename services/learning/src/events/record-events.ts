import type { Subject } from '@lingzhi/contracts/learning'
import type { Db } from '../database.ts'
import type { Judge } from '../mastery/fold-mastery.ts'
import { weightOf } from '../mastery/fold-mastery.ts'
import {
  addEvidence,
  deleteEvidence,
  lockCounted,
  lockLearner,
  pointKey,
  pointsNamed,
  removeEvidence,
} from '../mastery/mastery.queries.ts'
import type { Day, ReviewResult } from '../schedule/history.ts'
import type { EventKind } from './count-events.ts'
import { EventCounts } from './count-events.ts'
import {
  addCounts,
  countedEvents,
  countPoints,
  insertEvents,
  unlinkPoints,
  voidEvents,
} from './events.queries.ts'

/** What a learner did. `id` is that of what it came from: the same one again is the same event. */
export interface NewEvent {
  id: string
  kind: EventKind
  at: Date
  day: Day
  /** Of the day, 0 to 23, in the deployment's zone; left out when it is not known when it was done: it shows no time then. */
  hour?: number | undefined
  subject: Subject | null
  result?: ReviewResult
  /** How the result is evidence of mastery; without it, it is none. */
  judged?: { by: Judge; assisted: boolean }
  /** Names of knowledge points that it is about. */
  points?: readonly string[]
  difficulty?: number | null
  pictured?: boolean
  /** It opens a session. */
  opens?: boolean
  /** In points; counted in hundredths. */
  score?: { points: number; of: number }
}

const knownRows = { questions: 0, mistakes: 0 }

/**
 * Counts events of a learner, each once, in the transaction of what they came from: days, study time, knowledge points, and
 * evidence of mastery. It locks what is counted of the learner, so call it after whatever else the transaction locks. `late`: they
 * keep their place among what was recorded since, so that the time is right only once it is counted anew.
 */
export async function recordEvents(
  trx: Db,
  userId: string,
  events: readonly NewEvent[],
  { late = false }: { late?: boolean } = {},
): Promise<void> {
  const [first] = events
  if (!first) return
  const { lastAt, points: known } = await lockLearner(trx, userId)
  const subjectOf = (event: NewEvent): Subject => event.subject ?? 'other'
  const wanted = events.flatMap((event) =>
    (event.points ?? []).map((name) => ({ subject: subjectOf(event), name })),
  )
  const ids = await pointsNamed(trx, userId, wanted, { points: known, at: first.at })
  const pointsOf = (event: NewEvent) => [
    ...new Set(
      (event.points ?? []).flatMap((name) => ids.get(pointKey({ subject: subjectOf(event), name })) ?? []),
    ),
  ]
  // The clocks of two replicas differ: what is recorded later was done no earlier.
  let clock = lastAt
  const rows = events.map((event) => {
    const timed = event.hour !== undefined
    const at = timed && !late && clock !== null && clock > event.at ? clock : event.at
    if (timed && !late) clock = at
    const { id, kind, day, result = null, difficulty = null, pictured = false, opens = false, score } = event
    return {
      ...{
        id,
        kind,
        at,
        day,
        hour: event.hour ?? null,
        subject: subjectOf(event),
        result,
        difficulty,
        pictured,
        opens,
      },
      score: score ? Math.round(score.points * 100) : null,
      score_max: score ? Math.round(score.of * 100) : null,
      point_ids: pointsOf(event),
    }
  })
  const stored = await insertEvents(trx, userId, rows)
  const counts = new EventCounts(lastAt)
  const perPoint = new Map<string, { questions: number; mistakes: number }>()
  for (const row of rows.filter(({ id }) => stored.has(id))) {
    counts.add({ ...row, rating: null, voided_at: null })
    if (row.kind !== 'question' && row.kind !== 'mistake') continue
    const name = row.kind === 'question' ? 'questions' : 'mistakes'
    for (const id of row.point_ids) {
      const count = perPoint.get(id) ?? { ...knownRows }
      count[name] += 1
      perPoint.set(id, count)
    }
  }
  if (stored.size === 0) return
  await addCounts(trx, userId, counts)
  await countPoints(trx, perPoint)
  const evidence = events.flatMap((event, index) => {
    const { id, day, result, judged } = event
    if (!result || !judged || !stored.has(id)) return []
    const weight = weightOf(judged.by, result, judged.assisted)
    const told = { eventId: id, day, result, weight, judgedBy: judged.by, assisted: judged.assisted }
    return (rows[index]?.point_ids ?? []).map((pointId) => ({ pointId, ...told }))
  })
  await addEvidence(trx, userId, evidence)
}

/** Takes back what events counted for, and the evidence that they were; the time stays spent. Those taken back before stay so. */
export async function takeBackEvents(
  trx: Db,
  userId: string,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  const learner = await lockCounted(trx, userId)
  const found = learner ? await countedEvents(trx, userId, ids) : []
  if (!learner || found.length === 0) return
  const counts = new EventCounts(learner.lastAt)
  for (const event of found) counts.takeBack(event)
  await voidEvents(
    trx,
    found.map(({ id }) => id),
    at,
  )
  await addCounts(trx, userId, counts)
  await removeEvidence(trx, { eventIds: found.map(({ id }) => id), at })
}

/** Takes back events of what is deleted with all that came of it, and what they were about: points that nothing else names go with them. */
export async function removeEvents(trx: Db, userId: string, ids: readonly string[], at: Date): Promise<void> {
  await takeBackEvents(trx, userId, ids, at)
  await deleteEvidence(trx, userId, ids)
  await unlinkPoints(trx, userId, ids)
}

/** The rating of a question's answer, in place of the one before. */
export async function rateEvent(trx: Db, userId: string, id: string, rating: number): Promise<void> {
  const learner = await lockCounted(trx, userId)
  const [event] = learner ? await countedEvents(trx, userId, [id]) : []
  if (!learner || !event) return
  const counts = new EventCounts(learner.lastAt)
  counts.change(
    event,
    { rating_sum: rating - (event.rating ?? 0), ratings: event.rating === null ? 1 : 0 },
    1,
  )
  await trx.updateTable('learning_events').set({ rating }).where('id', '=', id).execute()
  await addCounts(trx, userId, counts)
}

/** Questions that are gone leave their days, without what they were about: points that nothing else names go with them. */
export async function forgetTopics(trx: Db, userId: string, questionIds: readonly string[]): Promise<void> {
  if (questionIds.length === 0) return
  if (!(await lockCounted(trx, userId))) return
  await unlinkPoints(trx, userId, questionIds)
}
