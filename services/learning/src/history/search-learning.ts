import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { storable } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, encodeCursor } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { NothingToSearch } from '../problems.ts'
import type { Hit } from './history.queries.ts'
import { findWords, wordsOf } from './history.queries.ts'

const kinds = ['question', 'answer'] as const
const Kind = Type.Enum(kinds)
/** Fewer hits than this, and a part of the words is enough. */
const fewHits = 3
const shownChars = 500
/** How far a search can be paged. */
const offsetMax = 1_000

const Found = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          kind: Kind,
          id: Uuid,
          question_id: Uuid,
          content: Type.String(),
          rank: Type.Number(),
          created_at: instant,
        },
        { title: 'LearningHit' },
      ),
    ),
    by: Type.Literal('words'),
    loose: Type.Boolean(),
    next_cursor: NextCursor,
  },
  { title: 'LearningSearch' },
)
const Position = Type.Object({
  offset: Type.Integer({ minimum: 1, maximum: offsetMax }),
  loose: Type.Boolean(),
})

/** What a learner has asked and been answered, by words, the best first. */
export function searchLearning(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/v1/learning/search',
    {
      onRequest: requireScope('read', 'chat'),
      schema: {
        tags: ['learning'],
        summary: 'Search your questions and answers, the best first',
        description:
          'Every word must occur; where that gives fewer than three hits, one is enough (`loose`). A formula finds its other spellings. Of many hits the newest are told.',
        querystring: Type.Object({
          ...pageQuery,
          q: Type.String({ minLength: 1, maxLength: 200, pattern: storable, description: 'The words.' }),
          kinds: Type.Optional(Type.String({ pattern: '^(question|answer)(,(question|answer)){0,7}$' })),
        }),
        response: {
          200: success(Found),
          ...problems(...userProblems, ValidationFailed, BadCursor, NothingToSearch),
        },
      },
    },
    async (request) => {
      const { q, limit, cursor } = request.query
      const wanted = (request.query.kinds?.split(',') ?? kinds) as Hit['kind'][]
      const words = wordsOf(q)
      if (words === null) throw NothingToSearch()
      const { userId } = principalOf(request)
      const place = decodeCursor(Position, cursor)
      const offset = place?.offset ?? 0
      const find = (loose: boolean) => findWords(db, userId, { words, loose, kinds: wanted, limit, offset })
      let loose = place?.loose ?? false
      let found = await find(loose)
      if (!place && found.length < fewHits && words.all.includes(' & ')) {
        const more = await find(true)
        loose = more.length > found.length
        if (loose) found = more
      }
      const items = found.slice(0, limit).map(({ kind, question_id, content, rank, created_at }) => ({
        ...{ kind, id: question_id, question_id, rank, created_at: created_at.toISOString() },
        content: content.slice(0, shownChars).toWellFormed(),
      }))
      const next = offset + limit
      const next_cursor =
        found.length > limit && next <= offsetMax ? encodeCursor({ offset: next, loose }) : null
      return { success: true as const, data: { items, by: 'words' as const, loose, next_cursor } }
    },
  )
}
