import { Forbidden, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId, Uuid } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { Maybe } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireAdmin } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { feedbackMinDefault } from './learner.ts'
import { Run, RunWithTasks } from './preference-shape.ts'
import type { PreferenceRun } from './runs.queries.ts'
import { beginRun, listRuns, showRun } from './runs.queries.ts'

export const RunNotFound = problem('PREFERENCE_RUN_NOT_FOUND', 404, {
  zh: '没有这次学习任务',
  en: 'No such run.',
  check: 'The run’s id; runs are kept for 90 days.',
})

const Position = Type.Object({ started_at: Type.String({ format: 'date-time' }), id: Uuid })

const toRun = ({ id, trigger, period_start, users, started_at }: PreferenceRun) => ({
  ...{ id, trigger, users },
  period_start: period_start?.toISOString() ?? null,
  started_at: started_at.toISOString(),
})

/** Learning preferences, as administrators start and watch it. */
export function manageRuns(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  const tags = ['preferences']
  app.post(
    '/api/v1/platform/cron/batch-learn-preferences',
    {
      onRequest: requireAdmin,
      schema: {
        tags,
        summary: 'Learn preferences from feedback now',
        description:
          'Of those who gave enough feedback, whoever has news comes first. `user_ids` chooses them whatever their numbers.',
        querystring: Type.Object({
          min_feedback_count: Type.Integer({ minimum: 1, maximum: 1_000, default: feedbackMinDefault }),
          max_users_per_batch: Type.Integer({ minimum: 1, maximum: 10_000, default: 10 }),
        }),
        body: Maybe(
          Type.Object(
            { user_ids: Maybe(Type.Array(Uuid, { maxItems: 1_000 })) },
            { title: 'PreferenceBatch' },
          ),
        ),
        response: {
          202: success(
            Type.Object({ run_id: Uuid, users: Type.Integer() }, { title: 'StartedPreferenceRun' }),
          ),
          ...problems(...adminProblems, ValidationFailed, Forbidden),
        },
      },
    },
    async (request, reply) => {
      const { min_feedback_count, max_users_per_batch } = request.query
      const userIds = request.body?.user_ids ?? undefined
      const run = await transact(db, (trx) =>
        beginRun(trx, {
          trigger: 'admin',
          startedBy: principalOf(request).userId,
          userIds,
          feedbackMin: min_feedback_count,
          usersMax: max_users_per_batch,
          at: now(),
        }),
      )
      return reply.code(202).send({
        success: true,
        message: inLanguageOf(request, {
          zh: '批量用户偏好学习任务已启动',
          en: 'Learning the preferences of users has begun.',
        }),
        data: { run_id: run!.id, users: run!.users },
      })
    },
  )

  app.get(
    '/api/v1/platform/cron/runs',
    {
      onRequest: requireAdmin,
      schema: {
        tags,
        summary: 'List runs that learned preferences, newest first',
        querystring: Type.Object(pageQuery),
        response: {
          200: success(Type.Object({ runs: Type.Array(Run), next_cursor: NextCursor })),
          ...problems(...adminProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const rows = await listRuns(db, limit, decodeCursor(Position, cursor))
      const { page, next_cursor } = toPage(rows, limit, ({ started_at, id }) => ({
        started_at: started_at.toISOString(),
        id,
      }))
      return { success: true as const, data: { runs: page.map(toRun), next_cursor } }
    },
  )

  app.get(
    '/api/v1/platform/cron/runs/:id',
    {
      onRequest: requireAdmin,
      schema: {
        tags,
        summary: 'Show a run with its tasks',
        description: 'The first 1,000 of them.',
        params: IdParams,
        response: {
          200: success(RunWithTasks),
          ...problems(...adminProblems, ValidationFailed, RunNotFound),
        },
      },
    },
    async (request) => {
      const { id } = request.params
      const run = isId(id) ? await showRun(db, id) : undefined
      if (!run) throw RunNotFound()
      const tasks = run.tasks.map((task) => ({
        id: task.id,
        user_id: task.user_id,
        status: task.status,
        model_calls: task.model_calls,
        tokens: task.tokens,
        added: task.added,
        dropped: task.dropped,
        problem: task.problem,
        ended_at: task.ended_at?.toISOString() ?? null,
      }))
      return { success: true as const, data: { ...toRun(run), tasks } }
    },
  )
}
