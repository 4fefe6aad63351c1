import { busRequest } from '@lingzhi/contracts/bus-request'
import { fact } from '@lingzhi/contracts/fact'
import { continueTrace, currentTrace, inTrace, traceIdOf } from '@lingzhi/runtime/trace'
import { testBus } from '@lingzhi/testing/test-bus'
import { testDatabase } from '@lingzhi/testing/test-database'
import t from 'tap'
import { Type } from 'typebox'
import { listen } from './listen.ts'
import { recordFact, relayOutbox } from './outbox.ts'
import { sendRequest, serve } from './request.ts'
import { requestBytes, serveBytes } from './request-bytes.ts'
import { enqueue, ensureWorkQueue, work } from './work-queue.ts'

const seenTrace = () => traceIdOf(currentTrace() ?? '')
const trace = continueTrace(undefined)
const expected = traceIdOf(trace)

t.test('a request is served within the trace of its sender', async (t) => {
  const { bus } = await testBus(t)
  const schemas = {
    request: Type.Object({}),
    result: Type.Object({ trace: Type.String() }),
    deadlineMs: 5_000,
  }
  const Plain = busRequest('ask.test.trace', schemas)
  const Bytes = busRequest('ask.test.trace-bytes', schemas)
  const serving = [
    serve(bus, Plain, async () => ({ trace: seenTrace() })),
    serveBytes(bus, Bytes, async (_request, send) => {
      send(Buffer.from('x'))
      return { trace: seenTrace() }
    }),
  ]
  t.teardown(() => Promise.all(serving.map((one) => one.close())))
  t.equal((await inTrace(trace, () => sendRequest(bus, Plain, {}))).trace, expected)
  t.equal((await inTrace(trace, () => requestBytes(bus, Bytes, {}))).result.trace, expected)
  t.match(
    (await sendRequest(bus, Plain, {})).trace,
    /^[\da-f]{32}$/,
    'a request outside any trace starts one',
  )
})

t.test('a fact and a work item are handled within the trace that caused them', async (t) => {
  const { bus } = await testBus(t)
  const Happened = fact('chat.thing.happened', Type.Object({ n: Type.Integer() }))
  const { db } = await testDatabase<object>(t, `${import.meta.dirname}/outbox-migration`)
  const queue = { name: 'traced', leaseMs: 2_000, attemptsMax: 3, itemsMax: 100 }
  await ensureWorkQueue(bus, queue)
  const [listened, worked] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  const consumptions = await Promise.all([
    listen(bus, Happened, 'test', async () => listened.resolve(seenTrace())),
    work(bus, queue, 1, async () => worked.resolve(seenTrace())),
  ])
  const relay = relayOutbox(bus, db)
  t.teardown(() => Promise.all([relay, ...consumptions].map((one) => one.close())))
  await inTrace(trace, async () => {
    await recordFact(db, Happened, { n: 1 })
    await enqueue(bus, queue, 'item', 1)
  })
  relay.wake()
  t.equal(await listened.promise, expected)
  t.equal(await worked.promise, expected)
})
