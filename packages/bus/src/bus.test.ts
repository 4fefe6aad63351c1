import { busRequest } from '@lingzhi/contracts/bus-request'
import { fact } from '@lingzhi/contracts/fact'
import { newId } from '@lingzhi/contracts/ids'
import { problem } from '@lingzhi/contracts/problem'
import { readMetric } from '@lingzhi/metrics/read-metric'
import { eventually } from '@lingzhi/testing/eventually'
import { testBus } from '@lingzhi/testing/test-bus'
import t from 'tap'
import { Type } from 'typebox'
import { consume } from './consume.ts'
import { listen } from './listen.ts'
import { sendRequest, serve } from './request.ts'
import { enqueue, ensureWorkQueue, work } from './work-queue.ts'

const Happened = fact('chat.thing.happened', Type.Object({ n: Type.Integer() }))
const publish = (bus: Awaited<ReturnType<typeof testBus>>['bus'], data: unknown, id = newId()) => {
  const envelope = { id, subject: Happened.subject, at: new Date().toISOString(), correlation_id: null, data }
  return bus.js.publish(bus.subject(Happened.subject), JSON.stringify(envelope), { msgID: id })
}

t.test('a fact published twice with one id is delivered once', async (t) => {
  const { bus } = await testBus(t)
  const seen: number[] = []
  const consumption = await listen(bus, Happened, 'test', async ({ data }) => void seen.push(data.n))
  t.teardown(() => consumption.close())
  const id = newId()
  await publish(bus, { n: 1 }, id)
  await publish(bus, { n: 1 }, id)
  await publish(bus, { n: 2 })
  await eventually(async () => seen.includes(2))
  t.same(seen.sort(), [1, 2])
})

t.test('a handler that throws is called again until it succeeds', async (t) => {
  const { bus } = await testBus(t)
  let calls = 0
  const options = {
    stream: 'chat-facts',
    durable: 'retry',
    subject: Happened.subject,
    slots: 1,
    leaseMs: 2_000,
  }
  const consumption = await consume(bus, { ...options, attemptsMax: 5, retryMs: () => 1 }, async () => {
    calls += 1
    if (calls < 3) throw new Error('not yet')
  })
  t.teardown(() => consumption.close())
  await publish(bus, { n: 1 })
  await eventually(async () => calls === 3)
  const info = await eventually(async () => {
    const now = await bus.jsm.consumers.info(bus.resource('chat-facts'), bus.resource('retry'))
    return now.num_ack_pending === 0 && now
  })
  t.equal(info.num_pending, 0)
})

t.test(
  'a message that never succeeds is set aside as poison and counted, and the next one is handled',
  async (t) => {
    const { bus } = await testBus(t)
    const handled: number[] = []
    const options = {
      stream: 'chat-facts',
      durable: 'poisoned',
      subject: Happened.subject,
      slots: 1,
      leaseMs: 2_000,
    }
    const consumption = await consume(bus, { ...options, attemptsMax: 2, retryMs: () => 1 }, async (msg) => {
      const { data } = msg.json<{ data: { n: number } }>()
      if (data.n === 1) throw new Error('never')
      handled.push(data.n)
    })
    t.teardown(() => consumption.close())
    await publish(bus, { n: 1 })
    await publish(bus, { n: 2 })
    await eventually(async () => handled.length === 1)
    const kept = await eventually(async () => {
      const { state } = await bus.jsm.streams.info(bus.resource('poison'))
      return state.messages === 1 && state
    })
    t.equal(kept.messages, 1)
    const consumer = 'poisoned'
    t.equal(await readMetric('lingzhi_messages_total', { consumer, outcome: 'poison' }), 1)
    t.equal(await readMetric('lingzhi_messages_total', { consumer, outcome: 'failed' }), 2)
    t.equal(await readMetric('lingzhi_messages_total', { consumer, outcome: 'handled' }), 1)
    t.equal(await readMetric('lingzhi_messages_redelivered_total', { consumer }), 2)
  },
)

t.test('work is done once, whatever the number of workers', async (t) => {
  const { bus } = await testBus(t)
  const queue = { name: 'sums', leaseMs: 2_000, attemptsMax: 3, itemsMax: 100 }
  await ensureWorkQueue(bus, queue)
  const done: number[] = []
  const workers = await Promise.all(
    [1, 2].map(() => work<number>(bus, queue, 2, async ({ data }) => void done.push(data))),
  )
  t.teardown(() => Promise.all(workers.map((worker) => worker.close())))
  await Promise.all(Array.from({ length: 20 }, (_, n) => enqueue(bus, queue, `item-${n}`, n)))
  await eventually(async () => done.length >= 20)
  t.same(
    done.sort((a, b) => a - b),
    Array.from({ length: 20 }, (_, n) => n),
  )
})

t.test('a full work queue refuses a further item', async (t) => {
  const { bus } = await testBus(t)
  const queue = { name: 'small', leaseMs: 2_000, attemptsMax: 3, itemsMax: 1 }
  await ensureWorkQueue(bus, queue)
  await enqueue(bus, queue, 'a', 1)
  await t.rejects(enqueue(bus, queue, 'b', 2), /maximum messages exceeded/)
})

const Half = busRequest('ask.test.half', {
  request: Type.Object({ n: Type.Integer() }),
  result: Type.Object({ half: Type.Integer() }),
  deadlineMs: 5_000,
})
const Odd = problem('ODD', 400, { zh: '这个数是奇数', en: 'That number is odd.', check: 'The number.' })

t.test('a request returns its result or its problem, and without a server is unavailable', async (t) => {
  const { bus } = await testBus(t)
  await t.rejects(sendRequest(bus, Half, { n: 2 }), { code: 'SERVICE_UNAVAILABLE', status: 503 })
  const serving = serve(bus, Half, async ({ n }) => {
    if (n % 2) throw Odd()
    return { half: n / 2 }
  })
  t.teardown(() => serving.close())
  t.same(await sendRequest(bus, Half, { n: 4 }), { half: 2 })
  await t.rejects(sendRequest(bus, Half, { n: 3 }), { code: 'ODD', status: 400, texts: Odd.texts })
  await t.rejects(sendRequest(bus, Half, { n: 'four' } as never), { code: 'SERVICE_UNAVAILABLE' })
})
