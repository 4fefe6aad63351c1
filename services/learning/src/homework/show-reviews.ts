import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf } from '@lingzhi/identity/identify'
import type { Principal } from '@lingzhi/identity/principal'
import { isAdmin } from '@lingzhi/identity/principal'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import type { Pair } from './agreement.ts'
import { exactAgreement, quadraticKappa } from './agreement.ts'
import type { Judgement, Scope } from './appeals.queries.ts'
import { judgements, reviewQueue } from './appeals.queries.ts'
import { homeworkPath, reading, homeworkTags as tags } from './manage-templates.ts'

const scopeOf = (reader: Principal): Scope => (isAdmin(reader) ? 'all' : { ownerId: reader.userId })

const QueuedItem = Type.Object(
  {
    item_id: Uuid,
    submission_id: Uuid,
    template_id: Nullable(Uuid),
    title: Type.String(),
    subject: Subject,
    student_name: Nullable(Type.String()),
    user_id: Uuid,
    number: Type.Integer(),
    question: Type.String(),
    student_answer: Type.String(),
    points: Type.Number(),
    status: Type.Enum(['waiting', 'graded', 'needs_review', 'failed']),
    needs_review: Type.Array(Type.String()),
    low: Nullable(Type.Number()),
    high: Nullable(Type.Number()),
    appeal_id: Nullable(Uuid),
    appeal_reason: Nullable(Type.String()),
    submitted_at: instant,
  },
  { title: 'QueuedItem' },
)

const Share = Nullable(Type.Number({ minimum: 0, maximum: 1 }))
const Agreement = Type.Object(
  {
    compared: Type.Integer({ minimum: 0 }),
    exact: Share,
    qwk: Nullable(Type.Number({ minimum: -1, maximum: 1 })),
    criteria_compared: Type.Integer({ minimum: 0 }),
    criteria_exact: Share,
    per_criterion: Type.Array(
      Type.Object(
        { id: Type.String(), compared: Type.Integer(), exact: Type.Number() },
        { title: 'CriterionAgreement' },
      ),
    ),
  },
  { title: 'GradingAgreement' },
)

/** What waits for a person, and how far people and machines agree. */
export function showReviews(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    `${homeworkPath}/review-queue`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'List the items that wait for your decision, the oldest first',
        description:
          'Of homework that you set: what neither rules nor a model could grade, and appeals. Administrators see everybody’s.',
        querystring: Type.Object(pageQuery),
        response: {
          200: success(Type.Object({ items: Type.Array(QueuedItem), next_cursor: NextCursor })),
          ...problems(...userProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const after = decodeCursor(Uuid, cursor)
      const rows = await reviewQueue(db, scopeOf(principalOf(request)), { limit, after })
      const { page, next_cursor } = toPage(rows, limit, ({ item_id }) => item_id)
      const items = page.map(({ reasons, submitted_at, ...row }) => ({
        ...row,
        needs_review: reasons ?? [],
        submitted_at: submitted_at.toISOString(),
      }))
      return { success: true as const, data: { items, next_cursor } }
    },
  )

  app.get(
    `${homeworkPath}/agreement`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show how far people’s grades and machines’ agree',
        description:
          'Over the newest 5,000 decisions on items that a machine had scored: on homework that you set, for administrators on all. `qwk`: Cohen’s kappa with quadratic weights over tenths of the points.',
        response: { 200: success(Agreement), ...problems(...userProblems) },
      },
    },
    async (request) => {
      const rows = await judgements(db, scopeOf(principalOf(request)))
      return { success: true as const, data: agreementOf(rows) }
    },
  )
}

function agreementOf(rows: readonly Judgement[]) {
  const pairs: Pair[] = rows.map(({ human, machine, points }) => ({
    human: human / points,
    machine: machine / points,
  }))
  const both = rows.flatMap(({ human_criteria, machine_criteria }) =>
    human_criteria.flatMap(({ id, met }) => {
      const machine = machine_criteria.find((one) => one.id === id)
      return machine && machine.met !== 'unsure' ? [{ id, same: machine.met === met }] : []
    }),
  )
  const shareOf = (some: readonly { same: boolean }[]) => some.filter(({ same }) => same).length / some.length
  return {
    compared: pairs.length,
    exact: exactAgreement(pairs),
    qwk: quadraticKappa(pairs),
    criteria_compared: both.length,
    criteria_exact: both.length === 0 ? null : shareOf(both),
    per_criterion: [...Map.groupBy(both, ({ id }) => id)]
      .map(([id, some]) => ({ id, compared: some.length, exact: shareOf(some) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  }
}
