import t from 'tap'
import { heldMaxMs, heldMs } from './held-process.ts'

/** Holds the process for so long, in ms. */
function hold(ms: number) {
  const until = performance.now() + ms
  while (performance.now() < until);
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

t.test('what holds the process is told, however often it is tried', async (t) => {
  const ms = await heldMs(async () => {
    await turn()
    // As long by the clock on any machine, and divided by how slow a busy one is.
    hold(20 * heldMaxMs)
    await turn()
  }, 5)
  t.ok(ms > heldMaxMs, `${ms} ms`)
})

t.test('what gives others their turn is not', async (t) => {
  const ms = await heldMs(async () => {
    for (let n = 0; n < 30; n++) {
      hold(5)
      await turn()
    }
  })
  t.ok(ms <= heldMaxMs, `${ms} ms`)
})
