import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireUser } from '@lingzhi/identity/identify'
import { addDays, calendarIn } from '@lingzhi/runtime/calendar'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { liveStreak } from '../checkins/streak.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { Standing } from './leaderboard.queries.ts'
import { countAbove, memberOf, standingOf, topStreaks, topTotals } from './leaderboard.queries.ts'
import { maskName } from './mask-name.ts'
import { ranked } from './rank.ts'

const Place = Type.Object(
  {
    rank: Type.Integer({ minimum: 1, description: 'Users with equal values share a rank.' }),
    name: Type.String({ description: 'Masked unless the user agreed to show it, or is the caller.' }),
    streak: Type.Integer(),
    total_lingzhi: Type.Integer(),
    is_me: Type.Boolean(),
  },
  { title: 'LeaderboardPlace' },
)

const Rank = Type.Union([Type.Integer({ minimum: 1 }), Type.Null()])

const Leaderboard = Type.Object(
  {
    streaks: Type.Array(Place, { description: 'Longest current streaks.' }),
    totals: Type.Array(Place, { description: 'Most points.' }),
    me: Type.Object({
      streak_rank: Rank,
      total_rank: Rank,
      name: Type.String(),
      streak: Type.Integer(),
      total_lingzhi: Type.Integer(),
      show_name: Type.Boolean({ description: 'Whether others see your name; see PUT …/consent.' }),
    }),
  },
  { title: 'Leaderboard' },
)

export function showLeaderboard(app: App, { db, now }: Pick<Deps, 'db' | 'now'>, config: Config) {
  const dayOf = calendarIn(config.TIMEZONE)

  app.get(
    '/api/checkin/leaderboard',
    {
      onRequest: requireUser,
      schema: {
        tags: ['check-in'],
        summary: 'Show the top streaks and totals, and your own rank',
        querystring: Type.Object({ limit: pageQuery.limit }),
        response: {
          200: success(Leaderboard),
          ...problems(ValidationFailed, ...userProblems),
        },
      },
    },
    async (request) => {
      const { userId } = principalOf(request)
      const { limit } = request.query
      const today = dayOf(now())
      const aliveSince = addDays(today, -1)
      const toPlace = (row: Standing & { rank: number }) => placeOf(row, today, userId)
      const [streaks, totals, own, member] = await Promise.all([
        topStreaks(db, aliveSince, limit),
        topTotals(db, limit),
        standingOf(db, userId),
        memberOf(db, userId),
      ])
      const streak = liveStreak(own, today)
      const balance = own?.balance ?? 0
      const above = await countAbove(db, aliveSince, { streak, balance })
      const data = {
        streaks: ranked(streaks, (row) => row.streak).map(toPlace),
        totals: ranked(totals, (row) => row.balance).map(toPlace),
        me: {
          streak_rank: streak > 0 ? above.streaks + 1 : null,
          total_rank: balance > 0 ? above.totals + 1 : null,
          name: member?.username ?? maskName(null),
          streak,
          total_lingzhi: balance,
          show_name: member?.show_name ?? false,
        },
      }
      return { success: true as const, data }
    },
  )
}

function placeOf(row: Standing & { rank: number }, today: string, callerId: string): Static<typeof Place> {
  const isMe = row.user_id === callerId
  return {
    rank: row.rank,
    name: isMe || row.show_name ? (row.username ?? maskName(null)) : maskName(row.username),
    streak: liveStreak(row, today),
    total_lingzhi: row.balance,
    is_me: isMe,
  }
}
