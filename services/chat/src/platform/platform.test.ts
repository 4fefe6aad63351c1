import { newId } from '@lingzhi/contracts/ids'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

const base = '/api/v1/platform'

async function people(t: Parameters<typeof startTestApp>[0], settings = {}) {
  const app = await startTestApp(t, { settings: { CACHE_TTL_S: 0, ...settings } })
  const [admin, user, other] = [
    await app.identity.user({ role: 'admin' }),
    await app.identity.user(),
    await app.identity.user(),
  ]
  app.model.enqueue({ times: 50, steps: ['好'] })
  const ask = async (headers = user.headers, body: object = {}) => {
    const { body: answer } = await app.json('POST', '/api/chat', { message: '问', ...body }, headers)
    return answer
  }
  const prompt = () => String(app.model.calls.at(-1)?.body.messages[0]?.content)
  return { ...app, admin, user, other, ask, prompt }
}

t.test('what administrators set stands before every agent’s instructions, for guests as well', async (t) => {
  const { json, admin, ask, prompt, user } = await people(t)
  const template = { value: '全平台规则。场景：{scenarios}' }
  const key = `${base}/system-default-config/default_system_prompt_template`
  t.match(await json('PUT', key, template, admin.headers), {
    status: 200,
    body: { data: { value: template.value, updated_by: admin.id } },
  })
  await json('POST', '/api/chat', { message: '访客问' })
  t.match(prompt(), /^全平台规则。场景：\n\n/)
  const { data } = await ask()
  t.match(prompt(), /^全平台规则/)
  const { body } = await json('GET', `/api/messages/${data.message_id}/composition`, undefined, user.headers)
  t.match(body.data.parts[0], { kind: 'system', id: 'default_system_prompt_template', cut: 'no' })
  t.match(body.data.parts[1], { kind: 'agent' })
  await json('PUT', key, { value: null }, admin.headers)
  await ask()
  t.notMatch(prompt(), '全平台规则')
})

t.test('defaults have the keys that do something, for administrators only', async (t) => {
  const { json, admin, user } = await people(t)
  const list = (await json('GET', `${base}/system-default-config`, undefined, admin.headers)).body.data
    .defaults
  t.same(
    list.map(({ key, value }: { key: string; value: unknown }) => [key, value]),
    [
      ['default_system_prompt_template', null],
      ['default_allowed_tools', null],
      ['default_max_turns', null],
    ],
  )
  const put = (key: string, value: unknown, headers = admin.headers) =>
    json('PUT', `${base}/system-default-config/${key}`, { value }, headers)
  t.match(await put('nothing', 1), { status: 404, body: { error_code: 'SYSTEM_DEFAULT_NOT_FOUND' } })
  for (const [key, value] of [
    ['default_max_turns', 9],
    ['default_max_turns', '2'],
    ['default_system_prompt_template', 'a\0b'],
    ['default_allowed_tools', 'all'],
  ] as const)
    t.match(await put(key, value), { status: 400, body: { errors: [{ path: 'value' }] } }, key)
  t.equal((await put('default_max_turns', 3, user.headers)).status, 403)
  t.equal((await json('GET', `${base}/system-default-config`, undefined, user.headers)).status, 403)
})

t.test('administrators keep prompts, people see published ones and answer with them', async (t) => {
  const { json, admin, user, ask, prompt } = await people(t)
  const create = (body: object, headers = admin.headers) =>
    json('POST', `${base}/system-prompts`, body, headers)
  t.equal((await create({ name: '简洁', content: '一句话' }, user.headers)).status, 403)
  const { status, body } = await create({ name: '简洁', content: '只用一句话回答', is_public: true })
  t.equal(status, 201)
  const hidden = (await create({ name: '内部', content: '内部用' })).body.data
  t.match(await create({ name: '简洁', content: '另一个' }), {
    status: 409,
    body: { error_code: 'SYSTEM_PROMPT_NAME_TAKEN' },
  })
  t.match(await json('PUT', `${base}/system-prompts/${hidden.id}`, { name: '简洁' }, admin.headers), {
    status: 409,
  })
  const seen = await json('GET', `${base}/system-prompts`, undefined, user.headers)
  t.same(
    seen.body.data.system_prompts.map(({ name }: { name: string }) => name),
    ['简洁'],
  )
  t.equal((await json('GET', `${base}/system-prompts/${hidden.id}`, undefined, user.headers)).status, 404)

  const use = (id: string) => json('PUT', `${base}/users/me/config`, { system_prompt_id: id }, user.headers)
  t.equal((await use(hidden.id)).status, 404)
  t.equal((await use(newId())).status, 404)
  t.equal((await use(body.data.id)).status, 200)
  await ask()
  t.match(prompt(), /用户选用的系统提示词：\n只用一句话回答/)
  await json('DELETE', `${base}/system-prompts/${body.data.id}`, undefined, admin.headers)
  await ask()
  t.notMatch(prompt(), '只用一句话回答')
  t.equal(
    (await json('GET', `${base}/users/me/config`, undefined, user.headers)).body.data.system_prompt_id,
    null,
  )
})

