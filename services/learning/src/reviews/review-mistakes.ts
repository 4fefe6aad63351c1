import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId, newId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { momentsIn } from '../moments.ts'
import type { NotebookDoor } from '../notebook-contract.ts'
import { AttemptUsed, HistoryFull, MistakeNotFound, NothingToUndo } from '../notebook-contract.ts'
import { spaceProblems } from '../space.ts'
import { assertSuits, known } from './check-reviews.ts'
import { recordReviews, undoReview } from './record-reviews.ts'
import { NewReviewBody, ReviewOutcome, ReviewView, toOutcome, toReview } from './review-shape.ts'
import { hasMistake, listReviews } from './reviews.queries.ts'

const tags = ['notebook']
const writing = { onRequest: requireScope('chat') }
const reading = { onRequest: requireScope('read', 'chat') }
const Position = Type.Object({ number: Type.String({ pattern: '^\\d{1,18}$' }) })

type ReviewDeps = Pick<Deps, 'db' | 'now' | 'space'>

/** Reviews of mistakes: recorded once for each attempt, withdrawn, imported, listed, and how well they were predicted. */
export function reviewMistakes(
  app: App,
  deps: ReviewDeps,
  { TIMEZONE }: Pick<Config, 'TIMEZONE'>,
  door: NotebookDoor,
) {
  const { db, now } = deps
  const { dayOf, hourOf } = momentsIn(TIMEZONE)
  const { base, hide } = door

  app.post(
    `${base}/:id/review`,
    {
      ...writing,
      schema: {
        hide,
        tags,
        summary: 'Record a review of a mistake',
        description:
          'The same `attempt_id` again is the same review. The first review of a day counts for the schedule; later ones are practice.',
        params: IdParams,
        body: NewReviewBody,
        response: {
          200: success(ReviewOutcome),
          ...problems(...userProblems, ValidationFailed, MistakeNotFound, AttemptUsed, HistoryFull),
          ...problems(...spaceProblems),
        },
      },
    },
    async (request) => {
      const { params, body, headers, principal } = request
      const { review_result: result, rating = null } = body
      assertSuits(result, rating, 'rating')
      const key = headers['idempotency-key']
      const attemptId = body.attempt_id ?? (typeof key === 'string' && isId(key) ? key : newId())
      const whose = { userId: principal!.userId, mistakeId: known(params.id) }
      const today = dayOf(now())
      const recorded = await recordReviews(deps, whose, [
        {
          attemptId,
          reviewedOn: today,
          hour: hourOf(now()),
          result,
          rating,
          method: body.review_method ?? 'manual',
          timeSpentS: body.time_spent,
          confidenceLevel: body.confidence_level,
          userAnswer: body.user_answer,
          notes: body.notes,
        },
      ])
      const index = recorded.rows.findIndex(({ attempt_id }) => attempt_id === attemptId.toLowerCase())
      const of = { mistakeId: whose.mistakeId, row: recorded.rows[index], step: recorded.steps[index] }
      const told = toOutcome(recorded, of, today, (texts) => inLanguageOf(request, texts))
      return { success: true as const, data: { ...told, is_existing: recorded.added === 0 } }
    },
  )

  app.post(
    `${base}/:id/reviews/undo`,
    {
      ...writing,
      schema: {
        hide,
        tags,
        summary: 'Withdraw the newest review of a mistake',
        description: 'The card is then exactly what it was before that review.',
        params: IdParams,
        response: {
          200: success(ReviewOutcome),
          ...problems(...userProblems, ValidationFailed, MistakeNotFound, NothingToUndo),
        },
      },
    },
    async (request) => {
      const mistakeId = known(request.params.id)
      const recorded = await undoReview(deps, { userId: request.principal!.userId, mistakeId })
      const of = { mistakeId, row: recorded.rows.at(-1), step: recorded.steps.at(-1) }
      const told = toOutcome(recorded, of, dayOf(now()), (texts) => inLanguageOf(request, texts))
      return { success: true as const, data: { ...told, is_existing: false } }
    },
  )

  app.get(
    `${base}/:id/reviews`,
    {
      ...reading,
      schema: {
        hide,
        tags,
        summary: 'List the reviews of a mistake, the newest first',
        params: IdParams,
        querystring: Type.Object(pageQuery),
        response: {
          200: success(
            Type.Object({ items: Type.Array(ReviewView), next_cursor: NextCursor }, { title: 'ReviewPage' }),
          ),
          ...problems(...userProblems, ValidationFailed, BadCursor, MistakeNotFound),
        },
      },
    },
    async ({ params, query, principal }) => {
      const id = known(params.id)
      if (!(await hasMistake(db, principal!.userId, id))) throw MistakeNotFound()
      const { limit, cursor } = query
      const rows = await listReviews(db, id, limit, decodeCursor(Position, cursor)?.number)
      const { page, next_cursor } = toPage(rows, limit, ({ number }) => ({ number: `${number}` }))
      return { success: true as const, data: { items: page.map(toReview), next_cursor } }
    },
  )
}
