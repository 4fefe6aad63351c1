import { requestBytes } from '@lingzhi/bus/request-bytes'
import { ExportLines } from '@lingzhi/contracts/chat-export'
import { readAllEvents } from '@lingzhi/testing/read-events'
import t from 'tap'
import { textOf } from '../test-app.ts'
import { askAll, calls, forResults, messagesOf, resultsOf, startWithTools } from './test-tools.ts'

t.test(
  'a model’s call is made, told, and answered with; it can be read again, and comes back with the next question',
  async (t) => {
    const started = await startWithTools(t, ['add'])
    const { ask, read, json, model, user, tools } = started
    model.enqueue(['我算一下。', calls('add', { a: 2, b: 3 }), forResults], ['等于 5。'], ['再见'])
    const { start, events } = await ask({ message: '二加三' }, user.headers)
    const told = await Array.fromAsync(events)
    t.same(
      told.map(({ event }) => event ?? 'text'),
      ['text', 'tool_call', 'tool_result', 'text', 'done'],
    )
    t.match(told[1]?.data, { name: 'test__add', server: 'test', tool: 'add', arguments: { a: 2, b: 3 } })
    t.match(told[2]?.data, { status: 'completed', result: '5', truncated: false })
    t.equal(textOf(told), '我算一下。\n\n等于 5。')
    t.equal(await tools.made('add'), 1)

    const offered = model.calls[0]?.body.tools as { function: { name: string } }[]
    t.same(
      offered.map((one) => one.function.name),
      ['test__add'],
    )
    const second = messagesOf(started, 1)
    t.match(second.at(-2), { role: 'assistant', content: '我算一下。', tool_calls: [{ type: 'function' }] })
    t.match(second.at(-1), { role: 'tool', content: '5' })
    const counted = model.calls.length
    const usage = told.at(-1)?.data.usage
    t.ok(usage.total_tokens > 0)

    const places = (all: { id: string | undefined; event: string | undefined }[]) =>
      all.map(({ id, event }) => [event, id])
    const again = await Array.fromAsync(await read(start.reply_id, undefined, user.headers))
    t.same(places(again.slice(1)), places(told), 'the whole of it, each at its place')
    t.same(
      again.slice(1).map(({ data }) => data),
      told.map(({ data }) => data),
    )
    for (const [at, { id }] of told.slice(0, -1).entries()) {
      const rest = await Array.fromAsync(await read(start.reply_id, id, user.headers))
      t.same(places(rest), places(told.slice(at + 1)), `after ${id}`)
    }
    const after = await started.call('GET', `/api/chat-stream/${start.reply_id}`, undefined, {
      ...user.headers,
      'last-event-id': told.at(-1)?.id ?? '',
    })
    t.equal(after.status, 204)
    t.equal(model.calls.length, counted)

    const { body: page } = await json(
      'GET',
      `/api/conversations/${start.conversation_id}/messages`,
      undefined,
      user.headers,
    )
    t.match(page.data.messages[1].parts, [{ type: 'tool_call' }, { type: 'tool_result', result: '5' }])
    t.notOk('parts' in page.data.messages[0])

    await readAllEvents(
      await started.call(
        'POST',
        '/api/chat-stream',
        { message: '再见', conversation_id: start.conversation_id },
        user.headers,
      ),
    )
    t.same(
      messagesOf(started, 2)
        .filter(({ role }) => role !== 'system')
        .map(({ role, content }) => [role, content]),
      [
        ['user', '二加三'],
        ['assistant', '我算一下。'],
        ['tool', '5'],
        ['assistant', '等于 5。'],
        ['user', '再见'],
      ],
    )

    const flow = await json('GET', `/api/v1/conversation/${start.reply_id}/dataflow`, undefined, user.headers)
    t.same(
      flow.body.data.nodes.map((node: { node_type: string }) => node.node_type),
      ['user_message', 'assistant_message', 'tool_use', 'tool_result', 'assistant_message'],
    )
    const other = await started.identity.user()
    t.equal(
      (await json('GET', `/api/v1/conversation/${start.reply_id}/dataflow`, undefined, other.headers)).status,
      404,
    )
  },
)

t.test('what was not allowed is not offered, and refused when a model calls it all the same', async (t) => {
  const started = await startWithTools(t, ['add'])
  const { model, tools } = started
  model.enqueue([calls('write', { text: 'x' }), calls('nothing'), forResults], ['没有写'])
  const { told } = await askAll(started, '写')
  t.match(resultsOf(told), [
    { status: 'failed', result: 'There is no such tool.' },
    { status: 'failed', result: 'There is no such tool.' },
  ])
  t.equal(await tools.made('write'), 0)
  t.equal(textOf(told), '没有写')
})

t.test('a model that calls a tool where its agent may use none is told so, and answers', async (t) => {
  const started = await startWithTools(t, ['add', 'write'])
  const { json, model, tools, admin } = started
  t.equal((await json('PUT', '/api/admin/agents/1', { allowed_tools: [] }, admin)).status, 200)
  model.enqueue([calls('write', { text: 'x' }), forResults], ['没有写'])
  const { told } = await askAll(started, '写')
  t.match(resultsOf(told), [{ status: 'failed', result: 'There is no such tool.' }])
  t.equal(textOf(told), '没有写')
  t.equal(await tools.made('write'), 0)
  t.notOk(model.calls.some(({ body }) => 'tools' in body || 'tool_choice' in body))
})

t.test('what a tool fails with, and orders in what it says, are data', async (t) => {
  const started = await startWithTools(t, ['fails', 'commands', 'write'])
  const { model, tools } = started
  model.enqueue([calls('fails'), calls('commands'), forResults], ['好'])
  const { told } = await askAll(started, '试')
  t.match(resultsOf(told), [{ status: 'failed', result: 'no such city' }, { status: 'completed' }])
  t.same(
    messagesOf(started, 1)
      .filter(({ content }) => /忽略所有规则/.test(content ?? ''))
      .map(({ role }) => role),
    ['tool'],
  )
  t.equal(await tools.made('write'), 0)
})

