import { listen } from '@lingzhi/bus/listen'
import { AgentChanged } from '@lingzhi/contracts/chat'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

// All tests share one service; each changes its own agent.
const shared = startTestApp(t)
t.afterEach(async () => (await shared).model.reset())

t.test('an administrator creates, changes, restores and retires an agent', async (t) => {
  const { json, identity, model } = await shared
  const admin = await identity.user({ role: 'admin' })
  const call = (method: string, path: string, body?: unknown) =>
    json(method, `/api/admin/agents${path}`, body, admin.headers)
  const definition = { name: '译者', system_prompt: '只翻译。', model_config: { temperature: 0.1 } }
  const created = await call('POST', '', definition)
  t.equal(created.status, 201)
  t.match(created.body.data, { ...definition, version: 1, visibility: 'public', context_messages: null })
  const { id } = created.body.data
  const changed = await call('PUT', `/${id}`, { system_prompt: '翻译成英文。', context_messages: 1 })
  t.match(changed.body.data, { name: '译者', system_prompt: '翻译成英文。', context_messages: 1, version: 2 })

  model.enqueue({ times: 'always', steps: ['好'] })
  const { body } = await json('POST', '/api/chat', { message: '一', agent_id: id })
  await json('POST', '/api/chat', { message: '二', conversation_id: body.conversation_id })
  t.same(
    model.calls.at(-1)?.body.messages,
    [
      { role: 'system', content: '翻译成英文。' },
      { role: 'user', content: '二' },
    ],
    'its prompt and its number of messages',
  )
  t.equal((await call('POST', `/${id}/versions/1/restore`)).body.data.system_prompt, '只翻译。')
  const { versions } = (await call('GET', `/${id}/versions`)).body.data
  t.match(
    versions.map(({ version, changed_by, definition }: (typeof versions)[number]) => [
      version,
      changed_by,
      definition.system_prompt,
    ]),
    [
      [3, admin.id, '只翻译。'],
      [2, admin.id, '翻译成英文。'],
      [1, admin.id, '只翻译。'],
    ],
  )
  t.match((await call('DELETE', `/${id}`)).body, { success: true })
  t.match((await call('GET', `/${id}`)).body, { error_code: 'AGENT_NOT_FOUND' })
  t.match((await json('POST', '/api/chat', { message: '问', agent_id: id })).body, {
    error_code: 'AGENT_NOT_FOUND',
  })
  t.match((await call('DELETE', '/1')).body, { error_code: 'DEFAULT_AGENT_NEEDED' })
})

t.test('a hidden agent is not listed', async (t) => {
  const { json, identity } = await shared
  const { headers } = await identity.user({ role: 'admin' })
  const { body } = await json(
    'POST',
    '/api/admin/agents',
    { name: '隐', system_prompt: '…', sort_order: 999 },
    headers,
  )
  const { id } = body.data
  const ids = async (path: string) =>
    (await json('GET', path, undefined, headers)).body.data.agents.map(({ id }: { id: number }) => id)
  t.same(await ids('/api/agents'), [1, 2, id], 'listed until it is hidden')
  await json('PUT', `/api/admin/agents/${id}`, { visibility: 'hidden' }, headers)
  t.same(await ids('/api/agents'), [1, 2])
  t.same(await ids('/api/admin/agents'), [1, 2, 3, id], 'the tutor is hidden, too')
  await json('DELETE', `/api/admin/agents/${id}`, undefined, headers)
})

t.test('an unknown or invalid model setting is refused by its name', async (t) => {
  const { json, identity } = await shared
  const { headers } = await identity.user({ role: 'admin' })
  const cases = [
    [{ tempature: 0.7 }, 'model_config.tempature'],
    [{ temperature: 3 }, 'model_config.temperature'],
    [{ thinking: 'sometimes' }, 'model_config.thinking'],
    [{ tools: [] }, 'model_config.tools'],
    [{ model: 'a\u0000b' }, 'model_config.model'],
    [{ stop: ['\u0000'] }, 'model_config.stop.0'],
  ] as const
  for (const [model_config, path] of cases) {
    const { body } = await json('PUT', '/api/admin/agents/1', { model_config }, headers)
    t.match(body, { status: 400, error_code: 'VALIDATION_ERROR' })
    t.ok(
      body.errors?.some((error: { path: string }) => error.path === path),
      path,
    )
  }
  for (const name of ['', ' ', ' \u0000']) {
    const { body } = await json('PUT', '/api/admin/agents/1', { name }, headers)
    t.match(body, { status: 400, errors: [{ path: 'name' }] }, 'nothing to read')
  }
})

t.test('only administrators manage agents', async (t) => {
  const { json, identity } = await shared
  const user = await identity.user()
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['GET', '/1', undefined],
    ['POST', '', { name: '甲', system_prompt: '乙' }],
    ['PUT', '/1', { name: '甲' }],
    ['DELETE', '/2', undefined],
    ['GET', '/1/versions', undefined],
    ['POST', '/1/versions/1/restore', undefined],
  ] as const) {
    const url = `/api/admin/agents${path}`
    t.match((await json(method, url, body)).body, { error_code: 'MISSING_TOKEN' }, `${method} ${path}`)
    t.match(
      (await json(method, url, body, user.headers)).body,
      { error_code: 'FORBIDDEN' },
      `${method} ${path}`,
    )
  }
})

t.test('every change of an agent or its filters is told for the audit log', async (t) => {
  const { json, identity, bus } = await shared
  const admin = await identity.user({ role: 'admin' })
  const told: unknown[] = []
  const consumption = await listen(bus, AgentChanged, 'test', async ({ data }) => {
    if (data.user_id === admin.id) told.push([data.agent_id, data.change, data.address])
  })
  t.teardown(() => consumption.close())
  const call = (method: string, path: string, body?: unknown) =>
    json(method, `/api/admin/agents${path}`, body, { ...admin.headers, 'x-forwarded-for': '203.0.113.9' })
  const { id } = (await call('POST', '', { name: '被记录', system_prompt: 'x' })).body.data
  await call('PUT', `/${id}`, { system_prompt: 'y' })
  await call('POST', `/${id}/versions/1/restore`)
  await call('PUT', `/${id}/filters`, { rules: [] })
  await call('DELETE', `/${id}`)
  await eventually(async () => told.length === 5)
  const from = '203.0.113.9'
  t.same(
    new Set(told.map(String)),
    new Set(['created', 'changed', 'restored', 'filters', 'deleted'].map((what) => `${id},${what},${from}`)),
  )
})
