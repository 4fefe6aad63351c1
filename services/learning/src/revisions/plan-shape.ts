import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { problem } from '@lingzhi/contracts/problem'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Plan } from './tables.ts'
import { cycles } from './tables.ts'

export const PlanNotFound = problem('REVISION_NOT_FOUND', 404, {
  zh: '复习计划不存在',
  en: 'There is no such revision plan.',
  check: 'The id, and whose plan it is; the newest 50 are kept.',
})
export const NothingToRevise = problem('NOTHING_TO_REVISE', 400, {
  zh: '这段时间没有需要复习的错题',
  en: 'There are no mistakes of that time to revise.',
  check: '`days_lookback`, and the notebook: what is mastered needs no plan.',
})
export const PlanUnavailable = problem('REVISION_MODEL_UNAVAILABLE', 503, {
  zh: '暂时无法生成复习计划，请稍后再试',
  en: 'No plan can be made now. Try again later.',
  check: 'The detail, and whether chat and its models are available.',
})
export const PlanUnusable = problem('REVISION_UNUSABLE', 502, {
  zh: '模型给出的计划中没有一项属于你的错题，请重试',
  en: 'No task of the plan was about mistakes of yours. Try again.',
  check: 'What the model was told and said; how many tasks were dropped is in the log.',
})

const Day = Type.String({ format: 'date', pattern: '^[1-9]' })

const Task = Type.Object(
  {
    day: Type.Integer({ minimum: 1 }),
    title: Type.String(),
    description: Type.String(),
    minutes: Type.Integer(),
    mistake_ids: Type.Array(Uuid),
  },
  { title: 'RevisionTask' },
)

const plan = {
  id: Uuid,
  title: Type.String(),
  cycle_type: Type.Enum([...cycles]),
  start_date: Day,
  end_date: Day,
  is_expired: Type.Boolean(),
  mistake_count: Type.Integer(),
  task_count: Type.Integer(),
  created_at: instant,
}
export const PlanSummary = Type.Object(plan, { title: 'RevisionPlanSummary' })

export const PlanView = Type.Object(
  {
    ...plan,
    is_existing: Type.Boolean(),
    dropped_tasks: Type.Array(
      Type.Object({ day: Type.Integer(), title: Type.String() }, { title: 'DroppedRevisionTask' }),
    ),
    content: Type.Object(
      {
        title: Type.String(),
        description: Type.String(),
        overview: Type.String(),
        statistics: Type.Object(
          {
            mistakes: Type.Integer(),
            by_subject: Type.Array(
              Type.Object({ subject: Subject, count: Type.Integer() }, { title: 'RevisionBySubject' }),
            ),
            weak_points: Type.Array(Type.String()),
          },
          { title: 'RevisionStatistics' },
        ),
        daily_tasks: Type.Array(Task),
        review_focus: Type.Array(Type.String()),
        assessment: Type.String(),
        tips: Type.Array(Type.String()),
      },
      { title: 'RevisionContent' },
    ),
  },
  { title: 'RevisionPlan' },
)

export const viewSummary = (row: Plan, today: string): Static<typeof PlanSummary> => ({
  ...{ id: row.id, title: row.title, cycle_type: row.cycle, start_date: row.from_on, end_date: row.to_on },
  is_expired: row.to_on < today,
  mistake_count: row.statistics.mistakes,
  task_count: row.content.daily_tasks.length,
  created_at: row.created_at.toISOString(),
})

export const viewPlan = (row: Plan, today: string, is_existing: boolean): Static<typeof PlanView> => ({
  ...viewSummary(row, today),
  is_existing,
  dropped_tasks: row.dropped,
  content: { title: row.title, statistics: row.statistics, ...row.content },
})
