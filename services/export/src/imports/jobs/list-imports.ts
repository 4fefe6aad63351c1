import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../../deps.ts'
import { listImportsOf } from './import-jobs.queries.ts'
import { ImportView, viewImport } from './import-view.ts'

const List = Type.Object({ imports: Type.Array(ImportView), next_cursor: NextCursor })

export function listImports(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/imports',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['imports'],
        summary: 'List the imports you started, newest first',
        querystring: Type.Object(pageQuery),
        response: { 200: success(List), ...problems(...userProblems, ValidationFailed, BadCursor) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const jobs = await listImportsOf(db, principalOf(request).userId, limit, decodeCursor(Uuid, cursor))
      const { page, next_cursor } = toPage(jobs, limit, ({ id }) => id)
      const imports = page.map((job) => viewImport(job, languageOf(request)))
      return { success: true as const, data: { imports, next_cursor } }
    },
  )
}
