import t from 'tap'
import { noteName } from '../members/members.queries.ts'
import { startTestApp } from '../test-app.ts'
import { maskName } from './mask-name.ts'

t.test('streaks and totals from the top, equals sharing a rank, and the caller’s own', async (t) => {
  const { app, db, identity, clock } = await startTestApp(t)
  const users = await Promise.all(
    ['chang', 'duan', 'jing', 'xin'].map(async (username) => {
      const user = await identity.user()
      await noteName(db, { userId: user.id, username, at: clock.now })
      return { ...user, username }
    }),
  )
  const [long, short, equal, fresh] = users as unknown as [Named, Named, Named, Named]
  const checkInOn = async (day: number, ...who: Named[]) => {
    clock.now = new Date(Date.UTC(2026, 2, day, 4))
    for (const { headers } of who) await app.inject({ method: 'POST', url: '/api/checkin', headers })
  }
  const board = async ({ headers }: Named, query = '') =>
    (await app.inject({ url: `/api/checkin/leaderboard${query}`, headers })).json().data

  await checkInOn(1, long)
  await checkInOn(2, long)
  await checkInOn(3, long)
  await checkInOn(5, short, equal)

  const seen = await board(short)
  t.same(
    seen.streaks.map(({ rank, streak, is_me }: Place) => [rank, streak, is_me]).sort(),
    [
      [1, 1, false],
      [1, 1, true],
    ],
    'a broken streak is not listed',
  )
  t.match(seen.totals[0], { rank: 1, name: 'c***', total_lingzhi: 6, streak: 0, is_me: false })
  t.same(
    seen.totals.map(({ rank }: Place) => rank),
    [1, 2, 2],
  )
  t.match(seen.me, {
    streak_rank: 1,
    total_rank: 2,
    name: 'duan',
    streak: 1,
    total_lingzhi: 1,
    show_name: false,
  })
  t.match((await board(fresh)).me, { streak_rank: null, total_rank: null, streak: 0, total_lingzhi: 0 })
  t.equal((await board(short, '?limit=1')).totals.length, 1)
})

t.test('a name is shown while its owner agrees, and not a moment longer', async (t) => {
  const { app, db, identity, clock } = await startTestApp(t)
  const owner = await identity.user()
  const reader = await identity.user()
  await noteName(db, { userId: owner.id, username: '张小明', at: clock.now })
  await app.inject({ method: 'POST', url: '/api/checkin', headers: owner.headers })
  const name = async ({ headers } = reader) =>
    (await app.inject({ url: '/api/checkin/leaderboard', headers })).json().data.totals[0].name
  const agree = async (payload: object, headers: Record<string, string> = owner.headers) =>
    app.inject({ method: 'PUT', url: '/api/checkin/leaderboard/consent', headers, payload })

  t.equal(await name(), '张***')
  t.equal(await name(owner), '张小明', 'one’s own name is no secret')
  t.match((await agree({ show_name: true })).json(), { success: true, data: { show_name: true } })
  t.equal(await name(), '张小明')
  await agree({ show_name: false })
  t.equal(await name(), '张***')
  t.equal((await agree({ show_name: 'yes' })).statusCode, 400)
  t.equal((await agree({ show_name: true }, {})).statusCode, 401)
  t.equal((await app.inject({ url: '/api/checkin/leaderboard' })).statusCode, 401)
  t.equal(
    (await app.inject({ url: '/api/checkin/leaderboard?limit=0', headers: reader.headers })).statusCode,
    400,
  )
})

t.test('a mask never shows a whole name', async (t) => {
  t.same(['', 'a', 'ab', 'abc', '😀bc', null].map(maskName), ['***', '***', '***', 'a***', '😀***', '***'])
})

interface Named {
  id: string
  headers: { authorization: string }
}
interface Place {
  rank: number
  streak: number
  is_me: boolean
}
