import type { SearchQuery } from '@lingzhi/search-terms/search-terms'
import { searchQuery } from '@lingzhi/search-terms/search-terms'
import { sql } from 'kysely'
import type { Db, Question } from '../database.ts'
import { foldFormulas } from '../formulas/fold-formulas.ts'
import { hasWords, newestOf } from '../own-words.ts'
import { questionColumns } from '../questions.queries.ts'

export interface QuestionList {
  userId: string
  conversationId?: string | undefined
  subject?: string | undefined
  type?: string | undefined
  /** The first and the last day, YYYY-MM-DD in the time zone. */
  from?: string | undefined
  to?: string | undefined
  timeZone?: string | undefined
  words?: SearchQuery | undefined
}

/** Words of a search; null: there are none. */
export const wordsOf = (text: string): SearchQuery | null => searchQuery(foldFormulas(text))

function matching(
  db: Db,
  { userId, conversationId, subject, type, from, to, timeZone = 'UTC', words }: QuestionList,
) {
  let questions = db.selectFrom('questions').where('user_id', '=', userId)
  if (conversationId) questions = questions.where('conversation_id', '=', conversationId)
  if (subject) questions = questions.where('subject', '=', subject as Question['subject'] & string)
  if (type) questions = questions.where('type', '=', type as Question['type'])
  const startOf = (day: string, later = 0) =>
    sql`((${day}::date + ${later}::integer)::timestamp at time zone ${timeZone})`
  if (from) questions = questions.where(sql<boolean>`created_at >= ${startOf(from)}`)
  if (to) questions = questions.where(sql<boolean>`created_at < ${startOf(to, 1)}`)
  if (words) {
    questions = questions.where(sql<boolean>`id in (
      select id from questions where user_id = ${userId} and ${hasWords('questions', userId, words)}
      union all select question_id from answers where user_id = ${userId} and ${hasWords('answers', userId, words)})`)
  }
  return questions
}

/** Their ids, newest first, or as they were asked; and one more if another page follows. */
export function placeQuestions(
  db: Db,
  list: QuestionList,
  {
    limit,
    after,
    offset = 0,
    order = 'desc',
  }: { limit: number; after?: string | undefined; offset?: number; order?: 'asc' | 'desc' },
): Promise<{ id: string }[]> {
  let questions = matching(db, list).select('id')
  if (after) questions = questions.where('id', order === 'desc' ? '<' : '>', after)
  return questions
    .orderBy('id', order)
    .limit(limit + 1)
    .offset(offset)
    .execute()
}

/** Those of these that are a user's, in any order. */
export const findQuestions = (db: Db, userId: string, ids: readonly string[]): Promise<Question[]> =>
  db
    .selectFrom('questions')
    .select(questionColumns)
    .where('user_id', '=', userId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()

export async function countQuestions(db: Db, list: QuestionList): Promise<number> {
  const { count } = await matching(db, list)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export interface Hit {
  kind: 'question' | 'answer'
  question_id: string
  content: string
  rank: number
  created_at: Date
}

/**
 * What has been found of one's own by words: what holds `all` first, then the best, then the newest. Terms have no places, so ts_rank.
 * Each hit is unpacked for its rank, and so only the newest are hits.
 */
export async function findWords(
  db: Db,
  userId: string,
  query: {
    words: SearchQuery
    /** One of the words is enough. */
    loose: boolean
    kinds: readonly Hit['kind'][]
    limit: number
    offset: number
  },
): Promise<Hit[]> {
  const { words, loose, kinds, limit, offset } = query
  const { all } = words
  const any = all.replaceAll(' & ', ' | ')
  const wanted = loose ? { all: any, indexed: words.indexed === all ? any : null } : words
  const hits = (table: 'questions' | 'answers') => newestOf(table, userId, hasWords(table, userId, wanted))
  const { rows } = await sql<Hit>`select * from (
      select 'question' as kind, id as question_id, content, created_at,
        (terms || ''::tsvector) @@ ${all}::tsquery as whole, ts_rank(terms, ${wanted.all}::tsquery) as rank
      from questions where id in ${hits('questions')} and ${kinds.includes('question')}
      union all
      select 'answer', question_id, content, created_at, (terms || ''::tsvector) @@ ${all}::tsquery,
        ts_rank(terms, ${wanted.all}::tsquery)
      from answers where question_id in ${hits('answers')} and ${kinds.includes('answer')}) found
    order by whole desc, rank desc, created_at desc, question_id, kind limit ${limit + 1} offset ${offset}`.execute(
    db,
  )
  return rows
}