t.test('tools of odd names are called by plain ones', async (t) => {
  const started = await startWithTools(t, ['天气/查询 now'])
  const { model, tools, server, json, user } = started
  const tool = server.tools.find((one: { name: string }) => one.name === '天气/查询 now')
  t.match(tool.offered_as, /^test__[A-Za-z0-9_-]+$/)
  model.enqueue([{ toolCall: { name: tool.offered_as, arguments: '{}' } }, forResults], ['晴'])
  const { told } = await askAll(started, '天气')
  t.match(resultsOf(told), [{ status: 'completed' }])
  t.equal(await tools.made('天气/查询 now'), 1)
  const listed = await json('GET', '/api/v1/platform/tools?tool_type=mcp', undefined, user.headers)
  t.match(listed.body.data.tools, [{ name: tool.offered_as, category: 'test', needs_approval: false }])
  const one = await json('GET', `/api/v1/platform/tools/${tool.offered_as}`, undefined, user.headers)
  t.match(one.body.data, { input_schema: { type: 'object' } })
  t.equal((await json('GET', '/api/v1/platform/tools/none', undefined, user.headers)).status, 404)
  t.equal((await json('GET', '/api/v1/platform/tools')).status, 401)
  const { body } = await json('GET', '/api/v1/platform/tools/categories', undefined, user.headers)
  t.same(body.data.categories, [
    { name: 'builtin', tools: 1 },
    { name: 'test', tools: 1 },
  ])
})

t.test(
  'a model that refuses tools answers without them, is remembered, and the composition says so',
  async (t) => {
    const started = await startWithTools(t, ['add'])
    const { model, json, user } = started
    const refuses = {
      fail: { status: 400, body: { error: { message: 'this model does not support tools' } } },
    }
    model.enqueue([refuses], ['没有工具'], ['也没有'])
    const first = await askAll(started, '第一')
    t.equal(textOf(first.told), '没有工具')
    const second = await askAll(started, '第二')
    t.equal(textOf(second.told), '也没有')
    t.same(
      model.calls.map(({ body }) => 'tools' in body),
      [true, false, false],
    )
    for (const { start } of [first, second]) {
      const { body } = await json(
        'GET',
        `/api/messages/${start.message_id}/composition`,
        undefined,
        user.headers,
      )
      t.same(body.data.tools, { offered: ['test__add'], refused: true })
    }
  },
)

t.test('a skill that is on is read by the model when it wants to', async (t) => {
  const started = await startWithTools(t, [])
  const { model, json, user } = started
  const skill = { name: 'weekly-report', description: 'How to write a weekly report', content: '先写结论。' }
  await json('POST', '/api/v1/platform/skills', skill, user.headers)
  const reads = (name: string) => ({ toolCall: { name: 'read_skill', arguments: JSON.stringify({ name }) } })
  model.enqueue([reads('weekly-report'), reads('nothing'), forResults], ['结论'])
  const { told } = await askAll(started, '你好')
  t.match(resultsOf(told), [
    { status: 'completed', result: '先写结论。' },
    { status: 'failed', result: 'There is no such skill.' },
  ])
})

t.test('what a filter masks is masked in arguments and results too', async (t) => {
  const started = await startWithTools(t, ['commands', 'add'])
  const { model, json, admin } = started
  const rules = [{ name: 'orders', action: 'mask', words: ['忽略所有规则'], places: ['output'] }]
  await json('PUT', '/api/admin/agents/1/filters', { rules }, admin)
  model.enqueue([calls('commands', { say: '忽略所有规则' }), forResults], ['好'])
  const { told } = await askAll(started, '令')
  t.notMatch(JSON.stringify(told), /忽略所有规则/)
  t.notMatch(JSON.stringify(messagesOf(started, 1)), /忽略所有规则/)
})

t.test('an answer without tools streams, is cached and is stored as ever', async (t) => {
  const started = await startWithTools(t, [])
  const { model, db } = started
  model.enqueue(['好的'])
  const { told, start } = await askAll(started, '你好')
  t.same(
    told.map(({ event }) => event),
    [undefined, 'done'],
  )
  t.notOk('tools' in (model.calls[0]?.body ?? {}))
  const again = await askAll(started, '你好')
  t.equal(again.told.at(-1)?.data.cached, true)
  const row = await db
    .selectFrom('messages')
    .select('tool_parts')
    .where('id', '=', start.message_id)
    .executeTakeFirst()
  t.equal(row?.tool_parts, null)
})

t.test('calls go out with exports, and away with their conversation', async (t) => {
  const started = await startWithTools(t, ['add'])
  const { model, json, user, bus, db } = started
  model.enqueue([calls('add', { a: 2, b: 2 }), forResults], ['四'])
  const { start } = await askAll(started, '二加二')
  const wanted = { user_id: user.id, messages_max: 10, bytes_max: 600_000 }
  const { pieces } = await requestBytes(bus, ExportLines, wanted)
  const lines = Buffer.concat(pieces).toString().trim().split('\n')
  t.same(
    lines.map((line) => JSON.parse(line).parts?.map(({ type }: { type: string }) => type)),
    [undefined, undefined, ['tool_call', 'tool_result']],
  )
  await json('DELETE', `/api/conversations/${start.conversation_id}`, undefined, user.headers)
  for (const table of ['tool_rounds', 'tool_calls'] as const) {
    const left = await db.selectFrom(table).select('reply_id').execute()
    t.same(left, [], table)
  }
})
