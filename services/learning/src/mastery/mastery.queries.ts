import { newId } from '@lingzhi/contracts/ids'
import type { Subject } from '@lingzhi/contracts/learning'
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { KnowledgePoint } from '../progress-tables.ts'
import type { ReviewResult } from '../schedule/history.ts'
import type { Judge, Mastery } from './fold-mastery.ts'
import { noMastery, takeEvidence } from './fold-mastery.ts'
import { foldName } from './fold-name.ts'

/** Knowledge points of one learner; what is named beyond these is counted without them. */
const pointsMax = 5_000
const evidenceAtOnce = 1_000

/**
 * Locks what is counted of a learner until the transaction ends, and tells when they last did something: events of one
 * learner come one after another, on every replica.
 */
export async function lockLearner(trx: Db, userId: string): Promise<{ lastAt: Date | null; points: number }> {
  const row = await trx
    .insertInto('learner_activity')
    .values({ user_id: userId, last_at: null })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ user_id: userId }))
    .returning(['last_at', 'points'])
    .executeTakeFirstOrThrow()
  return { lastAt: row.last_at, points: row.points }
}

/** The same of a learner of whom something is counted. Undefined, and nothing is made, where nothing is: their account may be gone. */
export async function lockCounted(trx: Db, userId: string): Promise<{ lastAt: Date | null } | undefined> {
  const row = await trx
    .selectFrom('learner_activity')
    .select('last_at')
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  return row && { lastAt: row.last_at }
}

export interface PointName {
  subject: Subject
  name: string
}
export const pointKey = ({ subject, name }: PointName): string => `${subject} ${foldName(name)}`

/** The ids of a learner's knowledge points by `pointKey`; those that are new are made, as long as there is room. */
export async function pointsNamed(
  trx: Db,
  userId: string,
  wanted: readonly PointName[],
  { points, at }: { points: number; at: Date },
): Promise<Map<string, string>> {
  const named = new Map(
    wanted
      .map(({ subject, name }) => ({ subject, name: name.trim(), folded: foldName(name) }))
      .filter(({ folded }) => folded !== '')
      .map((each) => [pointKey(each), each] as const),
  )
  if (named.size === 0) return new Map()
  const list = JSON.stringify([...named.values()].map(({ subject, folded }) => ({ subject, folded })))
  const { rows } = await sql<{ id: string; subject: Subject; folded: string }>`
    select id, subject, folded from knowledge_points join jsonb_to_recordset(${list}::jsonb) as asked (subject text, folded text)
      using (subject, folded) where user_id = ${userId}`.execute(trx)
  const found = new Map(rows.map(({ id, subject, folded }) => [`${subject} ${folded}`, id]))
  const fresh = [...named]
    .filter(([key]) => !found.has(key))
    .slice(0, Math.max(0, pointsMax - points))
    .map(([key, each]) => ({ key, row: { id: newId(), user_id: userId, ...each, created_at: at } }))
  if (fresh.length > 0) {
    await trx
      .insertInto('knowledge_points')
      .values(fresh.map(({ row }) => row))
      .execute()
    await trx
      .updateTable('learner_activity')
      .set((eb) => ({ points: eb('points', '+', fresh.length) }))
      .where('user_id', '=', userId)
      .execute()
  }
  for (const { key, row } of fresh) found.set(key, row.id)
  return found
}

export interface NewEvidence {
  pointId: string
  eventId: string
  day: string
  result: ReviewResult
  weight: number
  judgedBy: Judge
  assisted: boolean
}

