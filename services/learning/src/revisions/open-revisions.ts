import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId, newId, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { Done, NextCursor, success } from '@lingzhi/contracts/reply-shapes'
import { Maybe, storableNotBlank } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import { attachment } from '@lingzhi/http/attachment'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf, languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import { addDays } from '@lingzhi/runtime/calendar'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { weakPoints } from '../mastery/weak-points.ts'
import { momentsIn } from '../moments.ts'
import { countedPage, pagedQuery, pageMembers, spanOf } from '../paging.ts'
import { spaceProblems } from '../space.ts'
import { makePlan } from './make-plan.ts'
import { asMarkdown } from './plan-markdown.ts'
import {
  NothingToRevise,
  PlanNotFound,
  PlanSummary,
  PlanUnavailable,
  PlanUnusable,
  PlanView,
  viewPlan,
  viewSummary,
} from './plan-shape.ts'
import {
  countPlans,
  deletePlan,
  findPlan,
  insertPlan,
  listPlans,
  mistakesToRevise,
  newestPlan,
} from './plans.queries.ts'
import type { PlanStatistics } from './tables.ts'
import { cycles, daysOf } from './tables.ts'

const tags = ['notebook']
const path = '/api/v1/revisions'
const reading = { onRequest: requireScope('read', 'chat') }
const writing = { onRequest: requireScope('chat') }
/** As many as a model is told of. */
const mistakesMax = 60
const weakMax = 5

