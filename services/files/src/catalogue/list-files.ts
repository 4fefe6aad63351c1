import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, instant, isId, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { listFiles as filesOf } from '../files.queries.ts'
import { FileView, viewFiles } from './file-view.ts'

const List = Type.Object({ files: Type.Array(FileView), next_cursor: NextCursor })

/** As the platform before called it. */
const SessionFile = Type.Object(
  {
    doc_id: Uuid,
    file_name: Type.String(),
    file_type: Type.String(),
    file_size: Type.Integer(),
    uploaded_at: instant,
  },
  { title: 'SessionFile' },
)
const sessionFilesMax = 100

export function listFiles(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/v1/files',
    {
      onRequest: requireScope('read', 'chat'),
      schema: {
        tags: ['files'],
        summary: 'List your files, newest first',
        querystring: Type.Object(pageQuery),
        response: { 200: success(List), ...problems(...userProblems, ValidationFailed, BadCursor) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const before = decodeCursor(Uuid, cursor)
      const found = await filesOf(db, principalOf(request).userId, { limit, before })
      const { page, next_cursor } = toPage(found, limit, ({ id }) => id)
      const files = await viewFiles(db, page, languageOf(request))
      return { success: true as const, data: { files, next_cursor } }
    },
  )
}

export function listSessionFiles(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/v1/files/session/:id',
    {
      onRequest: requireScope('read', 'chat'),
      schema: {
        tags: ['files'],
        summary: 'List your files that a conversation refers to, the newest 100',
        params: IdParams,
        response: {
          200: success(Type.Object({ files: Type.Array(SessionFile) })),
          ...problems(...userProblems),
        },
      },
    },
    async (request) => {
      const { id } = request.params
      const { userId } = principalOf(request)
      const options = { limit: sessionFilesMax, conversationId: id }
      const found = isId(id) ? await filesOf(db, userId, options) : []
      const files = found.slice(0, sessionFilesMax).map((file) => ({
        doc_id: file.id,
        file_name: file.name,
        file_type: file.media_type,
        file_size: file.bytes,
        uploaded_at: file.created_at.toISOString(),
      }))
      return { success: true as const, data: { files } }
    },
  )
}
