import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { Deps } from '../deps.ts'
import { JobView, viewJob } from './job-view.ts'
import { ownJob } from './own-job.ts'
import { ExportNotFound } from './problems.ts'

export function showExport(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  app.get(
    '/api/exports/:id',
    {
      onRequest: requireScope('export'),
      schema: {
        tags: ['exports'],
        summary: 'Show an export: status, progress, and details of the file once completed',
        params: IdParams,
        response: { 200: success(JobView), ...problems(...userProblems, ExportNotFound) },
      },
    },
    async (request) => {
      const job = await ownJob(db, request.params.id, principalOf(request).userId)
      return { success: true as const, data: viewJob(job, now()) }
    },
  )
}
