import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { Done } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { Deps } from '../deps.ts'
import { eraseJob } from './erase-job.ts'
import { ownJob } from './own-job.ts'
import { ExportNotFound } from './problems.ts'

export function deleteExport(app: App, deps: Deps) {
  app.delete(
    '/api/exports/:id',
    {
      onRequest: requireScope('export'),
      schema: {
        tags: ['exports'],
        summary: 'Delete an export and its file; a running export is cancelled first',
        params: IdParams,
        response: { 200: Done, ...problems(...userProblems, ExportNotFound, ServiceUnavailable) },
      },
    },
    async (request) => {
      const job = await ownJob(deps.db, request.params.id, principalOf(request).userId)
      // The row in the history goes last, so that a repeated request removes what is left.
      await eraseJob(deps, job.id).catch((cause) => {
        throw ServiceUnavailable({ retryAfterS: 5, cause })
      })
      return { success: true as const }
    },
  )
}
