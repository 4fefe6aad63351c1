import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { PointView, toPoint } from '../mastery/mastery-shape.ts'
import { momentsIn } from '../moments.ts'
import { pointsToReview, recommend } from './recommend.ts'

const tags = ['progress']
const reading = { onRequest: requireScope('read', 'chat') }
const recommendedMax = 20
const cardsMax = 3

const Card = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum(['review', 'knowledge_point', 'subject', 'streak']),
    title: Type.String(),
    content: Type.String(),
    icon: Type.String(),
    color: Type.String(),
    priority: Type.Integer({ minimum: 1 }),
    subject: Nullable(Subject),
    knowledge_point_id: Nullable(Uuid),
    action_link: Type.String(),
  },
  { title: 'Recommendation' },
)
const Cards = Type.Object({ recommendations: Type.Array(Card) }, { title: 'Recommendations' })

/** What to do next, from the learner's own figures alone: a new learner gets none. */
export function showRecommendations(
  app: App,
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { TIMEZONE }: Pick<Config, 'TIMEZONE'>,
) {
  const { dayOf } = momentsIn(TIMEZONE)
  const routes = [
    { path: '/api/v1/learning/recommendations', summary: 'Recommend what to do next', max: recommendedMax },
    {
      path: '/api/v1/analytics/homepage/recommendations',
      summary: 'Recommend the first three',
      max: cardsMax,
    },
  ]
  for (const { path, summary, max } of routes) {
    app.get(
      path,
      {
        ...reading,
        schema: {
          tags,
          summary,
          description:
            'Due reviews, a streak about to end, weak knowledge points, subjects that got worse. Empty where there is nothing.',
          response: { 200: success(Cards), ...problems(...userProblems) },
        },
      },
      async (request) => {
        const found = await recommend(db, request.principal!.userId, dayOf(now()))
        const recommendations = found.slice(0, max).map(({ title, content, ...rest }) => ({
          ...rest,
          title: inLanguageOf(request, title),
          content: inLanguageOf(request, content),
        }))
        return { success: true as const, data: { recommendations } }
      },
    )
  }

  app.get(
    '/api/v1/knowledge-graph/review/recommendations',
    {
      ...reading,
      schema: {
        tags,
        summary: 'List weak knowledge points in the order in which to review them',
        querystring: Type.Object({
          subject: Type.Optional(Subject),
          limit: Type.Integer({ minimum: 1, maximum: 50, default: 10 }),
        }),
        response: {
          200: success(
            Type.Object(
              {
                items: Type.Array(
                  Type.Object(
                    { knowledge_point: PointView, priority: Type.Number(), reason: Type.String() },
                    { title: 'PointReview' },
                  ),
                ),
              },
              { title: 'PointReviews' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed),
        },
      },
    },
    async (request) => {
      const { subject = null, limit } = request.query
      const today = dayOf(now())
      const found = await pointsToReview(db, request.principal!.userId, { subject, today, limit })
      const items = found.map(({ point, priority, reason }) => ({
        knowledge_point: toPoint(point, today),
        priority,
        reason: inLanguageOf(request, reason),
      }))
      return { success: true as const, data: { items } }
    },
  )
}
