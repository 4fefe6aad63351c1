import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { addDays, calendarIn, daysBetween } from '@lingzhi/runtime/calendar'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { NotebookDoor } from '../notebook-contract.ts'
import { rememberedOn } from '../schedule/explain-due.ts'
import { reading, notebookTags as tags, viewingFor } from './manage-mistakes.ts'
import { DayText, Status, toView } from './mistake-shape.ts'
import { dueMistakes } from './notebook.queries.ts'
import { countDue, countNotebook, countReviewedOn, reviewDays } from './statistics.queries.ts'

const Count = Type.Integer({ minimum: 0 })
const Counts = Type.Record(Type.String(), Count)

const Statistics = Type.Object(
  {
    total_mistakes: Count,
    not_mastered: Count,
    learning: Count,
    reviewing: Count,
    mastered: Count,
    forgotten: Count,
    starred: Count,
    due_today: Count,
    by_subject: Counts,
    by_difficulty: Counts,
    by_knowledge_point: Counts,
    review_streak_days: Count,
    this_week_reviews: Count,
  },
  { title: 'NotebookStatistics' },
)

const Task = Type.Object(
  {
    id: Uuid,
    mistake_id: Uuid,
    title: Type.String(),
    subject: Subject,
    review_round: Count,
    due_date: DayText,
    overdue_days: Count,
    question_content: Type.String(),
    mastery_status: Status,
    retrievability: Type.Number({ minimum: 0, maximum: 1 }),
    reason: Type.String(),
  },
  { title: 'ReviewTask' },
)

/** As long as the replaced system reckoned with. */
const minutesATask = 5

/** What is in the notebook, and what is due today. */
export function showStatistics(
  app: App,
  deps: Pick<Deps, 'db' | 'now'>,
  config: Pick<Config, 'TIMEZONE'>,
  { base, hide }: NotebookDoor,
) {
  const { db, now } = deps
  const dayOf = calendarIn(config.TIMEZONE)

  app.get(
    `${base}/statistics`,
    {
      ...reading,
      schema: {
        hide,
        tags,
        summary: 'Count what is in your notebook',
        response: { 200: success(Statistics), ...problems(...userProblems) },
      },
    },
    async ({ principal }) => {
      const today = dayOf(now())
      const { userId } = principal!
      const [counts, reviewed] = await Promise.all([
        countNotebook(db, userId, today),
        reviewDays(db, userId, today),
      ])
      const { total, due, ...rest } = counts
      return {
        success: true as const,
        data: {
          total_mistakes: total,
          not_mastered: total - counts.mastered,
          ...rest,
          due_today: due,
          review_streak_days: streakOf(
            reviewed.map(({ day }) => day),
            today,
          ),
          this_week_reviews: reviewed
            .filter(({ day }) => day > addDays(today, -7))
            .reduce((sum, { reviews }) => sum + reviews, 0),
        },
      }
    },
  )

  app.get(
    `${base}/today-review`,
    {
      ...reading,
      schema: {
        hide,
        tags,
        summary: 'List what is due for review today, the most forgotten first',
        querystring: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }) }),
        response: {
          200: success(
            Type.Object(
              {
                tasks: Type.Array(Task),
                total_count: Count,
                completed_count: Count,
                estimated_minutes: Count,
              },
              { title: 'TodayReview' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed),
        },
      },
    },
    async (request) => {
      const { userId } = request.principal!
      const viewing = await viewingFor(deps, config, request)
      const { today } = viewing
      const [rows, due, completed] = await Promise.all([
        dueMistakes(db, userId, today, request.query.limit),
        countDue(db, userId, today),
        countReviewedOn(db, userId, today),
      ])
      const tasks = rows.map((row) => ({
        id: row.id,
        mistake_id: row.id,
        title: row.title,
        subject: row.subject,
        review_round: row.reviews_count + 1,
        due_date: row.due_on,
        overdue_days: Math.max(0, daysBetween(row.due_on, today)),
        question_content: row.question_content,
        mastery_status: row.status,
        retrievability: rememberedOn({ ...row, lastOn: row.last_on }, today),
        reason: toView(row, viewing).card.reason,
      }))
      return {
        success: true as const,
        data: { tasks, total_count: due, completed_count: completed, estimated_minutes: due * minutesATask },
      }
    },
  )
}

/** Days in a row with a review, up to today, or to yesterday while today has none yet. */
function streakOf(days: readonly string[], today: string): number {
  const start = days[0] === today ? today : addDays(today, -1)
  let streak = 0
  while (days[streak] === addDays(start, -streak)) streak++
  return streak
}
