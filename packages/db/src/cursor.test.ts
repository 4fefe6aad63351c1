import t from 'tap'
import { Type } from 'typebox'
import { decodeCursor, encodeCursor, toPage } from './cursor.ts'

const Position = Type.Tuple([Type.String(), Type.Integer()])

t.test('a cursor decodes to the position it encodes', async (t) => {
  t.same(decodeCursor(Position, encodeCursor(['灵值', 7])), ['灵值', 7])
  t.equal(decodeCursor(Position, undefined), undefined)
})

t.test('anything else sent as a cursor is a BAD_CURSOR', async (t) => {
  for (const bad of ['', 'x', encodeCursor(['a']), encodeCursor({ a: 1 }), '%00', 'bnVsbA']) {
    t.throws(() => decodeCursor(Position, bad), { code: 'BAD_CURSOR', status: 400 }, bad)
  }
})

t.test('the last page has no next cursor, a full one before it has', async (t) => {
  t.same(
    toPage([1, 2], 2, (n) => n),
    { page: [1, 2], next_cursor: null },
  )
  t.same(
    toPage([1, 2, 3], 2, (n) => n),
    { page: [1, 2], next_cursor: encodeCursor(2) },
  )
  t.same(
    toPage([], 2, (n) => n),
    { page: [], next_cursor: null },
  )
})

t.test('a cursor holds no instant that PostgreSQL does not know', async (t) => {
  const position = Type.Object({ at: Type.String({ format: 'date-time' }) })
  const read = (at: string) => () => decodeCursor(position, encodeCursor({ at }))
  t.same(read('2026-03-01T08:00:00.123Z')(), { at: '2026-03-01T08:00:00.123Z' })
  for (const at of [
    '2016-12-31T23:59:60.9Z',
    '9999-12-31T23:59:59-12:00',
    '0000-01-01T00:00:00Z',
    'yesterday',
  ])
    t.throws(read(at), { code: 'BAD_CURSOR' }, at)
})
