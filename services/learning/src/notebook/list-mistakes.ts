import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId, Uuid } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, success } from '@lingzhi/contracts/reply-shapes'
import { storable } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { sendItems } from '@lingzhi/http/send-items'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { isDay } from '@lingzhi/runtime/calendar'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { NotebookDoor } from '../notebook-contract.ts'
import { MistakeNotFound } from '../notebook-contract.ts'
import { fewAtOnce } from '../paging.ts'
import type { MistakeFilter, Placed, Sort } from './list.queries.ts'
import { countListed, placeMistakes, sorts, sortValue } from './list.queries.ts'
import { reading, notebookTags as tags, viewingFor } from './manage-mistakes.ts'
import type { Viewing } from './mistake-shape.ts'
import { MistakeView, Source, Status, toView } from './mistake-shape.ts'
import { findMistake, findMistakes, similarMistakes } from './notebook.queries.ts'

const word = (maxLength: number) => Type.Optional(Type.String({ minLength: 1, maxLength, pattern: storable }))

const day = (description: string) =>
  Type.Optional(Type.String({ format: 'date', pattern: '^[1-9]', description, examples: ['2026-11-01'] }))

/** Which mistakes: for lists and for exports. */
export const filters = {
  subject: Type.Optional(Subject),
  mastery_status: Type.Optional(Status),
  category: word(100),
  source: Type.Optional(Source),
  knowledge_point: word(60),
  tag: word(60),
  starred: Type.Optional(Type.Boolean()),
  difficulty: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
  search: word(200),
  start_date: day('Only those made from this date on.'),
  end_date: day('Only those made up to this date, included.'),
}
const Filters = Type.Object(filters)

export function toFilter(userId: string, query: Static<typeof Filters>): MistakeFilter {
  for (const name of ['start_date', 'end_date'] as const) {
    const day = query[name]
    if (day !== undefined && !isDay(day)) {
      throw ValidationFailed({ errors: [{ path: name, message: { zh: '没有这一天', en: 'is no date' } }] })
    }
  }
  return {
    userId,
    subject: query.subject,
    status: query.mastery_status,
    category: query.category,
    source: query.source,
    knowledgePoint: query.knowledge_point,
    tag: query.tag,
    starred: query.starred,
    difficulty: query.difficulty,
    search: query.search,
    from: query.start_date,
    to: query.end_date,
  }
}

const pagesMax = 1_000
const Position = Type.Object({
  sort: Type.Enum([...sorts]),
  value: Type.Union([
    Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2}|[0-9a-f-]{36})$' }),
    Type.Integer({ minimum: 1, maximum: 5 }),
  ]),
  id: Uuid,
})

const Query = Type.Object({
  ...filters,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: pagesMax })),
  page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  sort: Type.Enum([...sorts], { default: 'created_at' }),
  order: Type.Enum(['asc', 'desc'], { default: 'desc' }),
})

const Page = Type.Object(
  {
    items: Type.Array(MistakeView),
    total: Type.Integer({ minimum: 0 }),
    page: Type.Integer({ minimum: 1 }),
    page_size: Type.Integer({ minimum: 1 }),
    pages: Type.Integer({ minimum: 0 }),
    next_cursor: NextCursor,
  },
  { title: 'MistakePage' },
)

/** The notebook by pages, filtered, sorted, searched; and what is like a mistake. */
export function listNotebook(
  app: App,
  deps: Pick<Deps, 'db' | 'now'>,
  config: Pick<Config, 'TIMEZONE'>,
  { base, hide }: NotebookDoor,
) {
  const { db } = deps

  app.get(
    base,
    {
      ...reading,
      schema: {
        hide,
        tags,
        summary: 'List the mistakes in your notebook',
        description:
          'By `cursor`, or by `page` and `page_size`. `search` finds words of the question, the title, tags and notes; of one or two letters, or of one Chinese character, in the newest mistakes only.',
        querystring: Query,
        response: { 200: success(Page), ...problems(...userProblems, ValidationFailed, BadCursor) },
      },
    },
    async (request, reply) => {
      const { query, principal } = request
      const limit = query.page_size ?? query.limit ?? 20
      const { sort, order, cursor, page: number = 1 } = query
      const after = positionOf(cursor, sort)
      const filter = toFilter(principal!.userId, query)
      const offset = after ? 0 : (number - 1) * limit
      const [rows, total, viewing] = await Promise.all([
        placeMistakes(db, filter, { limit, sort, order, after, offset }),
        countListed(db, filter),
        viewingFor(deps, config, request),
      ])
      const { page, next_cursor } = toPage(rows, limit, (row) => ({
        sort,
        value: sortValue(row, sort),
        id: row.id,
      }))
      const counts = { total, page: number, page_size: limit, pages: Math.ceil(total / limit) }
      const items = viewsOf(page, filter.userId, viewing)
      return sendItems(reply, { items, rest: { ...counts, next_cursor } }) as never
    },
  )

  async function* viewsOf(page: Placed[], userId: string, viewing: Viewing) {
    const ids = page.map(({ id }) => id)
    for await (const row of fewAtOnce(ids, (some) => findMistakes(db, userId, some)))
      yield toView(row, viewing)
  }

  app.get(
    `${base}/:id/similar`,
    {
      ...reading,
      schema: {
        hide,
        tags,
        summary: 'List mistakes like one',
        description:
          'By the words and knowledge points that they share, among the newest that share any; `score` is the share of the words.',
        params: IdParams,
        querystring: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 20, default: 5 }) }),
        response: {
          200: success(
            Type.Object(
              {
                items: Type.Array(
                  Type.Object(
                    {
                      score: Type.Number({ minimum: 0, maximum: 1 }),
                      by: Type.Literal('words'),
                      mistake: MistakeView,
                    },
                    { title: 'SimilarMistake' },
                  ),
                ),
              },
              { title: 'SimilarMistakes' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed, MistakeNotFound),
        },
      },
    },
    async (request) => {
      const { params, query, principal } = request
      const to = isId(params.id) ? await findMistake(db, principal!.userId, params.id) : undefined
      if (!to) throw MistakeNotFound()
      const viewing = await viewingFor(deps, config, request)
      const rows = await similarMistakes(db, to, query.limit)
      const items = rows.map((row) => ({
        score: row.shared,
        by: 'words' as const,
        mistake: toView(row, viewing),
      }))
      return { success: true as const, data: { items } }
    },
  )
}

/** A position counts for the order that it was made for. */
function positionOf(cursor: string | undefined, sort: Sort) {
  const position = decodeCursor(Position, cursor)
  if (!position) return undefined
  const forms = { created_at: /^[0-9a-f-]{36}$/, next_review_date: /^\d{4}-/, difficulty_level: /^[1-5]$/ }
  const fits = position.sort === sort && forms[sort].test(`${position.value}`)
  if (!fits || (sort === 'next_review_date' && !isDay(`${position.value}`))) throw BadCursor()
  if (sort === 'created_at' && !isId(`${position.value}`)) throw BadCursor()
  return position
}
