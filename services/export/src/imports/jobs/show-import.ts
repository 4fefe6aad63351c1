import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../../deps.ts'
import { ImportNotFound } from '../problems.ts'
import { uploadedParts } from '../uploads/parts.queries.ts'
import { ImportView, viewImport } from './import-view.ts'
import { ownImport } from './own-import.ts'

const Shown = Type.Object(
  {
    ...ImportView.properties,
    parts: Type.Array(
      Type.Object(
        { number: Type.Integer(), bytes: Type.Integer(), sha256: Type.String() },
        { title: 'ImportPart' },
      ),
      {
        description:
          'Parts of the file that are here, to go on after an interruption; empty once it is complete.',
      },
    ),
  },
  { title: 'ImportDetail' },
)

export function showImport(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/imports/:id',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['imports'],
        summary: 'Show an import: status, progress, and what it has come to',
        params: IdParams,
        response: { 200: success(Shown), ...problems(...userProblems, ImportNotFound) },
      },
    },
    async (request) => {
      const job = await ownImport(db, request.params.id, principalOf(request).userId)
      const uploaded = job.status === 'uploading' ? await uploadedParts(db, job.id) : []
      const parts = uploaded.map(({ number, bytes, sha256 }) => ({ number, bytes, sha256 }))
      return { success: true as const, data: { ...viewImport(job, languageOf(request)), parts } }
    },
  )
}
