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

t.test('a server that breaks off in a call is told at once, not when the time for it is over', async (t) => {
  // Waiting for the time would take longer than a test may.
  const started = await startWithTools(t, ['dies', 'ends', 'dies-write', 'add'], {
    settings: { TOOLS_CALL_MS: 60_000 },
  })
  const { model, json, user, tools, ask } = started
  model.enqueue([calls('dies'), calls('ends'), calls('add', { a: 1, b: 1 }), forResults], ['好'])
  const { told } = await askAll(started, '读')
  const broke = { status: 'failed', result: 'The connection to the tool broke off.' }
  t.match(resultsOf(told), [broke, broke, { status: 'completed', result: '2' }])

  model.enqueue([calls('dies-write'), forResults], ['好'])
  const { events } = await ask({ message: '写' }, user.headers)
  const { data } = await until(events, 'approval')
  await json('POST', `/api/tool-calls/${data.tool_call_id}/approve`, undefined, user.headers)
  t.match(resultsOf(await Array.fromAsync(events)), [
    { status: 'unknown', result: /broke off. Whether it was done is not known/ },
  ])
  t.equal(await tools.made('dies-write'), 1)
})

t.test(
  'a server that was started again within an answer is greeted again, and each call made once',
  async (t) => {
    const started = await startWithTools(t, ['add'])
    const { model, tools } = started
    const both = [calls('add', { a: 1, b: 1 }), calls('add', { a: 2, b: 2 })]
    model.enqueue([...both, forResults], [{ hold: 'forgotten' }, ...both, forResults], ['好'])
    const { events } = await started.ask({ message: '加' }, started.user.headers)
    await until(events, 'tool_result')
    await tools.forget()
    model.release('forgotten')
    t.match(resultsOf(await Array.fromAsync(events)).slice(-2), [
      { status: 'completed', result: '2' },
      { status: 'completed', result: '4' },
    ])
    t.equal(await tools.made('add'), 4)
  },
)

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
