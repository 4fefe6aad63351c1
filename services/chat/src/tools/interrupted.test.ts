import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { textOf } from '../test-app.ts'
import { askAll, calls, forResults, resultsOf, startWithTools, until } from './test-tools.ts'

t.test(
  'a model that breaks off in a later round restarts that round; what was called is told again, not made',
  async (t) => {
    const started = await startWithTools(t, ['add'])
    const { model, tools, read, user } = started
    model.enqueue(
      ['算。', calls('add', { a: 1, b: 1 }), forResults],
      ['一半', { waitMs: 200 }, { cut: 'reset' }],
      ['二。'],
    )
    const { start, told } = await askAll(started, '一加一')
    t.same(
      told.map(({ event }) => event ?? 'text'),
      [
        'text',
        'tool_call',
        'tool_result',
        'text',
        'reset',
        'text',
        'tool_call',
        'tool_result',
        'text',
        'done',
      ],
    )
    t.equal(told.at(-1)?.data.text, '算。\n\n二。')
    t.equal(await tools.made('add'), 1)
    const again = await Array.fromAsync(await read(start.reply_id, undefined, user.headers))
    t.same(
      again.slice(1).map(({ id }) => id),
      told.slice(5).map(({ id }) => id),
      'and read again as it ended',
    )
  },
)

t.test(
  'a reply that is stopped while a tool is at work ends at once, and the call’s outcome is unknown',
  async (t) => {
    const started = await startWithTools(t, ['hold'])
    const { model, tools, ask, json, user, db } = started
    model.enqueue(['等。', calls('hold'), forResults])
    const { start, events } = await ask({ message: '问' }, user.headers)
    await until(events, 'tool_call')
    await eventually(async () => (await tools.made('hold')) === 1)
    const { body } = await json('POST', `/api/chat-stream/${start.reply_id}/stop`, undefined, user.headers)
    t.equal(body.data.status, 'stopped')
    const rest = await Array.fromAsync(events)
    t.match(rest.at(-1), { event: 'done', data: { finish_reason: 'stopped' } })
    t.ok(rest.at(-1)?.data.usage.total_tokens > 0, 'the first round was paid')
    const row = await db.selectFrom('tool_calls').select('status').executeTakeFirst()
    t.equal(row?.status, 'unknown')
  },
)

t.test('a replica that stops hands a reply with tools over, and what had ended is used again', async (t) => {
  const started = await startWithTools(t, ['add', 'hold'], {
    replicas: 2,
    workers: 1,
    settings: { DRAIN_MS: 0 },
  })
  const { model, tools, replicas, user } = started
  model.enqueue([calls('add', { a: 1, b: 1 }), forResults], [calls('hold'), forResults])
  const { start, events } = await started.ask({ message: '问' }, user.headers)
  await until(events, 'tool_result')
  await eventually(async () => (await tools.made('hold')) === 1)
  const second = replicas[1]!
  const late = await second.read(start.reply_id, undefined, user.headers)
  await second.startWorker()
  await replicas[0]!.close()
  await eventually(async () => (await tools.made('hold')) === 2)
  model.enqueue(['好'])
  await tools.release()
  const told = await Array.fromAsync(late)
  t.equal(told.at(-1)?.event, 'done')
  t.match(resultsOf(told).slice(-2), [{ result: '2' }, { result: 'held' }])
  t.match(textOf(told), /好$/)
  t.equal(await tools.made('add'), 1)
})

t.test('with Redis away an answer with tools is told and stored all the same', async (t) => {
  const started = await startWithTools(t, ['add'], { settings: { REDIS_URL: 'redis://127.0.0.1:9' } })
  started.model.enqueue([calls('add', { a: 1, b: 1 }), forResults], ['二'])
  const { told, start } = await askAll(started, '一加一')
  t.match(resultsOf(told), [{ result: '2' }])
  const again = await Array.fromAsync(await started.read(start.reply_id, undefined, started.user.headers))
  t.same(
    again.slice(1).map(({ id }) => id),
    told.map(({ id }) => id),
  )
})
