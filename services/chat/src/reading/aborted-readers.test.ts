import { once } from 'node:events'
import { IncomingMessage, request, ServerResponse } from 'node:http'
import { queryObjects } from 'node:v8'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

const readers = 10

/** Requests and responses still reachable after a collection. `chaos -- aborted-clients` measures all memory. */
const held = () => [IncomingMessage, ServerResponse].map((kind) => queryObjects(kind, { format: 'count' }))

t.test('readers who leave in the middle of an answer leave no objects behind', async (t) => {
  const { origin, model, db } = await startTestApp(t)
  const steps = Array.from({ length: 20 }, () => ['一句话。', { waitMs: 5 }]).flat()
  let sent = 0
  /** Over node:http, because fetch keeps its own signals. */
  const leave = async () => {
    const asking = request(`${origin}/api/chat-stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      agent: false,
    })
    asking.end(JSON.stringify({ message: `<${sent++}>` }))
    const [answer] = await once(asking, 'response')
    await once(answer, 'data')
    asking.destroy()
  }
  const round = async () => {
    // The scripted model keeps its calls.
    model.reset()
    model.enqueue({ times: 'always', steps })
    await Promise.all(Array.from({ length: readers }, leave))
    await eventually(async () => {
      const ended = await db.selectFrom('replies').select('id').where('status', '=', 'completed').execute()
      return ended.length === sent
    }, 20_000)
  }
  await round()
  model.reset()
  const before = held()
  for (let n = 0; n < 2; n++) await round()
  // Far fewer than the readers: some belong to the service's own loops.
  model.reset()
  await eventually(async () => held().every((count, kind) => count < (before[kind] ?? 0) + readers / 2))
  t.pass()
})
