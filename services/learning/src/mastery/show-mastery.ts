import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { isId, Uuid } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { problems } from '@lingzhi/contracts/problem'
import { Done, NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import { isDay } from '@lingzhi/runtime/calendar'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { momentsIn } from '../moments.ts'
import { findPoint, listEvidence, listPoints, lockLearner, removeEvidence } from './mastery.queries.ts'
import { PointNotFound, PointView, toPoint } from './mastery-shape.ts'

const tags = ['progress']
const reading = { onRequest: requireScope('read', 'chat') }
const path = '/api/v1/knowledge-graph/mastery'
const Position = Type.Object({ id: Uuid })
const EvidencePosition = Type.Object({
  day: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  number: Type.String({ pattern: '^\\d{1,18}$' }),
})
const PointParams = Type.Object({ kp: Type.String() })
const EvidenceParams = Type.Object({ kp: Type.String(), id: Type.String() })

const EvidenceView = Type.Object(
  {
    id: Uuid,
    kind: Type.Enum(['question', 'mistake', 'review', 'submission', 'item']),
    day: Type.String({ format: 'date' }),
    result: Type.Enum(['correct', 'partial', 'incorrect']),
    weight: Type.Number(),
    judged_by: Type.Enum(['rules', 'model', 'human', 'self']),
    assisted: Type.Boolean(),
  },
  { title: 'MasteryEvidence' },
)

/** Mastery by knowledge point with the evidence behind it, which its learner may take out. */
export function showMastery(
  app: App,
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { TIMEZONE }: Pick<Config, 'TIMEZONE'>,
) {
  const { dayOf } = momentsIn(TIMEZONE)

  app.get(
    path,
    {
      ...reading,
      schema: {
        tags,
        summary: 'List how well you master knowledge points',
        description:
          'Counted from reviews and graded work, each by how sure its judgement is; it is halved every 60 days. With fewer than three there is no number.',
        querystring: Type.Object({ ...pageQuery, subject: Type.Optional(Subject) }),
        response: {
          200: success(
            Type.Object(
              { items: Type.Array(PointView), next_cursor: NextCursor },
              { title: 'KnowledgePointPage' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async ({ query, principal }) => {
      const { subject, limit, cursor } = query
      const before = decodeCursor(Position, cursor)?.id
      const rows = await listPoints(db, principal!.userId, { subject, limit, before })
      const { page, next_cursor } = toPage(rows, limit, ({ id }) => ({ id }))
      const today = dayOf(now())
      return { success: true as const, data: { items: page.map((row) => toPoint(row, today)), next_cursor } }
    },
  )

  app.get(
    `${path}/:kp/evidence`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'List what a mastery rests on, the newest first',
        params: PointParams,
        querystring: Type.Object(pageQuery),
        response: {
          200: success(
            Type.Object(
              { knowledge_point: PointView, items: Type.Array(EvidenceView), next_cursor: NextCursor },
              { title: 'MasteryEvidencePage' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed, BadCursor, PointNotFound),
        },
      },
    },
    async ({ params, query, principal }) => {
      const point = await ownPoint(principal!.userId, params.kp)
      const before = decodeCursor(EvidencePosition, query.cursor)
      if (before && !isDay(before.day)) throw BadCursor()
      const rows = await listEvidence(db, point.id, { limit: query.limit, before })
      const { page, next_cursor } = toPage(rows, query.limit, ({ day, number }) => ({
        day,
        number: `${number}`,
      }))
      const items = page.map(({ event_id, kind, day, result, weight, judged_by, assisted }) => ({
        ...{ id: event_id, kind, day, result, weight, judged_by, assisted },
      }))
      return {
        success: true as const,
        data: { knowledge_point: toPoint(point, dayOf(now())), items, next_cursor },
      }
    },
  )

  app.delete(
    `${path}/:kp/evidence/:id`,
    {
      onRequest: requireScope('chat'),
      schema: {
        tags,
        summary: 'Take out evidence that is wrong',
        description: 'The mastery is counted anew without it. What it came from stays as it is.',
        params: EvidenceParams,
        response: { 200: Done, ...problems(...userProblems, PointNotFound) },
      },
    },
    async (request) => {
      const { params, principal } = request
      const point = await ownPoint(principal!.userId, params.kp)
      const eventIds = isId(params.id) ? [params.id] : []
      const removed = await transact(db, async (trx) => {
        await lockLearner(trx, principal!.userId)
        return removeEvidence(trx, { eventIds, pointId: point.id, at: now() })
      })
      if (removed === 0) throw PointNotFound()
      const message = inLanguageOf(request, { zh: '该记录已不再计入掌握度', en: 'It counts no more.' })
      return { success: true as const, message }
    },
  )

  async function ownPoint(userId: string, id: string) {
    const point = isId(id) ? await findPoint(db, userId, id) : undefined
    if (!point) throw PointNotFound()
    return point
  }
}
