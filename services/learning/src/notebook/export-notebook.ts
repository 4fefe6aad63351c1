import { Readable } from 'node:stream'
import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { attachment } from '@lingzhi/http/attachment'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { NotebookDoor } from '../notebook-contract.ts'
import { fewAtOnce } from '../paging.ts'
import type { MistakeFilter } from './list.queries.ts'
import { placeMistakes } from './list.queries.ts'
import { filters, toFilter } from './list-mistakes.ts'
import { reading, notebookTags as tags, viewingFor } from './manage-mistakes.ts'
import type { Viewing } from './mistake-shape.ts'
import { findMistakes } from './notebook.queries.ts'
import { writers } from './notebook-formats.ts'

const pageRows = 500
/** Written in some milliseconds; then others have their turn. */
const stepChars = 100_000

/** The notebook as a file, in four forms, written while it is read. */
export function exportNotebook(
  app: App,
  deps: Pick<Deps, 'db' | 'now'>,
  config: Pick<Config, 'TIMEZONE'>,
  { base, hide }: NotebookDoor,
) {
  app.get(
    `${base}/export`,
    {
      ...reading,
      schema: {
        hide,
        tags,
        summary: 'Download your notebook',
        description: 'As Markdown, JSON, CSV for spreadsheets, or tab-separated cards for Anki.',
        'x-media-types': Object.values(writers).map(({ mediaType }) => mediaType.split(';')[0] ?? ''),
        querystring: Type.Object({
          ...filters,
          format: Type.Enum(['markdown', 'json', 'csv', 'anki'], {
            default: 'markdown',
            description: 'The form of the file; `anki` is tab-separated, for its import.',
          }),
        }),
        response: {
          200: Type.Null({ description: 'The file, streamed.' }),
          ...problems(...userProblems, ValidationFailed),
        },
      },
    },
    async (request, reply) => {
      const { query, principal } = request
      const { mediaType, extension } = writers[query.format]
      const filter = toFilter(principal!.userId, query)
      const viewing = await viewingFor(deps, config, request)
      const name = `错题本${query.subject ? `_${query.subject}` : ''}_${viewing.today}.${extension}`
      reply
        .header('content-disposition', attachment(name))
        .type(mediaType)
        .header('x-content-type-options', 'nosniff')
      return reply.send(Readable.from(write(deps, filter, query.format, viewing)) as never)
    },
  )
}

/** Reads page by page, so that a notebook of any size needs little memory; the oldest first. */
async function* write(
  { db }: Pick<Deps, 'db'>,
  filter: MistakeFilter,
  format: keyof typeof writers,
  viewing: Viewing,
) {
  const writer = writers[format]
  yield writer.begin(viewing)
  let after: { value: string; id: string } | undefined
  let count = 0
  let chars = 0
  for (;;) {
    const rows = await placeMistakes(db, filter, { limit: pageRows, sort: 'created_at', order: 'asc', after })
    const page = rows.slice(0, pageRows)
    const ids = page.map(({ id }) => id)
    for await (const row of fewAtOnce(ids, (some) => findMistakes(db, filter.userId, some))) {
      const text = writer.row(row, viewing, count++)
      yield text
      chars += text.length
      if (chars < stepChars) continue
      chars = 0
      await new Promise((resolve) => setImmediate(resolve))
    }
    const last = page.at(-1)
    if (rows.length <= pageRows || !last) break
    after = { value: last.id, id: last.id }
  }
  yield writer.end()
}
