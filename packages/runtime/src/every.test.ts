import t from 'tap'
import { about, every } from './every.ts'

// Pauses do not keep a process alive, so this timer does.
const alive = setInterval(() => {}, 60_000)
t.teardown(() => clearInterval(alive))

const onError = () => {}

t.test('runs follow each other and never overlap, whatever one throws', async (t) => {
  const errors: unknown[] = []
  let runs = 0
  let under = 0
  const third = Promise.withResolvers<void>()
  const recurring = every({ pauseMs: 0, onError: (err) => errors.push(err) }, async () => {
    under += 1
    t.equal(under, 1)
    await new Promise(setImmediate)
    under -= 1
    runs += 1
    if (runs === 1) throw new Error('once')
    if (runs === 3) third.resolve()
  })
  await third.promise
  await recurring.close()
  t.match(errors, [{ message: 'once' }])
})

t.test('closing aborts the signal of the run under way, waits for it, and starts no other', async (t) => {
  const started = Promise.withResolvers<AbortSignal>()
  const end = Promise.withResolvers<void>()
  let runs = 0
  const recurring = every({ pauseMs: 0, onError }, async (signal) => {
    runs += 1
    started.resolve(signal)
    await end.promise
  })
  const signal = await started.promise
  let closed = false
  const closing = recurring.close().then(() => {
    closed = true
  })
  t.ok(signal.aborted)
  await new Promise(setImmediate)
  t.notOk(closed)
  end.resolve()
  await closing
  await recurring.close()
  t.equal(runs, 1)
})

t.test('a pause, also one before the first run, is cut short by closing', async (t) => {
  let runs = 0
  const pauses: number[] = []
  const pauseMs = () => {
    pauses.push(1)
    return 3_600_000
  }
  const recurring = every({ pauseMs, pauseFirst: true, onError }, async () => {
    runs += 1
  })
  await recurring.close()
  t.equal(runs, 0)
  t.equal(pauses.length, 1)
})

t.test('about is within a quarter', async (t) => {
  for (let n = 0; n < 100; n++) t.ok(about(100) >= 75 && about(100) <= 125)
})
