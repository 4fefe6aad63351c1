import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { Config } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { ImportView, viewImport } from '../jobs/import-view.ts'
import { ownImport } from '../jobs/own-import.ts'
import { handImportOver } from '../jobs/work-imports.ts'
import { ImportFileGone, ImportNotFound, ImportNotReady, ImportQuotaExceeded } from '../problems.ts'
import { addImport } from './new-import.ts'
import { uploadedParts } from './parts.queries.ts'

export function applyImport(app: App, deps: Deps, config: Config) {
  const { db } = deps
  app.post(
    '/api/imports/:id/apply',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['imports'],
        summary: 'Import the file of a dry run, without sending it again',
        description: 'Starts another import, which takes the file over.',
        params: IdParams,
        response: {
          202: success(ImportView),
          ...problems(
            ...[...adminProblems, ValidationFailed, ImportNotFound, ImportNotReady, ImportFileGone],
            ImportQuotaExceeded,
          ),
        },
      },
    },
    async (request, reply) => {
      const dryRun = await ownImport(db, request.params.id, principalOf(request).userId)
      if (dryRun.status !== 'completed') throw ImportNotReady()
      if (!dryRun.dry_run || (await uploadedParts(db, dryRun.id)).length === 0) throw ImportFileGone()
      const { name, user_id: userId } = dryRun
      const job = await addImport(deps, config, request, { dryRun: false, name, userId, fileOf: dryRun })
      handImportOver(deps, job.id)
      return reply
        .code(202)
        .header('Location', `/api/imports/${job.id}`)
        .send({ success: true as const, data: viewImport(job, languageOf(request)) })
    },
  )
}
