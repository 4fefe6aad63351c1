import OpenAI from 'openai'
import t from 'tap'
import { logKey } from '../reading/entries.ts'
import { startTestApp, textOf } from '../test-app.ts'

const settings = { DELTA_MS: 0 }
const rule = { name: '禁词', action: 'mask', words: ['机密项目'] }

async function startFiltered(t: Parameters<typeof startTestApp>[0], rules: object[], options = {}) {
  const app = await startTestApp(t, { settings, ...options })
  const admin = await app.identity.user({ role: 'admin' })
  const manage = (method: string, path: string, body?: unknown) =>
    app.json(method, `/api/admin/agents${path}`, body, admin.headers)
  const set = (rules: object[]) => manage('PUT', '/1/filters', { rules })
  const saved = await set(rules)
  if (saved.status !== 200) throw new Error(JSON.stringify(saved.body))
  const hits = async (query = '') => (await manage('GET', `/filter-hits${query}`)).body.data.hits
  return { ...app, admin, manage, set, hits, user: await app.identity.user() }
}

t.test('a masked term reaches no reader, log, store or cache, however the model splits it', async (t) => {
  const { ask, json, model, cache, hits, user } = await startFiltered(t, [rule])
  const { start, events } = await ask({ message: '问' }, user.headers)
  const call = await model.nextCall()
  await call.reasoning('想机密')
  for (const delta of ['关于机', '密', '\u200b项', '目的事']) await call.delta(delta)
  await call.finish()
  const received = await Array.fromAsync(events)
  t.equal(textOf(received), '关于████的事')
  t.match(received.at(-1), { event: 'done', data: { finish_reason: 'stop' } })
  const { body } = await json('GET', `/api/conversations/${start.conversation_id}`, undefined, user.headers)
  t.equal(body.data.messages.at(-1).content, '关于████的事')
  t.notMatch(JSON.stringify(await cache.xrange(logKey(start.reply_id), '-', '+')), /密[\u200b]?项目/)
  t.match((await json('POST', '/api/chat', { message: '问' }, user.headers)).body, {
    response: '关于████的事',
    cached: true,
  })
  t.match(await hits(), [
    {
      place: 'output',
      rule: '禁词',
      action: 'mask',
      count: 1,
      agent_id: 1,
      user_id: user.id,
      reply_id: start.reply_id,
    },
  ])
})

t.test('changed rules apply from the next question on, and to cached answers', async (t) => {
  const { json, model, set, user } = await startFiltered(t, [rule])
  model.enqueue({ times: 'always', steps: ['机密项目与公开项目'] })
  const ask = async () => (await json('POST', '/api/chat', { message: '问' }, user.headers)).body
  t.match(await ask(), { response: '████与公开项目', cached: false })
  await set([{ ...rule, words: ['公开项目'] }])
  t.match(await ask(), { response: '机密项目与████', cached: false })
  await set([])
  t.match(await ask(), { response: '机密项目与公开项目', cached: false })
})

t.test('a blocking rule ends the answer before the term, and the call to the model', async (t) => {
  const { ask, json, model, hits, user } = await startFiltered(t, [{ ...rule, action: 'block' }])
  const { start, events } = await ask({ message: '问' }, user.headers)
  const call = await model.nextCall()
  await call.delta('可以说的，机密')
  await call.delta('项目不可以')
  const received = await Array.fromAsync(events)
  t.equal(textOf(received), '可以说的，')
  t.match(received.at(-1), {
    event: 'done',
    data: { finish_reason: 'content_filter', usage: { estimated: true } },
  })
  await call.aborted
  const { body } = await json('GET', `/api/conversations/${start.conversation_id}`, undefined, user.headers)
  t.equal(body.data.messages.at(-1).content, '可以说的，')
  t.match(await hits(), [{ place: 'output', action: 'block', count: 1 }])
})

