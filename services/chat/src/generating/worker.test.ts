import t from 'tap'
import { startTestApp, textOf } from '../test-app.ts'

t.test('replies over the slots of a replica are queued, learn their position, and are bounded', async (t) => {
  const settings = { GENERATIONS_MAX: 1, QUEUE_MAX: 2 }
  const { ask, json, model } = await startTestApp(t, { settings })
  const first = await ask({ message: '一' })
  const running = await model.nextCall()
  const second = await ask({ message: '二' })
  const third = await ask({ message: '三' })
  t.match((await second.events.next()).value, { event: 'queued', data: { position: 1 } })
  t.match((await third.events.next()).value, { event: 'queued', data: { position: 2 } })
  const refused = await json('POST', '/api/chat', { message: '四' })
  t.match(refused.body, { status: 503, error_code: 'QUEUE_FULL', retry_after: 5 })
  t.equal(refused.headers.get('retry-after'), '5')
  await running.delta('1')
  await running.finish()
  t.equal(textOf(await Array.fromAsync(first.events)), '1')
  for (const [waiting, answer] of [
    [second, '2'],
    [third, '3'],
  ] as const) {
    const call = await model.nextCall()
    await call.delta(answer)
    await call.finish()
    t.equal(textOf(await Array.fromAsync(waiting.events)), answer)
  }
})

t.test(
  'at most USER_GENERATIONS_MAX replies of one user are generated at once, on all replicas together',
  async (t) => {
    const settings = { USER_GENERATIONS_MAX: 2 }
    const { ask, model, identity } = await startTestApp(t, { replicas: 2, settings })
    const [busy, other] = [await identity.user(), await identity.user()]
    const streams = await Promise.all(['1', '2', '3', '4'].map((message) => ask({ message }, busy.headers)))
    const calls = await Promise.all([model.nextCall(), model.nextCall()])
    const others = await ask({ message: '别人' }, other.headers)
    const free = await model.nextCall()
    t.equal(free.lastUserText, '别人', 'another user does not wait for them')
    for (const call of [...calls, free]) {
      await call.delta(call.lastUserText)
      await call.finish()
    }
    t.equal(textOf(await Array.fromAsync(others.events)), '别人')
    for (const _ of [3, 4]) {
      const call = await model.nextCall()
      await call.delta(call.lastUserText)
      await call.finish()
    }
    const texts = await Promise.all(streams.map(async ({ events }) => textOf(await Array.fromAsync(events))))
    t.same(texts, ['1', '2', '3', '4'])
  },
)

t.test(
  'a reply is given up after REPLY_ATTEMPTS_MAX attempts, and its reader gets a Retry-After',
  async (t) => {
    const { ask, db, startWorker, config } = await startTestApp(t, { workers: 0 })
    const { events } = await ask({ message: '问' })
    await db.updateTable('replies').set({ attempt: config.REPLY_ATTEMPTS_MAX }).execute()
    await startWorker()
    const last = (await Array.fromAsync(events)).at(-1)
    t.match(last, { event: 'error', data: { status: 503, error_code: 'REPLY_GIVEN_UP', retry_after: 10 } })
    t.match(await db.selectFrom('replies').selectAll().execute(), [{ status: 'failed' }])
  },
)
