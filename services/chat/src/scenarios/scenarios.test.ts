import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { forgetUser } from '../removing/forget-user.ts'
import { startTestApp } from '../test-app.ts'

const path = '/api/v1/platform/scenarios'
type Started = Awaited<ReturnType<typeof startTestApp>>
type Headers = Record<string, string>

async function create({ json }: Started, headers: Headers, definition: object) {
  const { status, body } = await json('POST', path, definition, headers)
  t.equal(status, 201, JSON.stringify(body))
  return body.data as { id: string; version: number; is_official: boolean }
}

const withKeywords = (name: string, ...keywords: string[]) => ({
  name,
  system_prompt: `你在${name}场景`,
  meta: { keywords },
})

t.test('a private scenario is its owner’s and administrators’ alone', async (t) => {
  const started = await startTestApp(t)
  const { json, identity } = started
  const [owner, other, admin] = [
    await identity.user(),
    await identity.user(),
    await identity.user({ role: 'admin' }),
  ]
  const { id } = await create(started, owner.headers, { name: '私有' })
  const seen = async (headers: Headers) => {
    const listed = (await json('GET', path, undefined, headers)).body.data.scenarios
    const { status } = await json('GET', `${path}/${id}`, undefined, headers)
    return [listed.some((one: { id: string }) => one.id === id), status]
  }
  t.same(await seen(owner.headers), [true, 200])
  t.same(await seen(admin.headers), [true, 200])
  t.same(await seen(other.headers), [false, 404])
  t.equal((await json('PUT', `${path}/${id}`, { name: 'x' }, other.headers)).status, 404)
  t.equal((await json('DELETE', `${path}/${id}`, undefined, other.headers)).status, 404)
  t.equal((await json('GET', path)).status, 401)
  await json('PUT', `${path}/${id}`, { is_public: true }, owner.headers)
  t.same(await seen(other.headers), [true, 200], 'published')
  t.equal((await json('PUT', `${path}/${id}`, { name: 'x' }, other.headers)).status, 403)
})

t.test('exactly one scenario is the default, and only administrators move it', async (t) => {
  const started = await startTestApp(t)
  const { json, identity, db } = started
  const [user, admin] = [await identity.user(), await identity.user({ role: 'admin' })]
  const defaults = () =>
    db.selectFrom('scenarios').select(['id', 'name']).where('is_default', '=', true).execute()
  t.match(await defaults(), [{ name: '通用助手' }])
  const [first] = await defaults()
  t.equal(
    (await json('POST', path, { name: 'a', is_default: true, is_public: true }, user.headers)).status,
    403,
  )
  const own = await create(started, user.headers, { name: 'b' })
  const refused = await json(
    'PUT',
    `${path}/${own.id}`,
    { is_default: true },
    {
      ...user.headers,
      'accept-language': 'en',
    },
  )
  t.match(refused, { status: 403, body: { message: 'Only admin can set is_default field' } })
  const next = await create(started, admin.headers, { name: 'c', is_default: true, is_public: true })
  t.match(await defaults(), [{ id: next.id }])
  for (const change of [{ is_default: false }, { is_public: false }, { status: 'inactive' }])
    t.match(await json('PUT', `${path}/${next.id}`, change, admin.headers), {
      status: 409,
      body: { error_code: 'DEFAULT_SCENARIO_NEEDED' },
    })
  t.equal((await json('DELETE', `${path}/${next.id}`, undefined, admin.headers)).status, 409)
  await json('PUT', `${path}/${first!.id}`, { is_default: true }, admin.headers)
  t.match(await defaults(), [{ id: first!.id }])
})

t.test('who is no administrator any more cannot change the default that everybody has', async (t) => {
  const started = await startTestApp(t)
  const { json, identity } = started
  const admin = await identity.user({ role: 'admin' })
  const { id } = await create(started, admin.headers, { name: 'c', is_default: true, is_public: true })
  const demoted = (await identity.user({ id: admin.id })).headers
  t.equal((await json('PUT', `${path}/${id}`, { system_prompt: '另说' }, demoted)).status, 403)
  t.equal((await json('POST', `${path}/${id}/versions/1/restore`, undefined, demoted)).status, 403)
  t.match((await json('GET', `${path}/${id}`, undefined, demoted)).body.data, {
    version: 1,
    system_prompt: '',
  })
  const other = await identity.user({ role: 'admin' })
  t.equal((await json('PUT', `${path}/${id}`, { system_prompt: '另说' }, other.headers)).status, 200)
})

