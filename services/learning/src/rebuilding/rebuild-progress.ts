import { transact } from '@lingzhi/db/retry'
import type { Db } from '../database.ts'
import type { Countable } from '../events/count-events.ts'
import { dayMeasures, EventCounts } from '../events/count-events.ts'
import { addCounts, countPoints, eventsAfter } from '../events/events.queries.ts'
import { recordEvents } from '../events/record-events.ts'
import { foldPoint, lockLearner, storeStates } from '../mastery/mastery.queries.ts'
import type { Moments } from '../moments.ts'
import type { StoredEvent } from '../progress-tables.ts'
import { clearCounts, missingEvents, storedCounts, storedPoints, usersAfter } from './rebuilding.queries.ts'

const eventsAtOnce = 1_000
const usersAtOnce = 500

export interface Rebuilt {
  userId: string
  events: number
  /** What has had no event, such as what was stored before there were any. */
  added: number
  /** Stored figures that differed from what the events come to. */
  differences: string[]
}

/**
 * Counts everything of one learner anew from their events, compares it with what is stored, and stores it where that differs.
 * Questions, mistakes, reviews and graded homework without an event get one first.
 */
export function rebuildLearner(db: Db, moments: Moments, userId: string): Promise<Rebuilt> {
  return transact(db, async (trx) => {
    await lockLearner(trx, userId)
    const added = await addMissing(trx, moments, userId)
    const { counts, points, events } = await countAll(trx, userId)
    const differences = [
      ...(await differingCounts(trx, userId, counts)),
      ...(await mendPoints(trx, userId, points)),
    ]
    if (differences.length > 0) {
      await clearCounts(trx, userId)
      await addCounts(trx, userId, counts)
    }
    return { userId, events, added, differences }
  })
}

/** The same for every learner, one after another. */
export async function* rebuildAll(db: Db, moments: Moments): AsyncGenerator<Rebuilt> {
  let after: string | undefined
  for (;;) {
    const users = await usersAfter(db, after, usersAtOnce)
    for (const userId of users) yield await rebuildLearner(db, moments, userId)
    after = users.at(-1)
    if (users.length < usersAtOnce) return
  }
}

async function addMissing(trx: Db, moments: Moments, userId: string): Promise<number> {
  let added = 0
  for (;;) {
    const missing = await missingEvents(trx, moments, userId, eventsAtOnce)
    if (missing.length === 0) return added
    await recordEvents(trx, userId, missing, { late: true })
    added += missing.length
  }
}

type PointCounts = Map<string, { questions: number; mistakes: number }>

async function countAll(trx: Db, userId: string) {
  const counts = new EventCounts()
  const points: PointCounts = new Map()
  let events = 0
  let after: StoredEvent | undefined
  for (;;) {
    const page = await eventsAfter(trx, userId, after, eventsAtOnce)
    for (const event of page) {
      counts.add(event as Countable)
      countAbout(points, event)
    }
    events += page.length
    after = page.at(-1)
    if (page.length < eventsAtOnce) return { counts, points, events }
  }
}

function countAbout(points: PointCounts, { kind, point_ids }: StoredEvent): void {
  if (kind !== 'question' && kind !== 'mistake') return
  for (const id of point_ids) {
    const count = points.get(id) ?? { questions: 0, mistakes: 0 }
    count[kind === 'question' ? 'questions' : 'mistakes'] += 1
    points.set(id, count)
  }
}

async function differingCounts(trx: Db, userId: string, counts: EventCounts): Promise<string[]> {
  const stored = await storedCounts(trx, userId)
  const figures = new Map<string, number>()
  const differences: string[] = []
  for (const { day, subject, ...row } of counts.days.values())
    for (const name of dayMeasures) figures.set(`${day} ${subject} ${name}`, row[name])
  for (const { day, kind, key, n } of counts.tallies.values()) figures.set(`${day} ${kind} ${key}`, n)
  figures.set('last_at', counts.lastAt?.getTime() ?? 0)
  for (const name of new Set([...figures.keys(), ...stored.keys()])) {
    const [was, is] = [stored.get(name) ?? 0, figures.get(name) ?? 0]
    if (was !== is) differences.push(`${name}: ${was}, not ${is}`)
  }
  return differences
}

/** Sets right what knowledge points are counted and folded to. */
async function mendPoints(trx: Db, userId: string, counted: PointCounts): Promise<string[]> {
  const differences: string[] = []
  for (const point of await storedPoints(trx, userId)) {
    const count = counted.get(point.id) ?? { questions: 0, mistakes: 0 }
    const state = await foldPoint(trx, point.id)
    const pairs = [
      ['questions', point.questions, count.questions],
      ['mistakes', point.mistakes, count.mistakes],
      ['right', point.right, state.right],
      ['wrong', point.wrong, state.wrong],
      ['evidence_count', point.evidence_count, state.evidence],
      ['last_on', point.last_on, state.lastOn],
    ] as const
    const found = pairs.filter(([, was, is]) => was !== is)
    if (found.length === 0) continue
    differences.push(
      ...found.map(([name, was, is]) => `knowledge point ${point.id} ${name}: ${was}, not ${is}`),
    )
    await storeStates(trx, [state])
    const change = {
      questions: count.questions - point.questions,
      mistakes: count.mistakes - point.mistakes,
    }
    await countPoints(trx, new Map([[point.id, change]]))
  }
  return differences
}
