import { randomBytes } from 'node:crypto'
import { setImmediate as immediate } from 'node:timers/promises'
import { busRequest } from '@lingzhi/contracts/bus-request'
import { eventually } from '@lingzhi/testing/eventually'
import { startOwnNats } from '@lingzhi/testing/own-nats'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testBus } from '@lingzhi/testing/test-bus'
import t from 'tap'
import { Type } from 'typebox'
import { openBus } from './open-bus.ts'
import { requestBytes, serveBytes } from './request-bytes.ts'

const Page = busRequest('ask.test.page', {
  request: Type.Object({}),
  result: Type.Object({ last: Type.Boolean() }),
  deadlineMs: 20_000,
})

t.test('bytes arrive as they were when they were sent, though their memory is reused', async (t) => {
  const { bus } = await testBus(t)
  const lent = Buffer.alloc(100_000)
  const sent: Buffer[] = []
  const serving = serveBytes(bus, Page, async (_request, send) => {
    for (let n = 0; n < 20; n++) {
      randomBytes(lent.length).copy(lent)
      sent.push(Buffer.from(lent))
      send(lent)
      await immediate()
    }
    return { last: true }
  })
  t.teardown(() => serving.close())
  const { result, pieces } = await requestBytes(bus, Page, {})
  t.same(result, { last: true })
  t.ok(Buffer.concat(pieces).equals(Buffer.concat(sent)))
})

t.test('an outage ends a result on both sides at once, and the next one is whole', async (t) => {
  const nats = await startOwnNats(t)
  const bus = await openBus({ NATS_URL: nats.url, NATS_PREFIX: '', NATS_REPLICAS: 1 }, 'test', silentLog)
  t.teardown(() => bus.close())
  const started = Promise.withResolvers<void>()
  const refused = Promise.withResolvers<unknown>()
  let calls = 0
  serveBytes(bus, Page, async (_request, send) => {
    const first = calls++ === 0
    started.resolve()
    if (first) await eventually(async () => bus.outage().aborted)
    try {
      send(Buffer.from('page'))
      refused.resolve('it was sent')
    } catch (err) {
      refused.resolve(err)
    }
    return { last: true }
  })
  const cut = t.rejects(requestBytes(bus, Page, {}), { code: 'SERVICE_UNAVAILABLE' })
  await started.promise
  await nats.stop()
  await cut
  t.match(await refused.promise, { message: 'NATS is not connected' })
  await nats.start()
  const { pieces } = await eventually(() => requestBytes(bus, Page, {}).catch(() => undefined), 10_000)
  t.same(Buffer.concat(pieces).toString(), 'page')
})
