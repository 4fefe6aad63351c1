import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { Supervised } from '../processes/supervise.ts'
import { jetStreamResponds, watchJetStream } from './nats-watch.ts'

const natsUrl = new URL(process.env.TEST_NATS_URL ?? 'nats://127.0.0.1:4222')

t.test('JetStream of a running server responds, and that of a wrong password or port does not', async (t) => {
  t.ok(await jetStreamResponds(Number(natsUrl.port), decodeURIComponent(natsUrl.password)))
  t.notOk(await jetStreamResponds(Number(natsUrl.port), 'wrong'))
  t.notOk(await jetStreamResponds(1, 'wrong'))
})

t.test('a server that stays silent is started again, once, and one that hesitates is not', async (t) => {
  const responses = [false, false, true, false, false, false, true]
  let restarts = 0
  const notes: string[] = []
  // The watch keeps no process alive.
  const alive = setInterval(() => {}, 1_000)
  t.teardown(() => clearInterval(alive))
  const done = Promise.withResolvers<void>()
  const watch = watchJetStream({
    server: { restart: async () => void restarts++ } as Supervised,
    folder: t.testdir({}),
    responds: async () => {
      if (responses.length === 1) done.resolve()
      return responses.shift() ?? true
    },
    note: (line) => void notes.push(line),
    pauseMs: 0,
  })
  await done.promise
  await pause(0)
  await watch.close()
  t.equal(restarts, 1)
  t.match(notes, [/stores nothing any more.*starting it again/])
})
