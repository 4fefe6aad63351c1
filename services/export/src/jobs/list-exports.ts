import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { JobView, viewJob } from './job-view.ts'
import { listJobs } from './jobs.queries.ts'

const List = Type.Object({ exports: Type.Array(JobView), next_cursor: NextCursor })

export function listExports(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  app.get(
    '/api/exports',
    {
      onRequest: requireScope('export'),
      schema: {
        tags: ['exports'],
        summary: 'List your exports, newest first; the history is kept when files expire',
        querystring: Type.Object(pageQuery),
        response: {
          200: success(List),
          ...problems(...userProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const jobs = await listJobs(db, principalOf(request).userId, limit, decodeCursor(Uuid, cursor))
      const { page, next_cursor } = toPage(jobs, limit, ({ id }) => id)
      const at = now()
      return { success: true as const, data: { exports: page.map((job) => viewJob(job, at)), next_cursor } }
    },
  )
}
