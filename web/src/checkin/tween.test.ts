import t from 'tap'
import { valueAt } from './tween.ts'

t.test('a number that counts up begins where it was, never turns back, and ends exactly', async (t) => {
  let before = 100
  for (let ms = 0; ms <= 400; ms += 16) {
    const value = valueAt(100, 134, ms, 400)
    t.ok(value >= before && value <= 134)
    before = value
  }
  t.equal(valueAt(100, 134, 0, 400), 100)
  t.equal(valueAt(100, 134, -5, 400), 100, 'the first frame may be older than the press')
  t.equal(valueAt(100, 134, 400, 400), 134)
  t.equal(valueAt(100, 134, 9_000, 400), 134)
})
