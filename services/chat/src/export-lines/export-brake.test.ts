import t from 'tap'
import { createExportBrake } from './export-brake.ts'

/** A brake with a clock and pauses driven by the test; a page takes 10 ms. */
function startBrake() {
  let at = 0
  const rests: number[] = []
  const ends: (() => void)[] = []
  const brake = createExportBrake({
    now: () => at,
    rest: (ms) => {
      rests.push(ms)
      const { promise, resolve } = Promise.withResolvers<void>()
      ends.push(resolve)
      return promise
    },
  })
  const page = (ms = 10) =>
    brake.page(async () => {
      at += ms
      return at
    })
  const pass = (ms: number) => {
    at += ms
  }
  return { brake, page, pass, rests, endRest: () => ends.shift()?.() }
}

t.test('without requests, pages follow each other at once', async (t) => {
  const { brake, page, pass, rests } = startBrake()
  t.same(await Promise.all([page(), page(), page()]), [10, 20, 30])
  brake.enter()()
  pass(1_000)
  await page()
  t.same(rests, [])
})

t.test('during a request and shortly after, a page is sent at once and the next one waits', async (t) => {
  const { brake, page, rests, endRest } = startBrake()
  const leave = brake.enter()
  t.equal(await page(), 10)
  let second: number | undefined
  const coming = page(50).then((at) => {
    second = at
  })
  await new Promise(setImmediate)
  t.equal(second, undefined)
  endRest()
  await coming
  t.equal(second, 60)
  leave()
  endRest()
  await page()
  t.same(rests, [30, 100, 30], 'rests grow with the page, up to a bound')
})

t.test('a failed page passes its turn on', async (t) => {
  const { brake, page } = startBrake()
  await t.rejects(
    brake.page(async () => Promise.reject(new Error('gone'))),
    /gone/,
  )
  t.equal(await page(), 10)
})

t.test('a page of many steps lets people go first between them, too', async (t) => {
  const { brake, pass, rests, endRest } = startBrake()
  const steps = (ms: number) =>
    brake.page(async (breathe) => {
      pass(ms)
      await breathe()
    })
  await steps(5)
  t.same(rests, [], 'when nobody is there it only lets the loop turn')
  brake.enter()
  const [short, long] = [steps(5), steps(50)]
  for (let n = 0; n < 4; n++) {
    await new Promise(setImmediate)
    endRest()
  }
  await Promise.all([short, long])
  t.same(
    [rests[0], rests[2]],
    [15, 25],
    'as long as three of the step, and never longer than a turn may take',
  )
})
