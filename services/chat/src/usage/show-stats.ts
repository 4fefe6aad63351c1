import { Forbidden } from '@lingzhi/contracts/common-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireUser } from '@lingzhi/identity/identify'
import { isAdmin } from '@lingzhi/identity/principal'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import {
  countSessions,
  dayBefore,
  messagesPerDay,
  sessionsPerDay,
  usagePerAgent,
  usagePerDay,
  usagePerModel,
  usagePerUser,
} from './usage.queries.ts'

const Tokens = Type.Object(
  { prompt: Type.Integer(), completion: Type.Integer(), total: Type.Integer() },
  { title: 'TokenSums' },
)
const UsageOfModel = Type.Object(
  { model: Type.String(), answers: Type.Integer(), tokens: Tokens, cost: Type.Number() },
  { title: 'UsageOfModel' },
)
const Stats = Type.Object(
  {
    sessions: Type.Integer(),
    messages: Type.Integer(),
    tokens: Tokens,
    cost: Type.Number(),
    per_day: Type.Array(
      Type.Object(
        {
          date: Type.String({ format: 'date' }),
          sessions: Type.Integer(),
          messages: Type.Integer(),
          answers: Type.Integer({ description: 'Model answers, including those at /v1.' }),
          tokens: Tokens,
          cost: Type.Number(),
        },
        { title: 'UsageDay' },
      ),
    ),
    per_model: Type.Array(UsageOfModel, {
      description: 'Every model, over all time, as the totals are. For the last days: `by_model`.',
    }),
    by_model: Type.Array(UsageOfModel, { description: 'The models that answered in these days.' }),
    by_agent: Type.Optional(
      Type.Array(
        Type.Object(
          {
            agent_id: Nullable(Type.Integer()),
            name: Nullable(Type.String()),
            answers: Type.Integer(),
            tokens: Tokens,
            cost: Type.Number(),
          },
          { title: 'UsageOfAgent' },
        ),
        { description: 'With `scope=all`: the 100 agents that cost most in these days.' },
      ),
    ),
    by_user: Type.Optional(
      Type.Array(
        Type.Object(
          { user_id: Nullable(Uuid), answers: Type.Integer(), tokens: Tokens, cost: Type.Number() },
          { title: 'UsageOfUser' },
        ),
        { description: 'With `scope=all`: the 100 users that cost most in these days, all guests as one.' },
      ),
    ),
  },
  { title: 'UsageStats' },
)

export function showStats(app: App, { db, now }: Pick<Deps, 'db' | 'now'>, { TIMEZONE }: Config) {
  app.get(
    '/api/v1/sessions/stats',
    {
      onRequest: requireUser,
      schema: {
        tags: ['usage'],
        summary: 'Show the number of conversations and messages, tokens and cost',
        description:
          'The caller’s own figures; with `scope=all`, for administrators only, those of all users and guests.',
        querystring: Type.Object({
          scope: Type.Enum(['own', 'all'], { default: 'own' }),
          days: Type.Integer({
            minimum: 1,
            maximum: 366,
            default: 30,
            description:
              'Number of days in per_day, by_model, by_agent and by_user, today included; totals and per_model are of all time.',
          }),
        }),
        response: { 200: success(Stats), ...problems(...adminProblems) },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { userId } = principal
      const { scope, days } = request.query
      if (scope === 'all' && !isAdmin(principal)) throw Forbidden()
      const from = await dayBefore(db, now(), days - 1, TIMEZONE)
      const filter = { userId: scope === 'all' ? null : userId, from, timeZone: TIMEZONE }
      const [counts, perModel, inDays, perDay, sessions, messages, shares] = await Promise.all([
        countSessions(db, filter),
        usagePerModel(db, { userId: filter.userId, from: null }),
        usagePerModel(db, filter),
        usagePerDay(db, filter),
        sessionsPerDay(db, filter),
        messagesPerDay(db, filter),
        scope === 'all' ? sharesOf(db, from) : {},
      ])
      const dates = new Set([...perDay, ...sessions, ...messages].map(({ day }) => day))
      const per_day = [...dates].sort().map((date) => {
        const at = ({ day }: { day: string }) => day === date
        return {
          date,
          sessions: sessions.find(at)?.sessions ?? 0,
          messages: messages.find(at)?.messages ?? 0,
          ...toSpent(perDay.filter(at)),
        }
      })
      const { answers: _, ...total } = toSpent(perModel)
      const ofModels = (rows: typeof perModel) => rows.map((row) => ({ model: row.model, ...toSpent([row]) }))
      const models = { per_model: ofModels(perModel), by_model: ofModels(inDays) }
      return { success: true as const, data: { ...counts, ...total, per_day, ...models, ...shares } }
    },
  )
}

async function sharesOf(db: Db, from: string) {
  const [agents, users] = await Promise.all([usagePerAgent(db, from), usagePerUser(db, from)])
  return {
    by_agent: agents.map((row) => ({ agent_id: row.agent_id, name: row.name, ...toSpent([row]) })),
    by_user: users.map((row) => ({ user_id: row.user_id, ...toSpent([row]) })),
  }
}

function toSpent(rows: { answers: number; prompt: number; completion: number; cost: number }[]) {
  const sum = (of: 'answers' | 'prompt' | 'completion' | 'cost') =>
    rows.reduce((all, row) => all + row[of], 0)
  const [prompt, completion] = [sum('prompt'), sum('completion')]
  return {
    answers: sum('answers'),
    tokens: { prompt, completion, total: prompt + completion },
    cost: Math.round(sum('cost') * 1e9) / 1e9,
  }
}
