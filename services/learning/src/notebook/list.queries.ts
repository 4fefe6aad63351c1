import type { Subject } from '@lingzhi/contracts/learning'
import { searchQuery } from '@lingzhi/search-terms/search-terms'
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { Mistake } from '../notebook-tables.ts'
import { hasWords } from '../own-words.ts'

export interface MistakeFilter {
  userId: string
  subject?: Subject | undefined
  status?: string | undefined
  category?: string | undefined
  source?: string | undefined
  knowledgePoint?: string | undefined
  tag?: string | undefined
  starred?: boolean | undefined
  difficulty?: number | undefined
  /** From and up to these dates, both included. */
  from?: string | undefined
  to?: string | undefined
  search?: string | undefined
}

function filtered(db: Db, filter: MistakeFilter) {
  let query = db.selectFrom('mistakes').where('user_id', '=', filter.userId)
  const equals = {
    subject: filter.subject,
    status: filter.status,
    category: filter.category,
    source: filter.source,
  }
  for (const [name, value] of Object.entries(equals)) {
    if (value !== undefined) query = query.where(sql.ref(name), '=', value)
  }
  if (filter.starred !== undefined) query = query.where('starred', '=', filter.starred)
  if (filter.difficulty !== undefined) query = query.where('difficulty_level', '=', filter.difficulty)
  if (filter.knowledgePoint !== undefined) {
    query = query.where(sql<boolean>`${filter.knowledgePoint} = any(knowledge_points)`)
  }
  if (filter.tag !== undefined) query = query.where(sql<boolean>`${filter.tag} = any(tags)`)
  if (filter.from !== undefined) query = query.where(sql<boolean>`created_on >= ${filter.from}::date`)
  if (filter.to !== undefined) query = query.where(sql<boolean>`created_on <= ${filter.to}::date`)
  if (filter.search !== undefined) {
    const sought = searchQuery(filter.search)
    query = query.where(sought === null ? sql<boolean>`false` : hasWords('mistakes', filter.userId, sought))
  }
  return query
}

export const sorts = ['created_at', 'next_review_date', 'difficulty_level'] as const
export type Sort = (typeof sorts)[number]
const sortColumns = {
  created_at: 'id',
  next_review_date: 'due_on',
  difficulty_level: 'difficulty_level',
} as const

export interface Paging {
  limit: number
  sort: Sort
  order: 'asc' | 'desc'
  /** The row before the page. */
  after?: { value: string | number; id: string } | undefined
  offset?: number | undefined
}

/** What a mistake's place in a list is made of. */
export type Placed = Pick<Mistake, 'id' | 'due_on' | 'difficulty_level'>

/** The order of a page, and of up to one mistake more: read their texts when they are sent. */
export async function placeMistakes(db: Db, filter: MistakeFilter, paging: Paging): Promise<Placed[]> {
  const { limit, sort, order, after, offset = 0 } = paging
  const column = sql.ref(sortColumns[sort])
  const sign = sql.raw(order === 'asc' ? '>' : '<')
  let query = filtered(db, filter).select(['id', sql<string>`due_on::text`.as('due_on'), 'difficulty_level'])
  if (after) {
    const type = sql.raw({ created_at: 'uuid', next_review_date: 'date', difficulty_level: 'smallint' }[sort])
    query = query.where(sql<boolean>`(${column}, id) ${sign} (${after.value}::${type}, ${after.id}::uuid)`)
  }
  return query
    .orderBy(column, order)
    .orderBy('id', order)
    .limit(limit + 1)
    .offset(offset)
    .execute()
}

export const sortValue = (row: Placed, sort: Sort): string | number =>
  sort === 'created_at' ? row.id : sort === 'next_review_date' ? row.due_on : row.difficulty_level

export async function countListed(db: Db, filter: MistakeFilter): Promise<number> {
  const found = await filtered(db, filter)
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return found.count
}
