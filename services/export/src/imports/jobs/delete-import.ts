import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { Done } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { Deps } from '../../deps.ts'
import { ImportNotFound } from '../problems.ts'
import { eraseImport } from './erase-import.ts'
import { ownImport } from './own-import.ts'

export function deleteImport(app: App, deps: Deps) {
  app.delete(
    '/api/imports/:id',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['imports'],
        summary: 'Delete an import from the list, with its file and its report; what it stored stays',
        params: IdParams,
        response: { 200: Done, ...problems(...userProblems, ImportNotFound, ServiceUnavailable) },
      },
    },
    async (request) => {
      const job = await ownImport(deps.db, request.params.id, principalOf(request).userId)
      // The row goes last, so that a repeated request removes what is left.
      await eraseImport(deps, job.id).catch((cause) => {
        throw ServiceUnavailable({ retryAfterS: 5, cause })
      })
      return { success: true as const }
    },
  )
}
