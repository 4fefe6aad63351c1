import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { textOf } from '../test-app.ts'
import { askAll, calls, forResults, messagesOf, resultsOf, startWithTools, until } from './test-tools.ts'

type Started = Awaited<ReturnType<typeof startWithTools>>

/** Asks until a call waits for its asker. */
async function askToWrite({ ask, model, user }: Started) {
  model.enqueue(['我来写。', calls('write', { text: '好' }), forResults])
  const { start, events } = await ask({ message: '写' }, user.headers)
  const { data } = await until(events, 'approval')
  return { start, events, id: String(data.tool_call_id), expires: String(data.expires_at) }
}

const parked = ({ db }: Started, replyId: string) =>
  eventually(async () => {
    const row = await db
      .selectFrom('replies')
      .select(['waits_until', 'worker_id'])
      .where('id', '=', replyId)
      .executeTakeFirst()
    return row?.waits_until && row.worker_id === null && row
  })

t.test(
  'a call that may change something waits for its asker, without a slot, and goes on when it is allowed',
  async (t) => {
    const started = await startWithTools(t, ['write', 'add'], {
      replicas: 2,
      settings: { GENERATIONS_MAX: 1 },
    })
    const { model, json, user, tools, replicas, read } = started
    const { start, events, id, expires } = await askToWrite(started)
    t.ok(Date.parse(expires) > Date.now() + 23 * 3_600_000)
    await parked(started, start.reply_id)
    t.equal(await tools.made('write'), 0)

    model.enqueue(['有空'])
    const other = await askAll({ ...started, user: await started.identity.user() }, '有空吗')
    t.equal(textOf(other.told), '有空', 'the only slot is free')
    const late = await read(start.reply_id, undefined, user.headers)
    t.match(
      (await until(late, 'approval')).before.map(({ event }) => event),
      ['start', undefined, 'tool_call'],
    )
    const flow = await json('GET', `/api/v1/conversation/${start.reply_id}/dataflow`, undefined, user.headers)
    t.match(flow.body.data.nodes[2]?.extra_data, { status: 'waiting_approval', expires_at: expires })

    const stranger = await started.identity.user()
    t.equal((await json('POST', `/api/tool-calls/${id}/approve`, undefined, stranger.headers)).status, 404)
    t.equal((await json('POST', `/api/tool-calls/${newId()}/approve`, undefined, user.headers)).status, 404)
    t.equal((await json('POST', `/api/tool-calls/x/approve`, undefined, user.headers)).status, 404)
    t.equal((await json('POST', `/api/tool-calls/${id}/approve`)).status, 401)

    model.enqueue(['写好了。'])
    const decide = (verb: string) =>
      replicas[1]!.json('POST', `/api/tool-calls/${id}/${verb}`, undefined, user.headers)
    t.match(await decide('approve'), {
      status: 200,
      body: { data: { status: 'approved', reply_id: start.reply_id } },
    })
    t.equal((await decide('approve')).status, 200, 'again')
    t.match(await decide('deny'), { status: 409, body: { error_code: 'TOOL_CALL_DECIDED' } })
    for (const rest of [await Array.fromAsync(events), await Array.fromAsync(late)]) {
      t.same(
        rest.map(({ event }) => event ?? 'text'),
        ['reset', 'text', 'tool_call', 'tool_result', 'text', 'done'],
      )
      t.match(resultsOf(rest), [{ status: 'completed', result: 'write done' }])
      t.equal(rest.at(-1)?.data.text, '我来写。\n\n写好了。')
    }
    t.equal(await tools.made('write'), 1)
  },
)