/** Plans of what to revise on which day: made by a model, about the learner's own mistakes. */
export function openRevisions(
  app: App,
  deps: Pick<Deps, 'db' | 'bus' | 'now' | 'log' | 'space'>,
  { TIMEZONE }: Pick<Config, 'TIMEZONE'>,
) {
  const { db, now, space } = deps
  const { dayOf, hourOf } = momentsIn(TIMEZONE)
  const One = success(PlanView)

  app.post(
    `${path}/generate`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Plan your revision',
        description:
          'Over your own mistakes and weak points. A plan of the same cycle that has not ended is told again (200), except with `force_regenerate`. ' +
          'Tasks that name mistakes which are not yours are left out, and told in `dropped_tasks`.',
        body: Type.Object(
          {
            cycle_type: Type.Enum([...cycles]),
            days_lookback: Type.Optional(Type.Integer({ minimum: 1, maximum: 365, default: 30 })),
            force_regenerate: Type.Optional(Type.Boolean()),
            title: Maybe(Type.String({ minLength: 1, maxLength: 100, pattern: storableNotBlank })),
          },
          { title: 'NewRevisionPlan' },
        ),
        response: {
          200: One,
          201: One,
          ...problems(...userProblems, ValidationFailed, NothingToRevise, ...spaceProblems),
          ...problems(PlanUnusable, PlanUnavailable),
        },
      },
    },
    async (request, reply) => {
      const { userId } = request.principal!
      const { cycle_type: cycle, days_lookback = 30, force_regenerate = false, title } = request.body
      const at = now()
      const today = dayOf(at)
      const before = await newestPlan(db, userId, cycle)
      if (before && before.to_on >= today && !force_regenerate)
        return { success: true as const, data: viewPlan(before, today, true) }
      const mistakes = await mistakesToRevise(db, userId, addDays(today, -days_lookback), mistakesMax)
      if (mistakes.length === 0) throw NothingToRevise()
      const weak = await weakPoints(db, userId, { subject: null, today, limit: weakMax })
      const days = daysOf[cycle]
      const made = await makePlan(deps, {
        ...{ userId, days, today, mistakes, weakPoints: weak.map(({ name }) => name) },
        of: [cycle, days_lookback, today, hourOf(at), before?.id ?? ''],
      })
      const counts = Map.groupBy(mistakes, ({ subject }) => subject)
      const statistics: PlanStatistics = {
        mistakes: mistakes.length,
        by_subject: [...counts].map(([subject, of]) => ({ subject, count: of.length })),
        weak_points: weak.map(({ name }) => name),
      }
      const id = newId()
      const stored = await space.within(userId, async (trx) => {
        // Asked for twice at once, it was one completion, and is one plan.
        const meanwhile = await newestPlan(trx, userId, cycle)
        if (meanwhile && meanwhile.id !== before?.id) return meanwhile
        await insertPlan(trx, {
          ...{ id, user_id: userId, cycle, from_on: today, to_on: addDays(today, days - 1) },
          ...{ title: title?.trim() ?? made.title, content: JSON.stringify(made.content) },
          ...{
            dropped: JSON.stringify(made.dropped),
            statistics: JSON.stringify(statistics),
            created_at: at,
          },
        })
        return findPlan(trx, userId, id)
      })
      if (!stored) throw PlanUnavailable()
      const isNew = stored.id === id
      return reply.code(isNew ? 201 : 200).send({ success: true, data: viewPlan(stored, today, !isNew) })
    },
  )

  app.get(
    path,
    {
      ...reading,
      schema: {
        tags,
        summary: 'List your revision plans, newest first',
        querystring: Type.Object(pagedQuery),
        response: {
          200: success(
            Type.Object(
              { items: Type.Array(PlanSummary), next_cursor: NextCursor, ...pageMembers },
              { title: 'RevisionPlanPage' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async ({ query, principal }) => {
      const { userId } = principal!
      const { limit, offset } = spanOf(query)
      const rows = await listPlans(db, userId, { limit, offset, before: decodeCursor(Uuid, query.cursor) })
      const { page, next_cursor } = toPage(rows, limit, ({ id }) => id)
      const counted = await countedPage({ page: query.page, limit }, () => countPlans(db, userId))
      const today = dayOf(now())
      const items = page.map((row) => viewSummary(row, today))
      return { success: true as const, data: { items, next_cursor, ...counted } }
    },
  )

  app.get(
    `${path}/:id`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show a revision plan',
        params: IdParams,
        response: { 200: One, ...problems(...userProblems, PlanNotFound) },
      },
    },
    async ({ params, principal }) => {
      const plan = await ownPlan(principal!.userId, params.id)
      return { success: true as const, data: viewPlan(plan, dayOf(now()), true) }
    },
  )

  app.get(
    `${path}/:id/download`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'Download a revision plan to print it',
        'x-media-types': ['text/markdown'],
        params: IdParams,
        querystring: Type.Object({
          format: Type.Enum(['markdown'], { default: 'markdown', description: 'The form of the file.' }),
        }),
        response: {
          200: Type.Null({ description: 'The file.' }),
          ...problems(...userProblems, ValidationFailed, PlanNotFound),
        },
      },
    },
    async (request, reply) => {
      const { userId } = request.principal!
      const plan = await ownPlan(userId, request.params.id)
      const ids = plan.content.daily_tasks.flatMap(({ mistake_ids }) => mistake_ids)
      const rows = await db
        .selectFrom('mistakes')
        .select(['id', 'title'])
        .where('user_id', '=', userId)
        .where('id', 'in', [...new Set(ids)])
        .execute()
      const titles = new Map(rows.map(({ id, title }) => [id, title]))
      reply
        .header('content-disposition', attachment(`复习计划_${plan.from_on}.md`))
        .header('x-content-type-options', 'nosniff')
        .type('text/markdown; charset=utf-8')
        .serializer((text: unknown) => text as string)
      return reply.send(asMarkdown(plan, titles, languageOf(request)) as never)
    },
  )

  app.delete(
    `${path}/:id`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Delete a revision plan',
        params: IdParams,
        response: { 200: Done, ...problems(...userProblems, PlanNotFound) },
      },
    },
    async (request) => {
      const { params, principal } = request
      const { userId } = principal!
      const gone =
        isId(params.id) && (await space.within(userId, (trx) => deletePlan(trx, userId, params.id)))
      if (!gone) throw PlanNotFound()
      const message = inLanguageOf(request, { zh: '复习计划已删除', en: 'The plan was deleted.' })
      return { success: true as const, message }
    },
  )

  async function ownPlan(userId: string, id: string) {
    const plan = isId(id) ? await findPlan(db, userId, id) : undefined
    if (!plan) throw PlanNotFound()
    return plan
  }
}