t.test('of many that are made the default at once one is, and every change is answered', async (t) => {
  const started = await startTestApp(t)
  const { json, identity, db } = started
  const { headers } = await identity.user({ role: 'admin' })
  const made = await Promise.all(
    Array.from({ length: 6 }, (_, n) => create(started, headers, { name: `默认${n}`, is_public: true })),
  )
  const told = await Promise.all([
    ...made.map(({ id }) => json('PUT', `${path}/${id}`, { is_default: true }, headers)),
    json('POST', path, { name: '新的', is_public: true, is_default: true }, headers),
  ])
  t.same(
    told.map(({ status }) => status),
    [...made.map(() => 200), 201],
  )
  const found = await db.selectFrom('scenarios').select('id').where('is_default', '=', true).execute()
  t.equal(found.length, 1)
})

t.test('what is set at once for a person, and for a conversation, is all kept', async (t) => {
  const started = await startTestApp(t)
  const { json, identity, model } = started
  const { headers } = await identity.user()
  const { id } = await create(started, headers, { name: '自己的' })
  const ofPerson = '/api/v1/platform/users/me/scenario-config'
  const whole = { scenario_ids: [id], user_custom_prompt: '规则', pinned: id, auto_match: false }
  const each = (config: object) => Object.entries(config).map(([name, value]) => ({ [name]: value }))
  await Promise.all(each(whole).map((change) => json('PUT', ofPerson, change, headers)))
  t.same((await json('GET', ofPerson, undefined, headers)).body.data, whole)

  model.enqueue(['答'])
  const { body } = await json('POST', '/api/chat', { message: '问' }, headers)
  const ofSession = `/api/v1/platform/sessions/${body.data.conversation_id}/scenario-config`
  const both = { scenario_ids: [id], session_custom_prompt: '这一次' }
  await Promise.all(each(both).map((change) => json('PUT', ofSession, change, headers)))
  t.same((await json('GET', ofSession, undefined, headers)).body.data, both)

  const ofAnswers = '/api/v1/platform/users/me/config'
  const config = { default_system_prompt: '您是老师', default_allowed_tools: ['a'], max_turns: 3 }
  await Promise.all(each(config).map((change) => json('PUT', ofAnswers, change, headers)))
  t.match((await json('GET', ofAnswers, undefined, headers)).body.data, config)

  const ofLearning = '/api/v1/platform/users/me/preferences/settings'
  const off = { learning: false, applying: false }
  await Promise.all(each(off).map((change) => json('PUT', ofLearning, change, headers)))
  t.same((await json('GET', ofLearning, undefined, headers)).body.data, off)
})

t.test('of many that are created at once no more are kept than there may be', async (t) => {
  const started = await startTestApp(t)
  const { json, identity } = started
  const { headers } = await identity.user()
  for (let n = 0; n < 97; n++) await create(started, headers, { name: `第 ${n} 个` })
  const told = await Promise.all(
    Array.from({ length: 8 }, (_, n) => json('POST', path, { name: `一起 ${n}` }, headers)),
  )
  t.same(told.map(({ status }) => status).sort(), [201, 201, 201, 429, 429, 429, 429, 429])
})

t.test('every change is a version that can be restored', async (t) => {
  const started = await startTestApp(t)
  const { json, identity } = started
  const { headers } = await identity.user()
  const { id } = await create(started, headers, { name: '一', meta: { keywords: ['甲'] } })
  const changed = (await json('PUT', `${path}/${id}`, { name: '二', meta: { tags: ['标'] } }, headers)).body
    .data
  t.match(changed, { version: 2, name: '二', meta: { keywords: ['甲'], tags: ['标'] } })
  const restored = await json('POST', `${path}/${id}/versions/1/restore`, undefined, headers)
  t.match(restored.body.data, { version: 3, name: '一', meta: { tags: [] } })
  const { versions } = (await json('GET', `${path}/${id}/versions`, undefined, headers)).body.data
  t.same(
    versions.map(({ version }: { version: number }) => version),
    [3, 2, 1],
  )
  t.equal((await json('POST', `${path}/${id}/versions/9/restore`, undefined, headers)).status, 404)
})

