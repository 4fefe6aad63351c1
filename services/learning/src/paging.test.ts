import t from 'tap'
import { fewAtOnce } from './paging.ts'

t.test('a page of long texts is read as it is taken, in its order, without what has gone', async (t) => {
  const ids = Array.from({ length: 25 }, (_, n) => `${n}`)
  const reads: number[] = []
  const rows = fewAtOnce(ids, async (some) => {
    reads.push(some.length)
    return some
      .filter((id) => id !== '3')
      .map((id) => ({ id }))
      .toReversed()
  })
  const { value: first } = await rows.next()
  t.same([first?.id, reads], ['0', [10]], 'who takes one has the others wait where they are')
  const rest: string[] = []
  for await (const { id } of rows) rest.push(id)
  t.same(
    rest,
    ids.slice(1).filter((id) => id !== '3'),
  )
  t.same(reads, [10, 10, 5])
})
