import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { attachment } from '@lingzhi/http/attachment'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../../deps.ts'
import { ImportNotFound, ImportNotReady } from '../problems.ts'
import { tellReason } from '../reading/fault.ts'
import { ImportView, PlaceInFile, viewImport } from './import-view.ts'
import { ownImport } from './own-import.ts'

const Report = Type.Object(
  {
    import: ImportView,
    skipped: Type.Array(
      Type.Object(
        {
          conversation: Type.Integer({ description: 'Which conversation of the file, from 1.' }),
          messages: Type.Integer(),
          code: Type.String(),
          reason: Type.String(),
          place: PlaceInFile,
        },
        { title: 'SkippedConversation' },
      ),
      { description: 'Conversations that were not imported, and why. The others were, whole.' },
    ),
    left_out: Type.Integer({
      description:
        'Parts of conversations that have no place here, such as the output of tools: docs/import.md lists them.',
    }),
    unknown_agents: Type.Array(Type.String(), {
      description: 'Names of agents that are not here: the default agent took their place. At most 20.',
    }),
  },
  { title: 'ImportReport' },
)

export function showReport(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/imports/:id/report',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['imports'],
        summary: 'Show or download what an import did, or would do',
        params: IdParams,
        response: { 200: success(Report), ...problems(...userProblems, ImportNotFound, ImportNotReady) },
      },
    },
    async (request, reply) => {
      const job = await ownImport(db, request.params.id, principalOf(request).userId)
      if (job.status === 'uploading' || job.status === 'queued' || job.status === 'running')
        throw ImportNotReady()
      const language = languageOf(request)
      const skipped = (job.checked?.skipped ?? []).map(({ ordinal, messages, reason }) => ({
        conversation: ordinal + 1,
        messages,
        code: reason.code,
        reason: tellReason(reason)[language],
        place: reason.place,
      }))
      const data = {
        import: viewImport(job, language),
        skipped,
        left_out: job.checked?.left_out ?? 0,
        unknown_agents: job.tally?.unknown_agents ?? [],
      }
      return reply
        .header('Content-Disposition', attachment(`lingzhi_import_${job.id}.json`))
        .send({ success: true as const, data })
    },
  )
}
