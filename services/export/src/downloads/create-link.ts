import { IdParams, instant } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { linkTo } from '@lingzhi/mail/public-url'
import { hourMs } from '@lingzhi/runtime/time'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { readableJob } from '../jobs/own-job.ts'
import { ExportExpired, ExportNotFound, ExportNotReady } from '../jobs/problems.ts'
import { signLink } from './sign-link.ts'

export function createLink(app: App, { db, now }: Pick<Deps, 'db' | 'now'>, config: Config) {
  app.post(
    '/api/exports/:id/link',
    {
      onRequest: requireScope('export'),
      schema: {
        tags: ['exports'],
        summary: 'Create a link that downloads the file without a token for a limited time',
        params: IdParams,
        response: {
          200: success(Type.Object({ url: Type.String(), expires_at: instant }, { title: 'DownloadLink' })),
          ...problems(...userProblems, ExportNotFound, ExportNotReady, ExportExpired),
        },
      },
    },
    async (request) => {
      const job = await readableJob(db, request.params.id, principalOf(request))
      if (job.status === 'expired') throw ExportExpired()
      if (job.status !== 'completed' || !job.expires_at) throw ExportNotReady()
      const until = Math.min(now().getTime() + config.EXPORT_LINK_HOURS * hourMs, job.expires_at.getTime())
      const { path, expiresAt } = signLink(config, job, new Date(until))
      return {
        success: true as const,
        data: { url: linkTo(config, path), expires_at: expiresAt.toISOString() },
      }
    },
  )
}