t.test('a question’s words choose its scenario, and the answer tells why', async (t) => {
  const started = await startTestApp(t)
  const { json, identity, model, ask } = started
  const { headers } = await identity.user()
  const weekly = await create(started, headers, withKeywords('周报', '周报'))
  await create(started, headers, withKeywords('合同', '合同'))
  model.enqueue(['好'])
  const { start, events } = await ask({ message: '帮我写一份周报' }, headers)
  t.match(start.scenario, {
    scenario_id: weekly.id,
    by: 'keywords',
    terms: ['周报'],
    cached: false,
    score: 1.5,
  })
  await Array.fromAsync(events)
  t.equal(model.calls.length, 1, 'no model chose')
  const prompt = String(model.calls[0]?.body.messages[0]?.content)
  t.match(prompt, /开场白.*\n\n场景：周报\n你在周报场景$/s)
  const { body } = await json('GET', `/api/messages/${start.message_id}/composition`, undefined, headers)
  t.match(body.data, {
    reply_id: start.reply_id,
    scenario: { scenario_id: weekly.id, by: 'keywords' },
    parts: [
      { kind: 'agent', id: '1', cut: 'no' },
      { kind: 'scenario', id: weekly.id, name: '周报', version: 1, cut: 'no' },
    ],
    conversation: { messages: 0, left_out: 0 },
    sha256: /^[0-9a-f]{64}$/,
    not_found: [],
  })
  t.notOk('text' in body.data.parts[0])
  const other = await identity.user()
  for (const stranger of [other.headers, undefined])
    t.equal(
      (await json('GET', `/api/messages/${start.message_id}/composition`, undefined, stranger)).status,
      404,
    )
})

t.test(
  'where words do not decide a model is asked once, for every replica, until a scenario changes',
  async (t) => {
    const started = await startTestApp(t, { replicas: 2 })
    const { replicas, identity, model, json } = started
    const { headers } = await identity.user()
    await create(started, headers, withKeywords('周报', '周报'))
    const contract = await create(started, headers, withKeywords('合同', '合同'))
    const match = async (at = 0, query = '起草一份协议') =>
      (await replicas[at]!.json('POST', `${path}/match`, { query }, headers)).body.data
    const says = (scenario: string) => ({ match: '协议', steps: [JSON.stringify({ scenario })] })
    model.enqueue(says(contract.id))
    t.match(await match(), { scenario_id: contract.id, by: 'model', cached: false })
    t.equal(model.calls.length, 1)
    t.match(await match(), { scenario_id: contract.id, by: 'model', cached: true })
    t.match(await match(1), { scenario_id: contract.id, cached: true })
    t.match(await match(1, ' 起草一份协议 '), { cached: true })
    t.equal(model.calls.length, 1)
    await json('PUT', `${path}/${contract.id}`, { description: '法律文件' }, headers)
    model.enqueue(says(contract.id))
    t.match(await match(), { scenario_id: contract.id, cached: false })
    t.equal(model.calls.length, 2)
  },
)

t.test(
  'a model that names no scenario leaves the default, and is asked again unless it said that none fits',
  async (t) => {
    const started = await startTestApp(t)
    const { identity, model, json } = started
    const { headers } = await identity.user()
    await create(started, headers, withKeywords('周报', '周报'))
    const query = { query: '起草一份协议' }
    model.enqueue(['7777'], ['{"scenario":"7777"}'], ['就选周报吧'])
    t.match((await json('POST', `${path}/match`, query, headers)).body.data, {
      by: 'default',
      name: '通用助手',
      cached: false,
    })
    model.enqueue(['{"scenario":"none"}'])
    const again = async () => (await json('POST', `${path}/match`, query, headers)).body.data
    t.match(await again(), { by: 'default', cached: false })
    t.match(
      await again(),
      { by: 'default', name: '通用助手', cached: true },
      'that none fits is known, and said to be',
    )
    t.equal(model.calls.length, 4)
  },
)

t.test('a question that is new to several at once is put to a model once', async (t) => {
  const started = await startTestApp(t, { settings: { MATCH_DEADLINE_MS: 10_000 } })
  const { identity, model, json } = started
  const { headers } = await identity.user()
  const one = await create(started, headers, withKeywords('周报', '周报'))
  model.enqueue([{ hold: 'first' }, JSON.stringify({ scenario: one.id })])
  const match = async () =>
    (await json('POST', `${path}/match`, { query: '起草一份协议' }, headers)).body.data as unknown
  const asked = [1, 2, 3, 4].map(match)
  await eventually(async () => model.calls.length > 0)
  asked.push(match())
  model.release('first')
  for (const told of await Promise.all(asked)) t.match(told, { by: 'model', scenario_id: one.id })
  t.equal(model.calls.length, 1)
})

