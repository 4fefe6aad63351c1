import t from 'tap'
import { heldMaxMs, heldMs } from './held-process.ts'

/** Works for some ms of processor time: as long on any machine. */
function hold(ms: number) {
  const spent = () => process.threadCpuUsage().user / 1000
  const until = spent() + ms
  for (let sum = 0; spent() < until; ) for (let n = 0; n < 100_000; n++) sum = (sum * 31 + n) | 0
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

t.test('what holds the process is told, however often it is tried', async (t) => {
  const ms = await heldMs(async () => {
    await turn()
    hold(3 * heldMaxMs)
    await turn()
  })
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
