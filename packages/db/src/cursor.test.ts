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
