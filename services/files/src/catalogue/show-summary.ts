import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { countByType } from '../files.queries.ts'
import { leftOf, usageOf } from '../quota/quota.queries.ts'

const Summary = Type.Object(
  {
    total_files: Type.Integer({ description: 'Files that count, uploads under way included.' }),
    total_bytes: Type.Integer({ description: 'Bytes that these take.' }),
    by_type: Type.Array(
      Type.Object({ media_type: Type.String(), files: Type.Integer(), bytes: Type.Integer() }),
      { description: 'Ready files by what they are.' },
    ),
    processing: Type.Integer({ description: 'Files that are being looked at.' }),
    rejected: Type.Integer({ description: 'Files that were rejected within the last day.' }),
    quota: Type.Object({
      bytes_max: Type.Integer(),
      files_max: Type.Integer(),
      bytes_left: Type.Integer(),
      files_left: Type.Integer(),
    }),
  },
  { title: 'FilesSummary' },
)

export function showSummary(app: App, { db }: Pick<Deps, 'db'>, config: Config) {
  app.get(
    '/api/v1/files/stats/summary',
    {
      onRequest: requireScope('read', 'chat'),
      schema: {
        tags: ['files'],
        summary: 'Show how many files you have, what they take and how much room is left',
        response: { 200: success(Summary), ...problems(...userProblems) },
      },
    },
    async (request) => {
      const { userId } = principalOf(request)
      const [usage, counts] = await Promise.all([usageOf(db, userId), countByType(db, userId)])
      const having = (status: string) => counts.filter((one) => one.status === status)
      const sum = (rows: typeof counts) => rows.reduce((total, { files }) => total + Number(files), 0)
      const data = {
        total_files: usage.files,
        total_bytes: usage.bytes,
        by_type: having('ready')
          .map((one) => ({ media_type: one.media_type, files: Number(one.files), bytes: Number(one.bytes) }))
          .sort((a, b) => b.files - a.files),
        processing: sum(having('processing')),
        rejected: sum(having('rejected')),
        quota: leftOf(usage, config),
      }
      return { success: true as const, data }
    },
  )
}
