import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { readPage } from '../conversations/read-pages.ts'
import type { Deps } from '../deps.ts'
import { formats } from '../formats/format.ts'
import { parseLines } from '../formats/lines.ts'
import { readableJob } from './own-job.ts'
import { ExportNotFound } from './problems.ts'

const rowsMax = 50
// The message that reaches this is the last one: fewer rows when they are that large.
const bytesMax = 1024 * 1024

const Preview = Type.Object(
  {
    format: Type.Enum([...formats]),
    rows: Type.Array(
      Type.Object(
        { id: Type.String(), role: Type.String(), content: Type.String() },
        { additionalProperties: true },
      ),
      { description: 'Messages in the canonical form, each with its conversation_title.' },
    ),
    has_more: Type.Boolean(),
  },
  { title: 'ExportPreview' },
)

export function previewExport(app: App, { db, bus }: Pick<Deps, 'db' | 'bus'>) {
  app.get(
    '/api/exports/:id/preview',
    {
      onRequest: requireScope('export'),
      schema: {
        tags: ['exports'],
        summary: 'Preview the first 50 rows, read live: the file need not exist yet',
        params: IdParams,
        response: {
          200: success(Preview),
          ...problems(...userProblems, ExportNotFound, ServiceUnavailable),
        },
      },
    },
    async (request) => {
      const job = await readableJob(db, request.params.id, principalOf(request))
      const titles = new Map<string, string>()
      const rows = []
      let bytes = 0
      let cursor: string | null | undefined
      // Empty conversations take space in a page but give no rows.
      while (cursor !== null && rows.length < rowsMax && bytes < bytesMax) {
        const limits = { messages_max: rowsMax - rows.length, bytes_max: bytesMax }
        const page = await readPage(
          bus,
          { selection: job.selection, include: ['conversations'] },
          cursor,
          limits,
        )
        cursor = page.nextCursor
        const lines = Buffer.concat(page.pieces)
        bytes += lines.length
        for (const line of parseLines(lines)) {
          if (line.type === 'conversation') titles.set(line.id, line.title)
          else rows.push({ ...line, conversation_title: titles.get(line.conversation_id) ?? '' })
        }
      }
      return {
        success: true as const,
        data: { format: job.format, rows, has_more: cursor !== null },
      }
    },
  )
}
