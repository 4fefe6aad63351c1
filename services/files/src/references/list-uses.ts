import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { FileNotFound } from '@lingzhi/contracts/file-problems'
import { IdParams, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { ownFile } from '../catalogue/own-file.ts'
import type { Deps } from '../deps.ts'
import { referencesOf } from './references.queries.ts'

const FileUse = Type.Object(
  {
    kind: Type.Enum(['conversation', 'learning', 'skill']),
    id: Uuid,
  },
  { title: 'FileUse' },
)
const Position = Type.Tuple([Uuid, FileUse.properties.kind])
const List = Type.Object(
  {
    uses: Type.Array(FileUse),
    total: Type.Integer({ description: 'How many there are in all.' }),
    next_cursor: NextCursor,
  },
  { title: 'FileUses' },
)

/** What a file is kept for: ids alone, since what they name is its own service's to show. */
export function listUses(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/v1/files/:id/uses',
    {
      onRequest: requireScope('read', 'chat'),
      schema: {
        tags: ['files'],
        summary: 'List where a file is used, the newest first',
        description:
          'Conversations that it was sent in or uploaded for, and what was handed in with it. While there are none, it stays as long as its ' +
          'owner keeps it if it was never used, and goes a day after the last of them otherwise.',
        params: IdParams,
        querystring: Type.Object(pageQuery),
        response: {
          200: success(List),
          ...problems(...userProblems, ValidationFailed, FileNotFound, BadCursor),
        },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const before = decodeCursor(Position, cursor)
      const { id } = await ownFile(db, request.params.id, principalOf(request).userId)
      const { found, total } = await referencesOf(db, id, { limit, before })
      const { page, next_cursor } = toPage(found, limit, (one) => [one.id, one.kind])
      return { success: true as const, data: { uses: page, total, next_cursor } }
    },
  )
}