t.test('text held back is sent and stored, filtered, when the answer is stopped or fails', async (t) => {
  const { ask, db, json, model, hits, user } = await startFiltered(
    t,
    [rule, { name: '标记', action: 'flag', words: ['半句'] }],
    {
      settings: { ...settings, LLM_RETRIES_MAX: 0 },
    },
  )
  const kept = ({ message_id }: { message_id: string }) =>
    db.selectFrom('messages').select(['status', 'content']).where('id', '=', message_id).executeTakeFirst()
  const stopped = await ask({ message: '停' }, user.headers)
  const call = await model.nextCall()
  await call.delta('机密项目的半句，机密')
  t.equal((await stopped.events.next()).value?.data.content, '████的半句，')
  await json('POST', `/api/chat-stream/${stopped.start.reply_id}/stop`, undefined, user.headers)
  t.equal(textOf(await Array.fromAsync(stopped.events)), '机密')
  t.match(await kept(stopped.start), { status: 'stopped', content: '████的半句，机密' })
  t.same((await hits()).map(({ rule }: { rule: string }) => rule).sort(), ['标记', '禁词'].sort())

  const failed = await ask({ message: '断' }, user.headers)
  const second = await model.nextCall()
  await second.delta('又是机密')
  t.equal((await failed.events.next()).value?.data.content, '又是')
  await second.cut()
  const received = await Array.fromAsync(failed.events)
  t.equal(textOf(received), '机密')
  t.match(received.at(-1), { event: 'error' })
  t.match(await kept(failed.start), { status: 'failed', content: '又是机密' })
})

t.test('a question is masked before it is stored or sent to a model; a blocked one is neither', async (t) => {
  const rules = [
    { name: 'phones', action: 'mask', patterns: ['phone'], places: ['input'] },
    { name: 'flags', action: 'flag', words: ['天气'] },
    { ...rule, action: 'block', places: ['input'] },
  ]
  const { json, model, hits, user } = await startFiltered(t, rules)
  model.enqueue(['好，机密项目'])
  const answered = await json('POST', '/api/chat', { message: '我的电话 13812345678，天气？' }, user.headers)
  t.equal(answered.body.response, '好，机密项目', 'a rule for questions leaves answers alone')
  t.equal(model.calls[0]?.lastUserText, '我的电话 ███████████，天气？')
  const id = answered.body.conversation_id
  const shown = await json('GET', `/api/conversations/${id}`, undefined, user.headers)
  t.match(shown.body.data, { title: /█/, messages: [{ content: '我的电话 ███████████，天气？' }, {}] })

  const question = { message: '说说机 密项目吧，机密项目', conversation_id: id }
  t.match(await json('POST', '/api/chat', question, user.headers), {
    status: 400,
    body: { error_code: 'CONTENT_BLOCKED', success: false },
  })
  t.equal(model.calls.length, 1)
  const after = await json('GET', `/api/conversations/${id}`, undefined, user.headers)
  t.equal(after.body.data.message_count, 2)
  t.match(await hits('?agent_id=1'), [
    { place: 'input', rule: '禁词', action: 'block', count: 1, user_id: user.id, reply_id: null },
    { place: 'input', rule: 'flags', action: 'flag', reply_id: answered.body.data.reply_id },
    { place: 'input', rule: 'phones', action: 'mask', reply_id: answered.body.data.reply_id },
  ])
  t.same(await hits('?agent_id=2'), [])
})

t.test('the deployment’s words and patterns apply to every agent and guest', async (t) => {
  const { json, model } = await startTestApp(t, {
    settings: { ...settings, FILTER_WORDS: '# 注释\n甲乙, 丙丁', FILTER_PATTERNS: 'email:mask,phone:flag' },
  })
  model.enqueue(['甲', '乙丙丁 a@b.com 13812345678 # 注释'])
  const { body } = await json('POST', '/api/chat', { message: '问', agent_id: 2 })
  t.equal(body.response, '████ ███████ 13812345678 # 注释')
})

t.test('/v1 is filtered in both directions, tool calls too', async (t) => {
  const { model, origin, hits, user } = await startFiltered(t, [
    rule,
    { ...rule, name: 'no', words: ['禁'], action: 'block' },
  ])
  const client = new OpenAI({ baseURL: `${origin}/v1`, apiKey: user.token, maxRetries: 0 })
  const ask = (content: string) =>
    client.chat.completions.create({ model: 'agent-1', messages: [{ role: 'user', content }] })
  model.enqueue(
    ['机密', '项目'],
    [{ toolCall: { name: 'find', arguments: '{"q":"机密项目"}' } }],
    ['可以', '禁不'],
  )
  t.match((await ask('机密项目？')).choices[0], { message: { content: '████' }, finish_reason: 'stop' })
  t.equal(model.calls[0]?.lastUserText, '████？')
  const [call] = (await ask('二')).choices[0]?.message.tool_calls ?? []
  t.match(call, { function: { name: 'find', arguments: '{"q":"████"}' } })
  t.match((await ask('三')).choices[0], { message: { content: '可以' }, finish_reason: 'content_filter' })
  await t.rejects(ask('禁'), { status: 400, code: 'content_filter' })
  for (const role of ['system', 'developer'] as const) {
    const messages = [{ role, content: '禁' } as const, { role: 'user', content: '四' } as const]
    await t.rejects(client.chat.completions.create({ model: 'agent-1', messages }), {
      status: 400,
      code: 'content_filter',
    })
  }
  t.equal(model.calls.length, 3)
  t.same(
    (await hits()).map(({ place, action }: { place: string; action: string }) => `${place} ${action}`),
    [...Array(3).fill('input block'), 'output block', 'output mask', 'output mask', 'input mask'],
  )
})