t.test('a model that is too slow holds no answer up; its choice serves the next question', async (t) => {
  const started = await startTestApp(t, { settings: { MATCH_DEADLINE_MS: 200 } })
  const { identity, model, ask } = started
  const { headers } = await identity.user()
  const one = await create(started, headers, withKeywords('周报', '周报'))
  model.enqueue([{ hold: 'slow' }, JSON.stringify({ scenario: one.id })], ['好'], ['好'])
  const { start, events } = await ask({ message: '起草一份协议' }, headers)
  t.match(start.scenario, { by: 'default' })
  await Array.fromAsync(events)
  model.release('slow')
  await eventually(async () => {
    const { body } = await started.json('POST', `${path}/match`, { query: '起草一份协议' }, headers)
    return body.data.cached === true && body.data.scenario_id === one.id
  })
})

t.test(
  'a keyword is found whatever blanks stand in it, and a word against a scenario keeps it away',
  async (t) => {
    const started = await startTestApp(t)
    const { json, identity, model } = started
    const { headers } = await identity.user()
    const meta = {
      keywords: ['sprint report', '周报'],
      negative_keywords: ['daily\nreport', '日报'],
      examples: ['帮我写本周的周报'],
    }
    const { id } = await create(started, headers, { name: '每周', meta })
    const match = async (query: string) =>
      (await json('POST', `${path}/match`, { query }, headers)).body.data as {
        by: string
        scenario_id: string
      }
    for (const query of ['A SPRINT   Report, please', 'a sprint\nreport', '写周报'])
      t.match(await match(query), { by: 'keywords', scenario_id: id }, query)
    for (const query of ['帮我写本周的日报', '周报还是日报', 'sprint report or daily  report'])
      t.match(await match(query), { by: 'default' }, query)
    t.equal(model.calls.length, 0, 'no model is asked about what is ruled out')
  },
)

t.test('request, conversation and pinned go before words, in this order', async (t) => {
  const started = await startTestApp(t)
  const { json, identity, model, ask } = started
  const { headers, id: userId } = await identity.user()
  const [weekly, pinned, session, asked] = [
    await create(started, headers, withKeywords('周报', '周报')),
    await create(started, headers, { name: '固定' }),
    await create(started, headers, { name: '会话' }),
    await create(started, headers, { name: '请求' }),
  ]
  const by = async (body: object) => {
    model.enqueue(['好'])
    const { start, events } = await ask({ message: '写周报', ...body }, headers)
    await Array.fromAsync(events)
    return { ...start.scenario, conversation_id: start.conversation_id }
  }
  const { conversation_id } = await by({})
  t.match(await by({}), { by: 'keywords', scenario_id: weekly.id })
  const config = `/api/v1/platform/users/${userId}/scenario-config`
  await json('PUT', config, { pinned: pinned.id }, headers)
  t.match(await by({}), { by: 'pinned', scenario_id: pinned.id })
  const sessionConfig = `/api/v1/platform/sessions/${conversation_id}/scenario-config`
  const set = { scenario_ids: [session.id, pinned.id], session_custom_prompt: '短一些' }
  t.same((await json('PUT', sessionConfig, set, headers)).body.data, set)
  t.match(await by({ conversation_id }), { by: 'session', scenario_ids: [session.id, pinned.id] })
  t.match(await by({ conversation_id, scenario_id: asked.id }), { by: 'request', scenario_id: asked.id })
  t.match(await by({}), { by: 'pinned' }, 'another conversation')
  await json('PUT', config, { pinned: null, auto_match: false }, headers)
  t.match(await by({}), { by: 'default' })
  await json('DELETE', `${path}/${session.id}`, undefined, headers)
  await json('DELETE', `${path}/${pinned.id}`, undefined, headers)
  t.match(await by({ conversation_id }), { by: 'default', gone: [session.id, pinned.id] })
})

