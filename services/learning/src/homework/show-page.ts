import { requestBytes } from '@lingzhi/bus/request-bytes'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { FileNotFound, FileNotReady, VariantNotFound } from '@lingzhi/contracts/file-problems'
import { ReadFile } from '@lingzhi/contracts/files'
import { problems } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf } from '@lingzhi/identity/identify'
import { createSlots } from '@lingzhi/runtime/slots'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { openSubmission } from './access.ts'
import { homeworkPath, reading, homeworkTags as tags } from './manage-templates.ts'
import { HomeworkNotFound } from './problems.ts'
import { pagesOf } from './submissions.queries.ts'

/** Pictures that one replica holds at once, of a megabyte or two each; the gateway bounds how many one caller asks for. */
const picturesMax = 6
const waitingMax = 60

/** A page that was handed in, as a picture: files are their owner's alone, and whoever marks has to see what was read. */
export function showPage(app: App, { bus, db }: Pick<Deps, 'bus' | 'db'>) {
  const slots = createSlots(picturesMax, {
    waitingMax,
    refuse: () => ServiceUnavailable({ retryAfterS: 5 }),
  })
  app.get(
    `${homeworkPath}/submissions/:id/pages/:position`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show a page that was handed in as a picture, also to who marks it',
        description: 'A JPEG whose longest side is 1,568 pixels at the most; of a file without pictures 404.',
        'x-media-types': ['image/jpeg'],
        params: Type.Object({ id: Type.String(), position: Type.String({ description: 'From 0.' }) }),
        response: {
          200: Type.Null({ description: 'The picture.' }),
          ...problems(
            ...[...userProblems, HomeworkNotFound, FileNotFound, FileNotReady, VariantNotFound],
            ServiceUnavailable,
          ),
        },
      },
    },
    async (request, reply) => {
      const { id, position } = request.params
      const { submission } = await openSubmission(db, id, principalOf(request))
      const page = (await pagesOf(db, submission.id)).find((one) => `${one.position}` === position)
      if (!page) throw HomeworkNotFound()
      const asked = { user_id: submission.user_id, file_id: page.file_id, variant: 'model-image' as const }
      const { pieces } = await slots.run(() => requestBytes(bus, ReadFile, asked))
      return reply
        .type('image/jpeg')
        .headers({
          'Cache-Control': 'private, no-store, no-transform',
          'Content-Disposition': 'inline',
          'X-Content-Type-Options': 'nosniff',
          'Content-Security-Policy': "sandbox; default-src 'none'",
          'Cross-Origin-Resource-Policy': 'same-origin',
        })
        .send(Buffer.concat(pieces) as never)
    },
  )
}
