import t from 'tap'
import { gather } from './gather.ts'

/** A database whose statements end when the test lets them. */
function heldWork() {
  const batches: { items: number[]; end: (err?: unknown) => void }[] = []
  const work = (items: number[]) =>
    new Promise<number[]>((resolve, reject) => {
      batches.push({
        items,
        end: (err) => (err === undefined ? resolve(items.map((item) => item * 10)) : reject(err)),
      })
    })
  return { batches, work }
}
const turn = () => new Promise(setImmediate)

t.test('a lone item leaves at once; those that arrive meanwhile share the next statement', async (t) => {
  const { batches, work } = heldWork()
  const ask = gather({}, work)
  const first = ask(1)
  const others = Promise.all([ask(2), ask(3), ask(4)])
  t.same(
    batches.map(({ items }) => items),
    [[1]],
  )
  batches[0]?.end()
  t.equal(await first, 10)
  await turn()
  t.same(batches[1]?.items, [2, 3, 4])
  batches[1]?.end()
  t.same(await others, [20, 30, 40])
})

t.test('items with one key are done one after another, in their order', async (t) => {
  const { batches, work } = heldWork()
  const ask = gather({}, work, { keyOf: (item) => `${item % 10}` })
  const asked = Promise.all([ask(1), ask(2), ask(12), ask(3), ask(22)])
  for (const expected of [[1], [2, 3], [12], [22]]) {
    await turn()
    t.same(batches.at(-1)?.items, expected)
    batches.at(-1)?.end()
    await turn()
  }
  t.same(await asked, [10, 20, 120, 30, 220])
})

t.test(
  'an item that the database refuses fails alone; when the database fails, all of the batch do',
  async (t) => {
    const refused = Object.assign(new Error('refused'), { code: '23514' })
    const gone = Object.assign(new Error('gone'), { code: 'ECONNRESET' })
    let failure = refused
    const ask = gather({}, async (items: number[]) => {
      if (items.includes(13)) throw failure
      return items
    })
    const outcomes = async () =>
      (await Promise.allSettled([1, 2, 13, 4].map(ask))).map(({ status }) => status === 'fulfilled')
    t.same(await outcomes(), [true, true, false, true])
    failure = gone
    t.same(await outcomes(), [true, false, false, false])
  },
)
