import { listen } from '@lingzhi/bus/listen'
import { ReplyCompleted } from '@lingzhi/contracts/chat'
import { eventually } from '@lingzhi/testing/eventually'
import type { Test } from 'tap'
import t from 'tap'
import { startTestApp, textOf } from '../test-app.ts'
import { startReplicaProcess } from '../test-process.ts'
import { markUnnudged } from './leases.queries.ts'

/** One replica that reads and takes over, and another, in its own process, that is generating a reply. */
async function beginElsewhere(t: Test) {
  const here = await startTestApp(t, { workers: 0, settings: { LEASE_MS: 1_000, DRAIN_MS: 100 } })
  const { child, gone } = await startReplicaProcess(t, here.env)
  const facts: string[] = []
  const listening = await listen(here.bus, ReplyCompleted, 'test', async ({ data }) => {
    facts.push(data.reply_id)
  })
  t.teardown(() => listening.close())
  const { start, events } = await here.ask({ message: '问' })
  const call = await here.model.nextCall()
  await call.delta('甲乙')
  let first = (await events.next()).value
  // On a busy machine the reply is queued long enough to be reported.
  if (first?.event === 'queued') first = (await events.next()).value
  t.match(first, { data: { content: '甲乙' } })
  return { here, child, gone, start, events, call, facts }
}

/** The stored row of the only reply. */
async function stored({ db }: Awaited<ReturnType<typeof startTestApp>>) {
  const replies = await db.selectFrom('replies').select(['status', 'attempt', 'usage']).execute()
  const answers = await db.selectFrom('messages').select('content').where('role', '=', 'assistant').execute()
  return { replies, answers }
}

t.test(
  'a reply whose replica is killed is taken over; readers see a reset and the whole answer',
  async (t) => {
    const { here, child, start, events, facts } = await beginElsewhere(t)
    const second = await here.read(start.reply_id)
    t.match(
      [(await second.next()).value, (await second.next()).value],
      [{ event: 'start' }, { data: { content: '甲乙' } }],
    )
    await here.startWorker()
    child.kill('SIGKILL')
    const call = await here.model.nextCall()
    await call.delta('丙')
    t.match((await events.next()).value, { event: 'reset', id: /^2-0-/ })
    t.match((await events.next()).value, { data: { content: '丙' }, id: /^2-1-/ })
    await call.delta('丁')
    await call.finish()
    t.match((await Array.fromAsync(events)).at(-1), { event: 'done' })
    const seenBySecond = await Array.fromAsync(second)
    t.equal(seenBySecond[0]?.event, 'reset')
    t.equal(textOf(seenBySecond), '丙丁')
    t.equal(
      textOf(await Array.fromAsync(await here.read(start.reply_id))),
      '丙丁',
      'a new reader sees no reset',
    )
    const resumed = await Array.fromAsync(await here.read(start.reply_id, '1-1'))
    t.equal(resumed[0]?.event, 'reset', 'a reader of the dead attempt does')
    t.equal(textOf(resumed), '丙丁')
    t.match(await stored(here), {
      replies: [{ status: 'completed', attempt: 2 }],
      answers: [{ content: '丙丁' }],
    })
    await eventually(async () => facts.length > 0)
    t.same(facts, [start.reply_id])
  },
)

t.test('a replica that was only paused cannot write once another has taken over', async (t) => {
  const { here, child, start, events, call: paused, facts } = await beginElsewhere(t)
  child.kill('SIGSTOP')
  await here.startWorker()
  const call = await here.model.nextCall()
  await call.delta('丙')
  t.match((await events.next()).value, { event: 'reset' })
  child.kill('SIGCONT')
  await paused.delta('戊')
  await paused.aborted
  t.equal(paused.state, 'aborted', 'its work at the provider is ended')
  await call.delta('丁')
  await call.finish()
  t.equal(textOf(await Array.fromAsync(events)), '丙丁')
  t.match(await stored(here), {
    replies: [{ status: 'completed', attempt: 2 }],
    answers: [{ content: '丙丁' }],
  })
  await eventually(async () => facts.length > 0)
  t.same(facts, [start.reply_id])
})

t.test('a stopping replica hands its replies over at once', async (t) => {
  const { here, child, gone, events } = await beginElsewhere(t)
  await here.startWorker()
  child.kill('SIGTERM')
  const call = await here.model.nextCall()
  await call.delta('丙')
  await call.finish()
  const rest = await Array.fromAsync(events)
  t.equal(rest[0]?.event, 'reset')
  t.equal(textOf(rest), '丙')
  t.same(await gone, [0, null])
})

t.test('a reply that its own worker has lost is restarted', async (t) => {
  const { ask, read, model, db } = await startTestApp(t, { settings: { LEASE_MS: 500 } })
  const { start, events } = await ask({ message: '问' })
  const call = await model.nextCall()
  await call.delta('一')
  await call.finish()
  await Array.fromAsync(events)
  // The row names the worker, but the worker is not running it.
  await db.updateTable('replies').set({ status: 'running' }).where('id', '=', start.reply_id).execute()
  const again = await model.nextCall()
  await again.delta('好')
  await again.finish()
  t.equal(textOf(await Array.fromAsync(await read(start.reply_id))), '好')
})

t.test('a worker late to renew its leases does not begin its own replies again', async (t) => {
  // Renewed every 20 seconds: within this test, only at its start.
  const { ask, model, db, bus } = await startTestApp(t, { settings: { LEASE_MS: 60_000 } })
  const { start, events } = await ask({ message: '问' })
  const call = await model.nextCall()
  await call.delta('甲')
  // To every replica, itself included, the worker now looks dead.
  await db
    .updateTable('workers')
    .set({ seen_at: new Date(0) })
    .execute()
  await markUnnudged(db, start.reply_id)
  const nudged = () =>
    db.selectFrom('replies').select('id').where('nudged_at', '>', new Date(1)).executeTakeFirst()
  await eventually(nudged)
  const queue = bus.resource('work-replies')
  const begunAgain = () => model.calls.length > 1
  await eventually(async () => begunAgain() || (await bus.jsm.streams.info(queue)).state.messages === 0)
  t.notOk(begunAgain())
  await call.delta('乙')
  await call.finish()
  const received = await Array.fromAsync(events)
  t.equal(textOf(received), '甲乙')
  t.match(received.at(-1), { event: 'done', id: '1-3' })
  t.match(await db.selectFrom('replies').select(['status', 'attempt']).execute(), [
    { status: 'completed', attempt: 1 },
  ])
})

t.test('a reply whose nudge was lost is nudged again', async (t) => {
  const { ask, model, bus, db, startWorker } = await startTestApp(t, { workers: 0 })
  const { start, events } = await ask({ message: '问' })
  await eventually(async () => (await bus.jsm.streams.purge(bus.resource('work-replies'))).purged > 0)
  await markUnnudged(db, start.reply_id)
  await startWorker()
  const call = await model.nextCall()
  await call.delta('答')
  await call.finish()
  t.equal(textOf(await Array.fromAsync(events)), '答')
})
