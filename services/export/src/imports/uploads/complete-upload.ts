import { createHash } from 'node:crypto'
import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../../deps.ts'
import { queueImport } from '../jobs/import-jobs.queries.ts'
import { ImportView, viewImport } from '../jobs/import-view.ts'
import { ownImport } from '../jobs/own-import.ts'
import { handImportOver } from '../jobs/work-imports.ts'
import { ImportNotFound, ImportNotUploading, ImportPartsMissing } from '../problems.ts'
import type { ImportPart } from './parts.queries.ts'
import { dropPartsBeyond, uploadedParts } from './parts.queries.ts'
import { partsMax } from './upload-part.ts'

const Body = Type.Union(
  [
    Type.Object(
      {
        parts: Type.Optional(
          Type.Integer({ minimum: 1, maximum: partsMax, description: 'How many parts were sent.' }),
        ),
        sha256: Type.Optional(
          Type.String({ pattern: '^[0-9a-fA-F]{64}$', description: 'Of the whole file: it is compared.' }),
        ),
      },
      { title: 'CompletedUpload' },
    ),
    Type.Null(),
  ],
  { default: null },
)

const missingMax = 100

export function completeUpload(app: App, deps: Deps) {
  const { db, store } = deps
  app.post(
    '/api/imports/:id/complete',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['imports'],
        summary: 'Say that all parts of a file were sent',
        description:
          'The import then waits for its turn. Raises IMPORT_PARTS_MISSING with the numbers of those that are not here.',
        params: IdParams,
        body: Body,
        response: {
          202: success(ImportView),
          ...problems(
            ...[...userProblems, ValidationFailed, ImportNotFound, ImportNotUploading, ImportPartsMissing],
            ServiceUnavailable,
          ),
        },
      },
    },
    async (request, reply) => {
      const job = await ownImport(db, request.params.id, principalOf(request).userId)
      if (job.status !== 'uploading') throw ImportNotUploading()
      const { parts: count, sha256: expected } = request.body ?? {}
      // Those beyond are of an earlier attempt, with smaller parts: the sweep removes them with the others.
      if (count !== undefined) await dropPartsBeyond(db, job.id, count)
      const parts = await uploadedParts(db, job.id)
      const missing = missingAmong(parts, count)
      if (missing.length > 0)
        throw ImportPartsMissing({
          ...(parts.length === 0 && { detail: nothingCame }),
          extra: { missing_parts: missing },
        })
      if (expected && (await digestOf(store, parts)) !== expected.toLowerCase())
        throw ImportPartsMissing({ detail: differs, extra: { missing_parts: [] } })
      const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
      const queued = await queueImport(db, job.id, { bytes, sha256: expected?.toLowerCase() ?? null })
      if (!queued) throw ImportNotUploading()
      handImportOver(deps, job.id)
      return reply.code(202).send({ success: true as const, data: viewImport(queued, languageOf(request)) })
    },
  )
}

/** The numbers from 1 that are not here, up to the last that is, or as many as there are said to be. */
function missingAmong(parts: ImportPart[], count?: number): number[] {
  const numbers = new Set(parts.map(({ number }) => number))
  const last = Math.max(count ?? 1, ...numbers)
  const missing: number[] = []
  for (let number = 1; number <= last && missing.length < missingMax; number++)
    if (!numbers.has(number)) missing.push(number)
  return missing
}

async function digestOf(store: Deps['store'], parts: ImportPart[]): Promise<string> {
  const whole = createHash('sha256')
  for (const { object } of parts) {
    const { pieces } = await store.get(object).catch((cause) => {
      throw ServiceUnavailable({ retryAfterS: 5, cause })
    })
    for (const piece of pieces) whole.update(piece)
  }
  return whole.digest('hex')
}

const nothingCame = {
  zh: '还没有上传文件的任何内容',
  en: 'Nothing of the file has been uploaded yet.',
}

const differs = {
  zh: '文件的摘要与上传的内容不符，请重新上传',
  en: 'The digest is not that of what was uploaded. Upload the file again.',
}
