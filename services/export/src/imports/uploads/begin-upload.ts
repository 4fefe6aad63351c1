import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { storable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Config } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { ImportView, viewImport } from '../jobs/import-view.ts'
import { ImportQuotaExceeded, ImportTooLarge } from '../problems.ts'
import { addImport } from './new-import.ts'

const Body = Type.Object(
  {
    file_name: Type.String({ default: '', maxLength: 200, pattern: storable }),
    bytes: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'Size of the file: one that is too large is refused at once.',
      }),
    ),
    dry_run: Type.Boolean({ default: false }),
    user_id: Type.Optional(
      Type.String({ description: 'Whose the conversations become; another’s, for administrators only.' }),
    ),
  },
  { title: 'NewImport' },
)

export function beginUpload(app: App, deps: Deps, config: Config) {
  app.post(
    '/api/imports/uploads',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['imports'],
        summary: 'Begin an import whose file is sent in parts',
        description:
          'Then PUT the parts to /api/imports/:id/parts/1, 2, 3 …, in any order and again as often as need be, and POST ' +
          '/api/imports/:id/complete.',
        body: Body,
        response: {
          201: success(ImportView),
          ...problems(...adminProblems, ValidationFailed, ImportTooLarge, ImportQuotaExceeded),
        },
      },
    },
    async (request, reply) => {
      const { file_name: name, bytes = 0, dry_run: dryRun, user_id: userId } = request.body
      if (bytes > config.IMPORT_MAX_BYTES) throw ImportTooLarge()
      const job = await addImport(deps, config, request, { dryRun, name, userId })
      return reply
        .code(201)
        .header('Location', `/api/imports/${job.id}`)
        .send({ success: true as const, data: viewImport(job, languageOf(request)) })
    },
  )
}
