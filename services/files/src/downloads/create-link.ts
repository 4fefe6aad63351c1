import { FileNotFound, FileNotReady } from '@lingzhi/contracts/file-problems'
import { IdParams, instant } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { linkTo } from '@lingzhi/mail/public-url'
import { hourMs } from '@lingzhi/runtime/time'
import { Type } from 'typebox'
import { readableFile } from '../catalogue/own-file.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { signLink } from './sign-link.ts'

export function createLink(app: App, { db, now }: Pick<Deps, 'db' | 'now'>, config: Config) {
  app.post(
    '/api/v1/files/:id/link',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['files'],
        summary: 'Create a link by which anybody downloads an uploaded file for a limited time',
        params: IdParams,
        response: {
          200: success(Type.Object({ url: Type.String(), expires_at: instant }, { title: 'FileLink' })),
          ...problems(...userProblems, FileNotFound, FileNotReady),
        },
      },
    },
    async (request) => {
      const file = await readableFile(db, request.params.id, principalOf(request).userId)
      const until = new Date(now().getTime() + config.FILES_LINK_HOURS * hourMs)
      const { path, expiresAt } = signLink(config, file, until)
      return {
        success: true as const,
        data: { url: linkTo(config, path), expires_at: expiresAt.toISOString() },
      }
    },
  )
}
