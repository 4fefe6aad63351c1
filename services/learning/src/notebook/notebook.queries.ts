import { recordFact } from '@lingzhi/bus/outbox'
import { newId } from '@lingzhi/contracts/ids'
import { MistakeRecorded } from '@lingzhi/contracts/learning'
import { ownTerms, searchTerms } from '@lingzhi/search-terms/search-terms'
import { sql } from 'kysely'
import { cardColumns } from '../card-columns.ts'
import type { Db } from '../database.ts'
import { recordEvents } from '../events/record-events.ts'
import { NotebookFull } from '../notebook-contract.ts'
import type { Mistake } from '../notebook-tables.ts'
import { indexHas, newestOf } from '../own-words.ts'
import { beginCard } from '../schedule/fold-reviews.ts'
import type { Scheduling } from '../schedule/history.ts'
import { letPicturesGo, type Pictures } from './keep-pictures.ts'
import type { MistakeChange, NewMistake } from './mistake-shape.ts'
import { mistakesMax } from './mistake-shape.ts'

const mistakeColumns = [
  ...(['id', 'user_id', 'subject', 'title', 'description', 'question_content', 'student_answer'] as const),
  ...([
    'correct_answer',
    'explanation',
    'chapter',
    'category',
    'question_type',
    'error_type',
    'notes',
  ] as const),
  ...([
    'knowledge_points',
    'tags',
    'difficulty_level',
    'starred',
    'source',
    'file_ids',
    'files_reference',
    'source_id',
    'created_at',
  ] as const),
  ...([
    'updated_at',
    'status',
    'stability',
    'difficulty',
    'interval_days',
    'streak',
    'lapses',
    'mastery',
  ] as const),
  ...(['step', 'reviews_count', 'correct_count'] as const),
] as const

/** Dates as text: a driver would make instants of them. */
const mistakeDays = (['due_on', 'last_on', 'created_on'] as const).map((name) =>
  sql<string>`${sql.ref(name)}::text`.as(name),
)

const rows = (db: Db) => db.selectFrom('mistakes').select(mistakeColumns).select(mistakeDays)

export async function findMistake(db: Db, userId: string, id: string): Promise<Mistake | undefined> {
  return (await rows(db).where('id', '=', id).where('user_id', '=', userId).executeTakeFirst()) as
    | Mistake
    | undefined
}

/** Those of these that are a user's, in any order. */
export async function findMistakes(db: Db, userId: string, ids: readonly string[]): Promise<Mistake[]> {
  return (await rows(db)
    .where('user_id', '=', userId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()) as Mistake[]
}

export const countMistakes = async (db: Db, userId: string): Promise<number> => {
  const found = await db
    .selectFrom('mistakes')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return found.count
}

/** Raises NOTEBOOK_FULL where so many more would be too many; call it where the learner's turn is held. */
export async function demandPlace(trx: Db, userId: string, more = 1): Promise<void> {
  if ((await countMistakes(trx, userId)) + more > mistakesMax) throw NotebookFull()
}

/** What a search finds a mistake by. */
const termsFor = (userId: string, row: MistakeChange) =>
  sql`array_to_tsvector(${ownTerms(
    [row.title, row.question_content, row.explanation, row.description, row.notes, row.chapter, row.category]
      .concat(row.tags ?? [], row.knowledge_points ?? [])
      .filter(Boolean)
      .join('\n'),
    userId,
  )}::text[])`

/** A mistake on its way into the notebook, with what is kept of its files. */
export type Entering = NewMistake & { pictures?: Pictures }

export interface Adding {
  userId: string
  scheduling: Scheduling
  today: string
  /** Of the day; left out when it is not known when it was written. */
  hour?: number
  at: Date
}

/** Stores a mistake with its card in the caller's transaction, and counts it; undefined when its source is in the notebook already. */
export async function insertMistake(trx: Db, mistake: Entering, adding: Adding): Promise<string | undefined> {
  const [id] = await insertMistakes(trx, [mistake], adding)
  return id
}

/** The same for many: the id of each, or undefined. */
export async function insertMistakes(
  trx: Db,
  mistakes: readonly Entering[],
  adding: Adding,
): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = []
  for (const mistake of mistakes) ids.push(await storeMistake(trx, mistake, adding))
  const { userId, today: day, hour, at } = adding
  const stored = mistakes.flatMap((mistake, index) => {
    const id = ids[index]
    return id === undefined ? [] : [{ id, mistake }]
  })
  for (const { id, mistake } of stored) {
    const { subject, source = 'manual' } = mistake
    await recordFact(trx, MistakeRecorded, { mistake_id: id, user_id: userId, subject, source })
  }
  // Last: it locks what is counted of the learner.
  const events = stored.map(({ id, mistake }) => ({
    ...{ id, kind: 'mistake' as const, at, day, hour, subject: mistake.subject },
    points: mistake.knowledge_points ?? [],
  }))
  await recordEvents(trx, userId, events)
  return ids
}

