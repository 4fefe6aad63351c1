import t from 'tap'
import { startTestApp, textOf } from '../test-app.ts'
import { logKey } from './entries.ts'

const settings = { DELTA_MS: 0 }

t.test('a stream cut at any place continues there, on the other replica, live or finished', async (t) => {
  const { ask, model, replicas, cache } = await startTestApp(t, { replicas: 2, settings })
  const parts = [
    ['reasoning', '想想'],
    ['delta', '甲😀'],
    ['reasoning', '再想'],
    ['delta', '乙丙'],
    ['delta', '\n"丁"'],
  ] as const
  const { start, events } = await ask({ message: '问' })
  const call = await model.nextCall()
  const whole: { part: string; id: string; text: string }[] = []
  for (const [verb, text] of parts) {
    await call[verb](text)
    const { value } = await events.next()
    whole.push({
      part: value?.event ?? 'content',
      id: value?.id ?? '',
      text: value?.data.content ?? value?.data.reasoning,
    })
  }
  const again = (id: string) => replicas[1]!.read(start.reply_id, id)
  const resumed = await Promise.all(whole.map(({ id }) => again(id)))
  for (const [index, stream] of resumed.entries()) {
    for (const { part, id, text } of whole.slice(index + 1)) {
      const { value } = await stream.next()
      t.match(value, { id, data: { [part]: text } }, `live, after entry ${index}`)
      t.equal(value?.event ?? 'content', part)
    }
  }
  await call.finish()
  for (const stream of [events, ...resumed])
    t.match(await Array.fromAsync(stream), [{ event: 'done', id: /^1-14-/ }])

  await cache.del(logKey(start.reply_id))
  const units = whole.flatMap(({ part, text }) => text.split('').map((unit) => ({ part, unit })))
  for (let place = 0; place <= units.length; place++) {
    const events = await Array.fromAsync(await again(`1-${place}`))
    const got = events.flatMap(({ event, data }) =>
      (data.content ?? data.reasoning ?? '')
        .split('')
        .map((unit: string) => ({ part: event ?? 'content', unit })),
    )
    t.same(got, units.slice(place), `finished, log expired, after unit ${place}`)
    t.match(events.at(-1), { event: 'done', id: /^1-14-/ })
  }
})

t.test('no named event carries `content`: readers that know only text show the answer alone', async (t) => {
  const { ask, read, json, model } = await startTestApp(t, { settings: { ...settings, GENERATIONS_MAX: 1 } })
  const first = await ask({ message: '问' })
  const call = await model.nextCall()
  const waiting = await ask({ message: '问二' })
  const { value: queued } = await waiting.events.next()
  await call.reasoning('想')
  await call.delta('答')
  await call.finish()
  const second = await model.nextCall()
  await second.reasoning('想')
  await second.delta('半')
  await json('POST', `/api/chat-stream/${waiting.start.reply_id}/stop`)
  const streams = [first.events, waiting.events, await read(first.start.reply_id)]
  const received = (await Promise.all(streams.map((stream) => Array.fromAsync(stream)))).flat()
  const events = queued ? [queued, ...received] : received
  const named = Map.groupBy(events, ({ event }) => event ?? 'text')
  t.same([...named.keys()].sort(), ['done', 'queued', 'reasoning', 'start', 'text'])
  for (const [name, all] of named)
    for (const { data } of all) t.equal('content' in data, name === 'text', `${name} ${JSON.stringify(data)}`)
  for (const { data } of named.get('reasoning') ?? []) t.match(data, { reasoning: /^想$/ })
})

t.test('with Redis away answers stream and are stored; a late reader waits for the end', async (t) => {
  const away = { ...settings, REDIS_URL: 'redis://127.0.0.1:1' }
  const { ask, read, model } = await startTestApp(t, { settings: away })
  const { start, events } = await ask({ message: '问' })
  const call = await model.nextCall()
  await call.delta('甲')
  t.match((await events.next()).value, { data: { content: '甲' } })
  const late = await read(start.reply_id)
  t.match((await late.next()).value, { event: 'start' })
  await call.delta('乙')
  t.match((await events.next()).value, { data: { content: '乙' } })
  await call.finish()
  t.match((await events.next()).value, { event: 'done' })
  t.equal(textOf(await Array.fromAsync(late)), '甲乙')
})

t.test('an event id that never existed gets the whole answer', async (t) => {
  const { json, read, model } = await startTestApp(t)
  model.enqueue(['整句'])
  const { body } = await json('POST', '/api/chat', { message: '问' })
  for (const id of ['99-1', 'nonsense', '0-0'])
    t.equal(textOf(await Array.fromAsync(await read(body.data.reply_id, id))), '整句', id)
  for (const id of ['x', body.data.message_id])
    t.match(await json('GET', `/api/chat-stream/${id}`), {
      status: 404,
      body: { error_code: 'REPLY_NOT_FOUND' },
    })
})
