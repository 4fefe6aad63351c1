import t from 'tap'
import { factsOf } from './detail.ts'

const lines = (detail: Record<string, unknown>) =>
  factsOf(detail).map(({ name, value }) => `${name}: ${value}`)

t.test('a change is told as before and after, without what stayed', async (t) => {
  const detail = { from: { role: 'user', status: 'active' }, to: { role: 'admin', status: 'active' } }
  t.same(lines(detail), ['role: user → admin'])
})

t.test('numbers, nothing and nested values are told by their path', async (t) => {
  t.same(lines({ count: 2, to: null, a: { b: true } }), ['count: 2', 'to: null', 'a.b: true'])
})

t.test('a long list is told by its first members and its length', async (t) => {
  t.same(lines({ sessions: ['a', 'b', 'c', 'd'] }), ['sessions: a, b, c … (4)'])
  t.same(lines({ scopes: ['chat'] }), ['scopes: chat'])
})
