import { FileNotFound } from '@lingzhi/contracts/file-problems'
import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { Deps } from '../deps.ts'
import { FileView, viewFile } from './file-view.ts'
import { ownFile } from './own-file.ts'

export function showFile(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/v1/files/:id',
    {
      onRequest: requireScope('read', 'chat'),
      schema: {
        tags: ['files'],
        summary: 'Show a file: what it is, and whether it can be used',
        params: IdParams,
        response: { 200: success(FileView), ...problems(...userProblems, FileNotFound) },
      },
    },
    async (request) => {
      const file = await ownFile(db, request.params.id, principalOf(request).userId)
      return { success: true as const, data: await viewFile(db, file, languageOf(request)) }
    },
  )
}
