import t from 'tap'
import { newcomers } from './newcomers.ts'

const now = new Date('2026-11-29T02:00:00Z')
const users = ['2026-11-29T01:00:00Z', '2026-11-28T17:00:00Z', '2026-11-28T12:00:00Z'].map((created_at) => ({
  created_at,
}))

t.test('today is counted in the deployment’s time zone', async (t) => {
  t.same(newcomers({ users, next_cursor: null }, 'Asia/Shanghai', now), { count: 2, more: false })
  t.same(newcomers({ users, next_cursor: null }, 'UTC', now), { count: 1, more: false })
})

t.test('when all that were read came today, there may be more', async (t) => {
  const page = { users: users.slice(0, 2), next_cursor: 'x' }
  t.same(newcomers(page, 'Asia/Shanghai', now), { count: 2, more: true })
  t.same(newcomers({ ...page, next_cursor: null }, 'Asia/Shanghai', now), { count: 2, more: false })
})
