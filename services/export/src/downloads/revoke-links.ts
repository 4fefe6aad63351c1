import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { Done } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { Deps } from '../deps.ts'
import { revokeLinks } from '../jobs/jobs.queries.ts'
import { ownJob } from '../jobs/own-job.ts'
import { ExportNotFound } from '../jobs/problems.ts'

export function deleteLinks(app: App, { db }: Pick<Deps, 'db'>) {
  app.delete(
    '/api/exports/:id/link',
    {
      onRequest: requireScope('export'),
      schema: {
        tags: ['exports'],
        summary: 'Take back every link to the file that was given out; new ones may be created',
        params: IdParams,
        response: { 200: Done, ...problems(...userProblems, ExportNotFound) },
      },
    },
    async (request) => {
      const job = await ownJob(db, request.params.id, principalOf(request).userId)
      await revokeLinks(db, { jobId: job.id })
      return { success: true as const }
    },
  )
}