t.test('a person’s configuration shapes that person’s answers alone, and can be taken back', async (t) => {
  const { json, admin, user, other, ask, prompt, model } = await people(t, { LLM_MODELS: 'better' })
  const path = `${base}/users/${user.id}/config`
  const put = (body: object, headers = user.headers, at = path) => json('PUT', at, body, headers)
  t.match(await put({ default_system_prompt: '称呼我为老师' }), {
    status: 200,
    body: { data: { default_system_prompt: '称呼我为老师', default_model: null, max_turns: null } },
  })
  t.match(await put({ max_turns: 2 }), {
    body: { data: { default_system_prompt: '称呼我为老师', max_turns: 2 } },
  })
  await ask()
  t.match(prompt(), /用户的系统提示词：\n称呼我为老师/)
  await ask(other.headers)
  t.notMatch(prompt(), '称呼我为老师')
  t.match(await put({ default_model: 'better' }), {
    status: 403,
    body: { message: '只有管理员可以设置 default_model' },
  })
  t.equal((await put({ default_model: 'better' }, admin.headers)).status, 200)
  await ask()
  t.equal((model.calls.at(-1)!.body as unknown as { model: string }).model, 'better')
  t.equal((await put({}, other.headers)).status, 403)
  t.equal((await put({ max_turns: 9 })).status, 400)
  t.equal((await json('DELETE', path, undefined, user.headers)).status, 200)
  await ask()
  t.notMatch(prompt(), '称呼我为老师')
  t.equal((model.calls.at(-1)!.body as unknown as { model: string }).model, 'scripted')
})

t.test('what a person’s questions came to is listed without their text', async (t) => {
  const { json, admin, user, other, ask } = await people(t)
  const first = await ask()
  await ask(user.headers, { conversation_id: first.conversation_id })
  await ask()
  await ask(other.headers)
  const logs = async (query = '', headers = user.headers, id = 'me') =>
    json('GET', `${base}/users/${id}/logs${query}`, undefined, headers)
  const page = (await logs('?limit=2')).body.data
  t.equal(page.logs.length, 2)
  const rest = (await logs(`?limit=2&cursor=${page.next_cursor}`)).body.data
  t.same([rest.logs.length, rest.next_cursor], [1, null])
  t.match(rest.logs[0], {
    turn_id: first.data.reply_id,
    session_id: first.conversation_id,
    status: 'completed',
    model: 'scripted',
    total_tokens: Number,
  })
  t.notMatch(JSON.stringify(page), /问|好/)
  t.equal((await logs('', admin.headers, user.id)).body.data.logs.length, 3)
  t.equal((await logs('', other.headers, user.id)).status, 403)
  t.equal((await logs('?cursor=x')).status, 400)

  const sessions = async (query = '', headers = user.headers) =>
    (await json('GET', `${base}/users/${user.id}/sessions${query}`, undefined, headers)).body.data
  t.match(await sessions('?limit=1'), {
    total: 2,
    has_more: true,
    sessions: [{ title: '问', message_count: 2 }],
    stats: { total_sessions: 2, total_messages: 6, total_cost_usd: 0 },
  })
  const second = await sessions('?limit=1&offset=1', admin.headers)
  t.match(second, { has_more: false, sessions: [{ session_id: first.conversation_id, title: null }] })
  t.notOk('stats' in second)
})

t.test('an administrator’s API key is a user’s: it reads and changes nobody else’s', async (t) => {
  const { json, identity, admin, user } = await people(t)
  const key = await identity.user({ id: admin.id, role: 'admin', scopes: ['read', 'chat'] })
  const ofUser = `${base}/users/${user.id}`
  for (const what of ['config', 'scenario-config', 'preferences', 'preferences/settings', 'sessions', 'logs'])
    t.equal((await json('GET', `${ofUser}/${what}`, undefined, key.headers)).status, 403, what)
  t.equal((await json('PUT', `${ofUser}/config`, { max_turns: 3 }, key.headers)).status, 403)
  t.equal((await json('DELETE', `${ofUser}/config`, undefined, key.headers)).status, 403)
  t.equal((await json('GET', `${base}/users/me/config`, undefined, key.headers)).status, 200)
  const model = { default_model: 'expensive' }
  t.equal((await json('PUT', `${base}/users/me/config`, model, key.headers)).status, 403)
  const scenario = { name: '私有', description: '别人的', system_prompt: '秘密', is_public: false }
  const { body } = await json('POST', `${base}/scenarios`, scenario, user.headers)
  t.equal(
    (await json('GET', `${base}/scenarios/${body.data.id}`, undefined, key.headers)).status,
    404,
    'a private scenario',
  )
  const forAll = { ...scenario, is_public: true, is_default: true }
  t.equal((await json('POST', `${base}/scenarios`, forAll, key.headers)).status, 403)
})