t.test('nobody is given another’s scenario', async (t) => {
  const started = await startTestApp(t)
  const { json, identity, model } = started
  const [owner, other] = [await identity.user(), await identity.user()]
  const { id } = await create(started, owner.headers, { ...withKeywords('周报', '周报'), is_public: true })
  const hidden = await create(started, owner.headers, { name: '私有' })
  const me = '/api/v1/platform/users/me/scenario-config'
  for (const [at, body] of [
    [me, { scenario_ids: [hidden.id] }],
    [me, { pinned: newId() }],
  ] as const)
    t.match(await json('PUT', at, body, other.headers), { status: 400, body: { errors: [{}] } })
  model.enqueue(['好'])
  const asked = await json('POST', '/api/chat', { message: '周报', scenario_id: hidden.id }, other.headers)
  t.match(asked, { status: 400, body: { errors: [{ path: 'scenario_id' }] } })
  const matched = (await json('POST', `${path}/match`, { query: '周报' }, other.headers)).body.data
  t.match(matched, { by: 'default' }, 'what no administrator published is not chosen for others')
  t.equal((await json('PUT', me, { pinned: id }, other.headers)).status, 200, 'who wants it may have it')
  t.equal(
    (await json('GET', `/api/v1/platform/users/${owner.id}/scenario-config`, undefined, other.headers))
      .status,
    403,
  )
})

t.test('a person’s own rules follow the scenario, the conversation’s come last', async (t) => {
  const started = await startTestApp(t)
  const { json, identity, model } = started
  const { headers } = await identity.user()
  const { id } = await create(started, headers, { name: '场景', system_prompt: '场景的话' })
  await json(
    'PUT',
    '/api/v1/platform/users/me/scenario-config',
    { pinned: id, user_custom_prompt: '叫我老林' },
    headers,
  )
  model.enqueue(['好'], ['好'])
  const { body } = await json('POST', '/api/chat', { message: '问' }, headers)
  const { conversation_id } = body
  await json(
    'PUT',
    `/api/v1/platform/sessions/${conversation_id}/scenario-config`,
    { session_custom_prompt: '用英文' },
    headers,
  )
  await json('POST', '/api/chat', { message: '再问', conversation_id }, headers)
  const prompt = String(model.calls[1]?.body.messages[0]?.content)
  const places = ['开场白', '场景的话', '叫我老林', '用英文'].map((text) => prompt.indexOf(text))
  t.same(
    places,
    places.toSorted((one, other) => one - other),
  )
  t.ok(places.every((place) => place >= 0))
})

t.test('with Redis away scenarios are chosen as ever, without what was remembered', async (t) => {
  const started = await startTestApp(t, { settings: { REDIS_URL: 'redis://127.0.0.1:1' } })
  const { json, identity, model } = started
  const { headers } = await identity.user()
  const one = await create(started, headers, withKeywords('周报', '周报'))
  model.enqueue([JSON.stringify({ scenario: one.id })])
  const { body } = await json('POST', `${path}/match`, { query: '起草一份协议' }, headers)
  t.match(body.data, { by: 'model', cached: false })
})

t.test('a Redis that says nothing holds no choice up', async (t) => {
  const started = await startTestApp(t)
  const { json, identity, model, deps } = started
  const { headers } = await identity.user()
  const one = await create(started, headers, withKeywords('周报', '周报'))
  const silent = () => new Promise<never>(() => {})
  Object.assign(deps.cache, { get: silent, set: silent })
  model.enqueue([JSON.stringify({ scenario: one.id })])
  const { body } = await json('POST', `${path}/match`, { query: '起草一份协议' }, headers)
  t.match(body.data, { scenario_id: one.id, by: 'model', cached: false })
})

t.test('an account’s scenarios and settings go with it; what an administrator published stays', async (t) => {
  const started = await startTestApp(t)
  const { json, identity, db, deps } = started
  const [user, admin] = [await identity.user(), await identity.user({ role: 'admin' })]
  await create(started, user.headers, { name: '私有' })
  await json('PUT', '/api/v1/platform/users/me/scenario-config', { user_custom_prompt: 'x' }, user.headers)
  const kept = await create(started, admin.headers, { name: '公共', is_public: true })
  await forgetUser(deps, user.id)
  await forgetUser(deps, admin.id)
  const own = await db
    .selectFrom('scenarios')
    .select(['id', 'created_by'])
    .where('name', 'in', ['私有', '公共'])
    .execute()
  t.same(own, [{ id: kept.id, created_by: null }])
  t.same(await db.selectFrom('user_scenario_configs').selectAll().execute(), [])
})