/** Adds evidence and what it comes to, of a learner whose counts are locked. What is older than what is known is folded in its place. */
export async function addEvidence(trx: Db, userId: string, evidence: readonly NewEvidence[]): Promise<void> {
  if (evidence.length === 0) return
  // As one value: there may be more of them than a statement has room for parameters.
  await sql`insert into mastery_evidence (point_id, event_id, user_id, day, result, weight, judged_by, assisted)
    select "pointId", "eventId", ${userId}::uuid, day, result, weight, "judgedBy", assisted
    from jsonb_array_elements(${JSON.stringify(evidence)}::jsonb) with ordinality as list (one, place),
      jsonb_to_record(one) as came ("pointId" uuid, "eventId" uuid, day date, result text, weight float8, "judgedBy" text, assisted boolean)
    order by place`.execute(trx)
  const byPoint = Map.groupBy(evidence, ({ pointId }) => pointId)
  const states = await statesOf(trx, [...byPoint.keys()])
  const folded: Folded[] = []
  for (const [pointId, added] of byPoint) {
    const before = states.get(pointId)
    if (!before) continue
    const inOrder = added.every(({ day }, index) => day >= (added[index - 1]?.day ?? before.lastOn ?? ''))
    if (!inOrder) folded.push(await foldPoint(trx, pointId))
    else {
      const after = added.reduce<Mastery>(takeEvidence, before)
      folded.push({ ...after, id: pointId, evidence: before.evidence + added.length })
    }
  }
  await storeStates(trx, folded)
}

export interface Folded extends Mastery {
  id: string
  evidence: number
}

async function statesOf(trx: Db, ids: readonly string[]): Promise<Map<string, Folded>> {
  const rows = await trx
    .selectFrom('knowledge_points')
    .select(['id', 'right', 'wrong', 'evidence_count'])
    .select(sql<string | null>`last_on::text`.as('lastOn'))
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()
  return new Map(
    rows.map(({ id, right, wrong, evidence_count, lastOn }) => [
      id,
      { id, right, wrong, lastOn, evidence: evidence_count },
    ]),
  )
}

/** All evidence of a point that was not removed, folded anew: some at a time, however much there is. */
export async function foldPoint(trx: Db, id: string): Promise<Folded> {
  let state: Mastery = noMastery
  let evidence = 0
  let after = { day: '0001-01-01', number: '0' }
  for (;;) {
    const { rows } = await sql<{ day: string; number: string; result: ReviewResult; weight: number }>`
      select day::text as day, number, result, weight from mastery_evidence
      where point_id = ${id} and removed_at is null and (day, number) > (${after.day}::date, ${after.number}::bigint)
      order by day, number limit ${evidenceAtOnce}`.execute(trx)
    for (const row of rows) state = takeEvidence(state, row)
    evidence += rows.length
    const last = rows.at(-1)
    if (rows.length < evidenceAtOnce || !last) return { ...state, id, evidence }
    after = last
  }
}

export async function storeStates(trx: Db, states: readonly Folded[]): Promise<void> {
  if (states.length === 0) return
  const list = states.map(({ id, right, wrong, lastOn, evidence }) => ({
    id,
    right,
    wrong,
    lastOn,
    evidence,
  }))
  await sql`update knowledge_points set "right" = came."right", wrong = came.wrong, last_on = came."lastOn",
      evidence_count = came.evidence
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
      as came (id uuid, "right" float8, wrong float8, "lastOn" date, evidence integer)
    where knowledge_points.id = came.id`.execute(trx)
}

/** Evidence that counts no more, by whoever took it back: its points are folded anew. */
export async function removeEvidence(
  trx: Db,
  { eventIds, pointId, at }: { eventIds: readonly string[]; pointId?: string; at: Date },
): Promise<number> {
  let removing = trx
    .updateTable('mastery_evidence')
    .set({ removed_at: at })
    .where('event_id', '=', sql<string>`any(${[...eventIds]}::uuid[])`)
    .where('removed_at', 'is', null)
  if (pointId !== undefined) removing = removing.where('point_id', '=', pointId)
  const removed = await removing.returning('point_id').execute()
  const points = [...new Set(removed.map(({ point_id }) => point_id))]
  const folded: Folded[] = []
  for (const id of points) folded.push(await foldPoint(trx, id))
  await storeStates(trx, folded)
  return removed.length
}

/** Drops evidence that was removed before. */
export async function deleteEvidence(trx: Db, userId: string, eventIds: readonly string[]): Promise<void> {
  await trx
    .deleteFrom('mastery_evidence')
    .where('user_id', '=', userId)
    .where('event_id', '=', sql<string>`any(${[...eventIds]}::uuid[])`)
    .where('removed_at', 'is not', null)
    .execute()
}

