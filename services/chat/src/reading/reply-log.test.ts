import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test('fast deltas are sent together, and the first one at once', async (t) => {
  const { ask, model } = await startTestApp(t, { settings: { DELTA_MS: 1_000, DELTA_CHARS: 10 } })
  const { events } = await ask({ message: '问' })
  const call = await model.nextCall()
  await call.delta('首')
  t.match((await events.next()).value, { data: { content: '首' } })
  for (const word of ['一二三', '四五六', '七八九', '十']) await call.delta(word)
  t.match(
    (await events.next()).value,
    { data: { content: '一二三四五六七八九十' } },
    'a full batch does not wait',
  )
  await call.delta('尾')
  await call.finish()
  const rest = await Array.fromAsync(events)
  t.match(rest, [{ data: { content: '尾' } }, { event: 'done' }], 'nor does the end')
})

t.test(
  'an ended reply leaves its log to Redis for a minute, a running one for as long as it is set',
  async (t) => {
    const { ask, model, cache } = await startTestApp(t, { settings: { REPLY_LOG_TTL_S: 900 } })
    const prefix = cache.options.keyPrefix ?? ''
    const leftS = async () => {
      const [name = ''] = await cache.keys(`${prefix}reply:*`)
      return name ? cache.ttl(name.slice(prefix.length)) : -2
    }
    const { events } = await ask({ message: '问' })
    const call = await model.nextCall()
    await call.delta('首')
    t.ok(await eventually(async () => (await leftS()) > 800))
    await call.finish()
    await Array.fromAsync(events)
    t.ok(await eventually(async () => (await leftS()) <= 60))
    t.ok((await leftS()) > 50)
  },
)
