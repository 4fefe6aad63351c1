import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { Deps } from '../deps.ts'
import { JobView, viewJob } from './job-view.ts'
import { cancelJob } from './jobs.queries.ts'
import { ownJob } from './own-job.ts'
import { ExportEnded, ExportNotFound } from './problems.ts'
import { signalJob } from './signals.ts'

export function cancelExport(app: App, { db, bus, now }: Pick<Deps, 'db' | 'bus' | 'now'>) {
  app.post(
    '/api/exports/:id/cancel',
    {
      onRequest: requireScope('export'),
      schema: {
        tags: ['exports'],
        summary: 'Cancel an export that is waiting or running',
        params: IdParams,
        response: {
          200: success(JobView),
          ...problems(...userProblems, ExportNotFound, ExportEnded),
        },
      },
    },
    async (request) => {
      const job = await ownJob(db, request.params.id, principalOf(request).userId)
      // With this row no worker can store a part. What is stored, the worker or the sweep removes.
      const cancelled = (await cancelJob(db, job.id, now())) ?? (job.status === 'cancelled' ? job : undefined)
      if (!cancelled) throw ExportEnded()
      signalJob(bus, job.id, 'ended')
      return { success: true as const, data: viewJob(cancelled, now()) }
    },
  )
}
