import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { openSubmission } from './access.ts'
import { appealsOf } from './appeals.queries.ts'
import { asHtml, asMarkdown } from './correction-formats.ts'
import type { Corrected } from './correction-shape.ts'
import { Correction, viewCorrection } from './correction-shape.ts'
import { gradesOf } from './grades.queries.ts'
import { homeworkPath, reading, homeworkTags as tags } from './manage-templates.ts'
import { HomeworkNotFound, NotGradedYet } from './problems.ts'
import { itemsOf } from './submissions.queries.ts'
import type { Submission } from './tables.ts'

/** All that a correction is made of. */
export async function correctedOf(db: Db, submission: Submission): Promise<Corrected> {
  const items = await itemsOf(db, submission.id)
  const [grades, appeals] = await Promise.all([gradesOf(db, items), appealsOf(db, items)])
  return { submission, items, grades, appeals }
}

export const isOver = ({ status, graded_at }: Submission) =>
  status === 'graded' || status === 'needs_review' || (status === 'failed' && graded_at !== null)

/** The correction in the shape of the replaced system, as JSON, Markdown or a page. */
export function showCorrection(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    `${homeworkPath}/submissions/:id/correction`,
    {
      onRequest: reading.onRequest,
      schema: {
        tags,
        summary: 'Show the correction of homework',
        description:
          'JSON by default; `markdown` and `html` are the same as a document. An item that needs a person has no score yet, and neither has the whole; ' +
          '`low` and `high` say what it may come to.',
        'x-media-types': ['text/markdown', 'text/html'],
        params: IdParams,
        querystring: Type.Object({
          format_type: Type.Enum(['json', 'markdown', 'html'], {
            default: 'json',
            description: 'As what it is sent.',
          }),
        }),
        response: {
          200: success(Correction),
          ...problems(...userProblems, ValidationFailed, HomeworkNotFound, NotGradedYet),
        },
      },
    },
    async (request, reply) => {
      const { submission, isMarker } = await openSubmission(db, request.params.id, principalOf(request))
      if (!isOver(submission)) throw NotGradedYet({ retryAfterS: 5 })
      const language = languageOf(request)
      // Of homework that somebody set, keys are told with the score.
      const knowsAll = isMarker || submission.template_id === null
      const data = viewCorrection(await correctedOf(db, submission), { language, knowsAll })
      const { format_type } = request.query
      if (format_type === 'json') return { success: true as const, data }
      reply.header('x-content-type-options', 'nosniff').serializer((text: unknown) => text as string)
      if (format_type === 'markdown')
        return reply.type('text/markdown; charset=utf-8').send(asMarkdown(data, language) as never)
      // It may be opened in a browser as it is.
      reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      return reply.type('text/html; charset=utf-8').send(asHtml(data, language) as never)
    },
  )
}