async function storeMistake(
  db: Db,
  mistake: Entering,
  { userId, scheduling, today, at }: Adding,
): Promise<string | undefined> {
  const { source = 'manual', source_id = null, pictures, ...rest } = mistake
  const row = await db
    .insertInto('mistakes')
    .values({
      id: newId(),
      user_id: userId,
      ...texts(rest),
      subject: mistake.subject,
      title: mistake.title,
      question_content: mistake.question_content,
      source,
      source_id,
      ...pictures,
      created_on: today,
      created_at: at,
      updated_at: at,
      terms: termsFor(userId, mistake),
      ...cardColumns(beginCard(today, scheduling)),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** The members that are ours, and null where a text was left out. */
const texts = (row: MistakeChange) => ({
  description: row.description ?? null,
  student_answer: row.student_answer ?? null,
  correct_answer: row.correct_answer ?? null,
  explanation: row.explanation ?? null,
  chapter: row.chapter ?? null,
  category: row.category ?? null,
  question_type: row.question_type ?? null,
  error_type: row.error_type ?? null,
  notes: row.notes ?? null,
  knowledge_points: unique(row.knowledge_points),
  tags: unique(row.tags),
  difficulty_level: row.difficulty_level ?? 2,
  starred: row.starred ?? false,
})

const unique = (names: readonly string[] = []) => [...new Set(names.map((name) => name.trim()))]

/** Changes what is given and leaves the rest, its files too unless others are kept; its row must be locked by the caller's transaction. */
export async function updateMistake(
  trx: Db,
  before: Mistake,
  change: MistakeChange,
  at: Date,
  pictures?: Pictures,
): Promise<void> {
  if (pictures) await letPicturesGo(trx, before.user_id, [before])
  const given = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  ) as MistakeChange
  const after = { ...before, ...given }
  await trx
    .updateTable('mistakes')
    .set({
      ...texts(after),
      ...pictures,
      subject: after.subject,
      title: after.title,
      question_content: after.question_content,
      updated_at: at,
      terms: termsFor(before.user_id, after),
    })
    .where('id', '=', before.id)
    .execute()
}

/** Locks the mistakes of a user among these, in the order of their ids. */
export async function lockMistakes(trx: Db, userId: string, ids: readonly string[]): Promise<Mistake[]> {
  return (await rows(trx)
    .where('user_id', '=', userId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()) as Mistake[]
}

/** With their reviews; their files are let go of. */
export async function deleteMistakes(db: Db, userId: string, ids: readonly string[]): Promise<string[]> {
  const gone = await db
    .deleteFrom('mistakes')
    .where('user_id', '=', userId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .returning(['id', 'files_reference'])
    .execute()
  await letPicturesGo(db, userId, gone)
  return gone.map(({ id }) => id)
}

/** Due up to a day, what is probably most forgotten first: the longer ago in proportion to its stability. */
export async function dueMistakes(db: Db, userId: string, today: string, limit: number): Promise<Mistake[]> {
  return (await rows(db)
    .where('user_id', '=', userId)
    .where(sql<boolean>`due_on <= ${today}::date`)
    .orderBy(sql`(${today}::date - last_on) / stability`, 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()) as Mistake[]
}

/** Terms that count for likeness; a question has fewer. */
const likenessTermsMax = 200
/** Each of them is looked for in all that may be alike, so these are fewer than a search unpacks. */
const alikeMaxBytes = 1_000_000

/**
 * Mistakes that share words or knowledge points with one, the most alike first. They are looked for among the newest that share
 * any: a notebook may have more than a database unpacks while somebody waits.
 */
export async function similarMistakes(
  db: Db,
  to: Mistake,
  limit: number,
): Promise<(Mistake & { shared: number })[]> {
  const terms = searchTerms(`${to.title}\n${to.question_content}\n${to.knowledge_points.join('\n')}`)
    .filter((term) => [...term].length > 1)
    .slice(0, likenessTermsMax)
  if (terms.length === 0) return []
  const quoted = terms.map((term) => `'${term}'`)
  const newest = newestOf('mistakes', to.user_id, indexHas(to.user_id, quoted.join(' | ')), alikeMaxBytes)
  // Unpacked once, by `||`, and not again for each term.
  const shared = sql<number>`(select count(*)::int from (select terms || ''::tsvector as own offset 0) unpacked,
      unnest(${quoted}::text[]) term where own @@ term::tsquery)`
  const points = sql<number>`(select count(*)::int from unnest(knowledge_points) point
    where point = any(${to.knowledge_points}::text[]))`
  const alike = await db
    .selectFrom('mistakes')
    .select('id')
    .select(shared.as('shared'))
    .where('id', '<>', to.id)
    .where(sql<boolean>`id in ${newest}`)
    .orderBy(sql`${points} * 4 + ${shared}`, 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  const ids = alike.map(({ id }) => id)
  const found = new Map((await findMistakes(db, to.user_id, ids)).map((row) => [row.id, row]))
  return alike.flatMap(({ id, shared }) => {
    const row = found.get(id)
    return row ? [{ ...row, shared: shared / terms.length }] : []
  })
}

/** What the tutor answered to a question, once it has. */
export async function answerTo(db: Db, questionId: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('answers')
    .select('content')
    .where('question_id', '=', questionId)
    .executeTakeFirst()
  return found?.content
}

export async function findBySource(db: Db, userId: string, source: string, sourceId: string) {
  const found = await db
    .selectFrom('mistakes')
    .select('id')
    .where('user_id', '=', userId)
    .where('source', '=', source)
    .where('source_id', '=', sourceId)
    .executeTakeFirst()
  return found?.id ?? null
}