t.test('a denial is told to the model, and nothing is done', async (t) => {
  const started = await startWithTools(t, ['write'])
  const { model, json, user, tools } = started
  const { start, events, id } = await askToWrite(started)
  // Only the end of a reply that began anew repeats its text.
  await parked(started, start.reply_id)
  model.enqueue(['那就不写。'])
  t.match(await json('POST', `/api/tool-calls/${id}/deny`, undefined, user.headers), {
    status: 200,
    body: { data: { status: 'denied' } },
  })
  const rest = await Array.fromAsync(events)
  t.match(resultsOf(rest), [{ status: 'denied' }])
  t.match(messagesOf(started, 1).at(-1), { role: 'tool', content: 'Not done: the user did not allow it.' })
  t.equal(rest.at(-1)?.event, 'done', JSON.stringify(rest))
  t.equal(rest.at(-1)?.data.text, '我来写。\n\n那就不写。')
  t.equal(await tools.made('write'), 0)
})

t.test('after a day without a decision the answer goes on without the call', async (t) => {
  const started = await startWithTools(t, ['write'])
  const { model, json, user, db } = started
  const { start, events, id } = await askToWrite(started)
  await parked(started, start.reply_id)
  const before = new Date(Date.now() - 25 * 3_600_000)
  await db.updateTable('tool_calls').set({ created_at: before }).where('id', '=', id).execute()
  t.match(await json('POST', `/api/tool-calls/${id}/approve`, undefined, user.headers), { status: 409 })
  model.enqueue(['没有等到。'])
  await db.updateTable('replies').set({ waits_until: before }).where('id', '=', start.reply_id).execute()
  const rest = await Array.fromAsync(events)
  t.match(resultsOf(rest), [{ status: 'denied', result: /within a day/ }])
})

t.test('a reply that waits can be stopped, and keeps what it had said', async (t) => {
  const started = await startWithTools(t, ['write'])
  const { json, user, db, model } = started
  const { start, events, id } = await askToWrite(started)
  await parked(started, start.reply_id)
  await json('POST', `/api/chat-stream/${start.reply_id}/stop`, undefined, user.headers)
  const rest = await Array.fromAsync(events)
  t.match(rest.at(-1), { event: 'done', data: { finish_reason: 'stopped', text: '我来写。' } })
  const row = await db.selectFrom('tool_calls').select('status').where('id', '=', id).executeTakeFirst()
  t.equal(row?.status, 'denied')
  t.match(await json('POST', `/api/tool-calls/${id}/approve`, undefined, user.headers), { status: 409 })
  t.equal(model.calls.length, 1)
})

t.test(
  'who asks for the whole answer is told what it waits for, and reads the rest of the same reply',
  async (t) => {
    const started = await startWithTools(t, ['write'])
    const { json, user, model, read } = started
    model.enqueue([calls('write', {}), forResults])
    const { status, body } = await json('POST', '/api/chat', { message: '写' }, user.headers)
    t.equal(status, 409)
    t.match(body, { error_code: 'TOOL_APPROVAL_NEEDED', data: { tool_call: { name: 'test__write' } } })
    model.enqueue(['好'])
    await json('POST', `/api/tool-calls/${body.data.tool_call.tool_call_id}/approve`, undefined, user.headers)
    const all = await Array.fromAsync(await read(body.data.reply_id, undefined, user.headers))
    t.equal(all.at(-1)?.event, 'done')
  },
)

t.test(
  'a call and an approval in one round: what needs none is made at once, both results go on together',
  async (t) => {
    const started = await startWithTools(t, ['write', 'add'])
    const { model, ask, json, user, tools } = started
    model.enqueue([calls('add', { a: 1, b: 1 }), calls('write', {}), forResults])
    const { start, events } = await ask({ message: '都' }, user.headers)
    const { data, before } = await until(events, 'approval')
    // What goes on with a worker of its own tells all again.
    await parked(started, start.reply_id)
    t.match(resultsOf(before as never), [{ result: '2' }])
    model.enqueue(['好'])
    await json('POST', `/api/tool-calls/${data.tool_call_id}/approve`, undefined, user.headers)
    const rest = await Array.fromAsync(events)
    t.match(resultsOf(rest), [{ result: '2' }, { result: 'write done' }])
    t.equal(await tools.made('add'), 1, 'not made again')
    t.match(
      messagesOf(started, 1)
        .slice(-2)
        .map(({ content }) => content),
      ['2', 'write done'],
    )
  },
)
