import { FileNotFound } from '@lingzhi/contracts/file-problems'
import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { Done } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { Deps } from '../deps.ts'
import { removeFile } from '../removal/remove-file.ts'
import { ownFile } from './own-file.ts'

export function deleteFile(app: App, deps: Deps) {
  app.delete(
    '/api/v1/files/:id',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['files'],
        summary: 'Remove a file, everything made of it, and all links to it, wherever it was used',
        params: IdParams,
        response: { 200: Done, ...problems(...userProblems, FileNotFound) },
      },
    },
    async (request) => {
      const { id } = await ownFile(deps.db, request.params.id, principalOf(request).userId)
      await removeFile(deps, id, 'deleted').catch((err) => {
        // Gone for everybody with its row; the sweep repeats what the store did not do.
        request.log.warn({ err, file_id: id }, 'the bytes of a removed file could not be removed yet')
      })
      return { success: true as const }
    },
  )
}
