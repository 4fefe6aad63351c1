import t from 'tap'
import { parseRange } from './byte-range.ts'

t.test('a range is read as in RFC 9110', async (t) => {
  t.same(parseRange(undefined, 100), 'whole')
  t.same(parseRange('bytes=0-0', 100), { first: 0, last: 0 })
  t.same(parseRange('bytes=90-', 100), { first: 90, last: 99 })
  t.same(parseRange('bytes=-10', 100), { first: 90, last: 99 })
  t.same(parseRange('bytes=-1000', 100), { first: 0, last: 99 })
  t.same(parseRange('bytes=50-1000', 100), { first: 50, last: 99 })
  t.same(parseRange('bytes=100-', 100), 'unsatisfiable')
  t.same(parseRange('bytes=-0', 100), 'unsatisfiable')
  for (const ignored of ['bytes=5-4', 'bytes=0-1,3-4', 'items=0-1', 'bytes=-', 'x'])
    t.same(parseRange(ignored, 100), 'whole')
})
