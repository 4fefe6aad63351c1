import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { Deps } from '../../deps.ts'
import { ImportEnded, ImportNotFound } from '../problems.ts'
import { cancelImportRow } from './import-jobs.queries.ts'
import { signalImport } from './import-signals.ts'
import { ImportView, viewImport } from './import-view.ts'
import { ownImport } from './own-import.ts'
import { removeUpload } from './remove-upload.ts'

export function cancelImport(app: App, deps: Pick<Deps, 'db' | 'bus' | 'store' | 'log' | 'now'>) {
  const { db, bus, now } = deps
  app.post(
    '/api/imports/:id/cancel',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['imports'],
        summary: 'Cancel an import that is uploaded, waiting or running',
        description: 'What was stored before stays; importing the file again completes it.',
        params: IdParams,
        response: { 200: success(ImportView), ...problems(...userProblems, ImportNotFound, ImportEnded) },
      },
    },
    async (request) => {
      const job = await ownImport(db, request.params.id, principalOf(request).userId)
      // With this row no worker can send another batch.
      const ended =
        (await cancelImportRow(db, job.id, now())) ?? (job.status === 'cancelled' ? job : undefined)
      if (!ended) throw ImportEnded()
      signalImport(bus, job.id, 'ended')
      if (job.status !== 'running') await removeUpload(deps, job.id)
      return { success: true as const, data: viewImport(ended, languageOf(request)) }
    },
  )
}