export type PointRow = Omit<KnowledgePoint, 'folded' | 'created_at' | 'user_id'>

const pointColumns = [
  ...(['id', 'subject', 'name', 'questions', 'mistakes', 'right', 'wrong', 'evidence_count'] as const),
] as const
const points = (db: Db, userId: string) =>
  db
    .selectFrom('knowledge_points')
    .select(pointColumns)
    .select(sql<string | null>`last_on::text`.as('last_on'))
    .where('user_id', '=', userId)

export const findPoint = async (db: Db, userId: string, id: string): Promise<PointRow | undefined> =>
  (await points(db, userId).where('id', '=', id).executeTakeFirst()) as PointRow | undefined

/** A learner's knowledge points by pages, the newest first; one more if another page follows. */
export async function listPoints(
  db: Db,
  userId: string,
  { subject, limit, before }: { subject?: Subject | undefined; limit: number; before?: string | undefined },
): Promise<PointRow[]> {
  let query = points(db, userId)
  if (subject) query = query.where('subject', '=', subject)
  if (before !== undefined) query = query.where('id', '<', before)
  return (await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()) as PointRow[]
}

/** The points that most questions and mistakes are about. */
export const mostTalkedOf = async (db: Db, userId: string, limit: number): Promise<PointRow[]> =>
  (await points(db, userId)
    .orderBy(sql`questions + mistakes`, 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()) as PointRow[]

/** The same of every subject, so many of each, or of one. */
export async function topPoints(
  db: Db,
  userId: string,
  { subject, perSubject }: { subject?: Subject | undefined; perSubject: number },
): Promise<PointRow[]> {
  const { rows } =
    await sql<PointRow>`select id, subject, name, questions, mistakes, "right", wrong, evidence_count,
      last_on::text as last_on from (
      select *, row_number() over (partition by subject order by questions + mistakes desc, id) as place
      from knowledge_points where user_id = ${userId} ${subject ? sql`and subject = ${subject}` : sql``}
    ) placed where place <= ${perSubject} order by subject, place`.execute(db)
  return rows
}

/** All of a learner's points, which are bounded: for what orders them by their mastery of today. */
export const allPoints = async (db: Db, userId: string, subject?: Subject | null): Promise<PointRow[]> => {
  let query = points(db, userId)
  if (subject) query = query.where('subject', '=', subject)
  return (await query.orderBy('id').execute()) as PointRow[]
}

/** Points with enough evidence to be weak, the share of what was wrong first; which of them are is for a day to say. */
export async function doubtfulPoints(
  db: Db,
  userId: string,
  { subject, limit }: { subject: Subject | null; limit: number },
): Promise<PointRow[]> {
  let query = points(db, userId).where('evidence_count', '>=', 3).where(sql<boolean>`wrong > 0`)
  if (subject) query = query.where('subject', '=', subject)
  return (await query
    .orderBy(sql`(1 + "right") / (2 + "right" + wrong)`)
    .orderBy('id')
    .limit(limit)
    .execute()) as PointRow[]
}

type EventKindName = 'question' | 'mistake' | 'review' | 'submission' | 'item'

interface EvidenceRow {
  event_id: string
  number: string
  day: string
  result: ReviewResult
  weight: number
  judged_by: Judge
  assisted: boolean
  kind: EventKindName
}

/** The evidence of a point, the newest first; one more if another page follows. */
export async function listEvidence(
  db: Db,
  pointId: string,
  { limit, before }: { limit: number; before?: { day: string; number: string } | undefined },
): Promise<EvidenceRow[]> {
  const { rows } = await sql<EvidenceRow>`
    select event_id, e.number, e.day::text as day, e.result, weight, judged_by, assisted, kind
    from mastery_evidence e join learning_events on learning_events.id = event_id
    where point_id = ${pointId} and removed_at is null
      ${before ? sql`and (e.day, e.number) < (${before.day}::date, ${before.number}::bigint)` : sql``}
    order by e.day desc, e.number desc limit ${limit + 1}`.execute(db)
  return rows
}
