import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, newId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import { calendarIn } from '@lingzhi/runtime/calendar'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { NotebookDoor } from '../notebook-contract.ts'
import { AttemptUsed, HistoryFull, MistakeNotFound } from '../notebook-contract.ts'
import { spaceProblems } from '../space.ts'
import { assertApart, assertDay, assertSuits, known } from './check-reviews.ts'
import type { Recorded } from './record-reviews.ts'
import { recordReviews } from './record-reviews.ts'
import { PastReview, ReviewOutcome, ReviewView, toOutcome, toReview } from './review-shape.ts'

const tags = ['notebook']
const pastMax = 500

/** A past history: from offline use, or from another system. */
export function importReviews(
  app: App,
  deps: Pick<Deps, 'db' | 'now' | 'space'>,
  { TIMEZONE }: Pick<Config, 'TIMEZONE'>,
  { base, hide }: NotebookDoor,
) {
  const { now } = deps
  const dayOf = calendarIn(TIMEZONE)

  app.post(
    `${base}/:id/reviews/import`,
    {
      onRequest: requireScope('chat'),
      bodyLimit: 262_144,
      schema: {
        hide,
        tags,
        summary: 'Take in past reviews of a mistake',
        description: 'From offline use, or from another system. All are taken, or none.',
        params: IdParams,
        body: Type.Object(
          {
            created_on: Type.Optional(Type.String({ format: 'date', pattern: '^[1-9]' })),
            reviews: Type.Array(PastReview, { minItems: 1, maxItems: pastMax }),
          },
          { title: 'PastReviews' },
        ),
        response: {
          200: success(
            Type.Object(
              {
                imported: Type.Integer(),
                skipped: Type.Integer(),
                card: ReviewOutcome,
                reviews: Type.Array(ReviewView),
              },
              { title: 'ImportedReviews' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed, MistakeNotFound, AttemptUsed, HistoryFull),
          ...problems(...spaceProblems),
        },
      },
    },
    async (request) => {
      const { params, body, principal } = request
      const today = dayOf(now())
      assertDay(body.created_on, 'created_on', today)
      const reviews = body.reviews.map(({ reviewed_on, review_result, rating = null, attempt_id }, index) => {
        assertDay(reviewed_on, `reviews.${index}.reviewed_on`, today)
        assertSuits(review_result, rating, `reviews.${index}.rating`)
        const attemptId = (attempt_id ?? newId()).toLowerCase()
        return {
          attemptId,
          reviewedOn: reviewed_on,
          result: review_result,
          rating,
          method: 'import' as const,
        }
      })
      assertApart(reviews.map(({ attemptId }) => attemptId))
      const mistakeId = known(params.id)
      // By date, so that what is recorded last is what happened last.
      const sorted = reviews.toSorted((a, b) =>
        a.reviewedOn < b.reviewedOn ? -1 : a.reviewedOn > b.reviewedOn ? 1 : 0,
      )
      const recorded = await recordReviews(
        deps,
        { userId: principal!.userId, mistakeId },
        sorted,
        body.created_on,
      )
      const of = { mistakeId, row: recorded.rows.at(-1), step: recorded.steps.at(-1) }
      const card = toOutcome(recorded, of, today, (texts) => inLanguageOf(request, texts))
      const asFolded = recorded.rows.map((row, index) => toReview(withFold(row, recorded, index)))
      const { added } = recorded
      return {
        success: true as const,
        data: { imported: added, skipped: reviews.length - added, card, reviews: asFolded },
      }
    },
  )
}

function withFold(row: Parameters<typeof toReview>[0], recorded: Recorded, index: number) {
  const step = recorded.steps[index]
  if (!step) return row
  const { counted, elapsedDays, predicted, after } = step
  return {
    ...row,
    counted,
    elapsed_days: elapsedDays,
    predicted,
    stability: after.stability,
    difficulty: after.difficulty,
    interval_days: after.intervalDays,
    due_on: after.dueOn,
    algorithm: recorded.scheduling.algorithm,
  }
}