t.test('only administrators see and set filters, and invalid rules are refused by name', async (t) => {
  const { json, manage, admin, user } = await startFiltered(t, [rule])
  t.match((await manage('GET', '/1/filters')).body.data, {
    rules: [{ ...rule, places: ['input', 'output'], patterns: [] }],
    version: 1,
    changed_by: admin.id,
  })
  t.match((await manage('GET', '/2/filters')).body.data, { rules: [], version: 0, changed_by: null })
  const paths = ['/1/filters', '/filter-hits']
  for (const path of paths) {
    t.match(await json('GET', `/api/admin/agents${path}`), { status: 401 })
    t.match(await json('GET', `/api/admin/agents${path}`, undefined, user.headers), { status: 403 })
  }
  t.match(await json('PUT', '/api/admin/agents/1/filters', { rules: [] }, user.headers), { status: 403 })
  for (const path of ['/99/filters', '/x/filters']) {
    t.match(await manage('GET', path), { status: 404, body: { error_code: 'AGENT_NOT_FOUND' } })
    t.match(await manage('PUT', path, { rules: [] }), { status: 404 })
  }
  const bad: [object, string][] = [
    [{}, 'rules'],
    [{ rules: [{ ...rule, action: 'shout' }] }, 'rules.0.action'],
    [{ rules: [{ ...rule, word: ['x'] }] }, 'rules.0'],
    [{ rules: [{ ...rule, patterns: ['iban'] }] }, 'rules.0.patterns.0'],
    [{ rules: [{ ...rule, words: ['\u200b'] }] }, 'rules.0.words.0'],
    [{ rules: [{ ...rule, name: '\u0000' }] }, 'rules.0.name'],
    [{ rules: [rule, rule] }, 'rules.1.name'],
  ]
  for (const [body, path] of bad) {
    const refused = await manage('PUT', '/1/filters', body)
    t.match(refused, { status: 400, body: { error_code: 'VALIDATION_ERROR' } }, JSON.stringify(body))
    t.match(JSON.stringify(refused.body.errors), path)
  }
  t.match(await manage('GET', '/filter-hits?cursor=x'), { status: 400, body: { error_code: 'BAD_CURSOR' } })
})

t.test('the audit is read in pages, and loses the ids of deleted users', async (t) => {
  const { json, model, manage, hits, db, user } = await startFiltered(t, [rule])
  model.enqueue({ times: 'always', steps: ['好'] })
  for (let question = 1; question <= 3; question++)
    await json('POST', '/api/chat', { message: `机密项目${question}` }, user.headers)
  const first = (await manage('GET', '/filter-hits?limit=2')).body.data
  t.equal(first.hits.length, 2)
  const second = (await manage('GET', `/filter-hits?limit=2&cursor=${first.next_cursor}`)).body.data
  t.match(second, { hits: [{ count: 1 }], next_cursor: null })
  const { forgetHitsOf } = await import('./filters.queries.ts')
  await forgetHitsOf(db, user.id)
  t.same(
    (await hits()).map(({ user_id }: { user_id: string | null }) => user_id),
    [null, null, null],
  )
})

t.test('a title that a user sets is filtered by the rules of its agent, as a question is', async (t) => {
  const rules = [rule, { name: '禁止', action: 'block', words: ['违禁'] }]
  const { json, hits, user, identity } = await startFiltered(t, rules)
  const created = await json('POST', '/api/new-conversation', { title: '谈机密项目' }, user.headers)
  t.match(created.body.data, { title: '谈████' })
  const rename = (title: string, headers = user.headers) =>
    json('PATCH', `/api/conversations/${created.body.conversation_id}`, { title }, headers)
  t.match((await rename('机<b>密</b>项目')).body.data, { title: '█'.repeat(11) })
  t.match(await rename('违禁品'), { status: 400, body: { error_code: 'CONTENT_BLOCKED' } })
  t.match(await json('POST', '/api/new-conversation', { title: '违禁' }, user.headers), { status: 400 })
  t.match(await rename('违禁品', (await identity.user()).headers), { status: 404 })
  t.equal((await hits()).length, 4)
})
