import t from 'tap'
import { labelsShown, ticksUpTo } from './scale.ts'

t.test('an axis ends at or above its largest value, in a few round steps', async (t) => {
  t.same(ticksUpTo(17), [0, 5, 10, 15, 20])
  t.same(ticksUpTo(20), [0, 5, 10, 15, 20])
  t.same(ticksUpTo(0.0007), [0, 0.0002, 0.0004, 0.0006, 0.0008])
  for (const max of [1, 3, 0.3, 0.1 + 0.2, 999, 1_000, 1_001, 123_456_789, 4e-9]) {
    const ticks = ticksUpTo(max)
    t.ok(ticks.at(-1)! >= max * (1 - 1e-6), `${max} fits`)
    t.ok(ticks.length >= 2 && ticks.length <= 6, `${max} has ${ticks.length} lines`)
  }
})

t.test('an axis of nothing still has a height', async (t) => {
  t.same(ticksUpTo(0), [0, 1])
  t.same(ticksUpTo(Number.NaN), [0, 1])
})

t.test('of many labels a few are shown, with the first and the last', async (t) => {
  t.same(labelsShown(3, 6), [0, 1, 2])
  t.same(labelsShown(30, 6), [0, 6, 12, 17, 23, 29])
  t.same(labelsShown(7, 5), [0, 2, 4, 6])
  t.same(labelsShown(0, 6), [])
})
