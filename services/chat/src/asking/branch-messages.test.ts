import t from 'tap'
import { startTestApp, textOf } from '../test-app.ts'

// All tests share one service; each has its own users.
const shared = startTestApp(t)
t.afterEach(async () => (await shared).model.reset())

t.test(
  'another answer is a branch: it is shown, the first one is kept, and both can be shown again',
  async (t) => {
    const { json, model, identity } = await shared
    const { headers } = await identity.user()
    model.enqueue(['第一'], ['后来'], ['第二'])
    const first = (await json('POST', '/api/chat', { message: '问' }, headers)).body
    const { conversation_id } = first
    await json('POST', '/api/chat', { message: '再问', conversation_id }, headers)
    const path = `/api/messages/${first.data.message_id}/regenerate`
    const second = (await json('POST', path, undefined, headers)).body
    t.match(second, { response: '第二', conversation_id, data: { question_id: first.data.question_id } })
    t.same(
      model.calls
        .at(-1)
        ?.body.messages.slice(1)
        .map(({ content }) => content),
      ['问'],
      'the model is not shown the first answer',
    )
    const show = async () =>
      (await json('GET', `/api/conversations/${conversation_id}`, undefined, headers)).body.data
    const both = [first.data.message_id, second.data.message_id]
    t.match(await show(), {
      message_count: 2,
      messages: [{ content: '问' }, { content: '第二', alternatives: both }],
    })
    const back = { active_message_id: first.data.message_id }
    await json('PATCH', `/api/conversations/${conversation_id}`, back, headers)
    const shown = await show()
    t.same(
      shown.messages.map(({ content }: { content: string }) => content),
      ['问', '第一', '再问', '后来'],
    )
    t.equal(shown.message_count, 4)
    t.same(shown.messages[1].alternatives, both)
  },
)

t.test('a further answer that fails leaves the conversation as it was', async (t) => {
  const { json, model, identity } = await shared
  const { headers } = await identity.user()
  model.enqueue(['第一'], ['第二'], ['后来'], [{ fail: { status: 401 } }], ['再后来'])
  const first = (await json('POST', '/api/chat', { message: '问' }, headers)).body
  const { conversation_id } = first
  const regenerate = `/api/messages/${first.data.message_id}/regenerate`
  await json('POST', regenerate, undefined, headers)
  await json('POST', '/api/chat', { message: '再问', conversation_id }, headers)
  const show = async () =>
    (await json('GET', `/api/conversations/${conversation_id}`, undefined, headers)).body.data
  const before = await show()
  t.equal((await json('POST', regenerate, undefined, headers)).status, 502)
  t.same((await show()).messages, before.messages)
  t.equal((await show()).message_count, 4)
  const [question] = before.messages
  const { status } = await json(
    'PATCH',
    `/api/conversations/${conversation_id}`,
    { active_message_id: question.id },
    headers,
  )
  t.equal(status, 200)
  t.same((await show()).messages, before.messages, 'a branch’s newest end is not what failed')
  await json('POST', '/api/chat', { message: '还问', conversation_id }, headers)
  const shown = model.calls.at(-1)?.body.messages.slice(1)
  t.same(
    shown?.map(({ content }) => content),
    ['问', '第二', '再问', '后来', '还问'],
  )
})

t.test('an edited question is a branch, even the first one, and streams on request', async (t) => {
  const { json, call, model, identity } = await shared
  const { headers } = await identity.user()
  model.enqueue(['甲'], ['乙'])
  const first = (await json('POST', '/api/chat', { message: '原来的' }, headers)).body
  const response = await call(
    'POST',
    `/api/messages/${first.data.question_id}/edit`,
    { content: '改过的', stream: true },
    headers,
  )
  const text = await response.text()
  t.match(text, '"content":"乙"')
  const { body } = await json('GET', `/api/conversations/${first.conversation_id}`, undefined, headers)
  t.match(body.data.messages, [
    { content: '改过的', alternatives: [first.data.question_id, String] },
    { content: '乙' },
  ])
})

t.test('questions sent at once follow one another, each with its answer', async (t) => {
  const { json, ask, model, identity } = await startTestApp(t, { replicas: 2 })
  const { headers } = await identity.user()
  const { body } = await json('POST', '/api/new-conversation', {}, headers)
  const conversation_id = body.data.id
  const streams = await Promise.all(
    ['一', '二', '三'].map((message) => ask({ message, conversation_id }, headers)),
  )
  for (const _ of streams) {
    const call = await model.nextCall()
    await call.delta(`答${call.lastUserText}`)
    await call.finish()
  }
  const answers = await Promise.all(streams.map(async ({ events }) => textOf(await Array.fromAsync(events))))
  t.same(answers, ['答一', '答二', '答三'])
  const shown = (await json('GET', `/api/conversations/${conversation_id}`, undefined, headers)).body.data
  const contents = shown.messages.map(({ content }: { content: string }) => content)
  t.equal(shown.message_count, 6)
  for (const index of [0, 2, 4]) t.equal(contents[index + 1], `答${contents[index]}`)
})

t.test('a message that is unknown, another user’s, or not a question gets no branch', async (t) => {
  const { json, model, identity } = await shared
  const [mine, other] = [await identity.user(), await identity.user()]
  model.enqueue(['甲'])
  const { data } = (await json('POST', '/api/chat', { message: '问' }, mine.headers)).body
  const edit = (id: string, headers: Record<string, string>, body: object = { content: '改' }) =>
    json('POST', `/api/messages/${id}/edit`, body, headers)
  for (const headers of [other.headers, {}]) {
    t.match((await edit(data.question_id, headers)).body, { error_code: 'MESSAGE_NOT_FOUND' })
    const again = await json('POST', `/api/messages/${data.message_id}/regenerate`, {}, headers)
    t.match(again.body, { error_code: 'MESSAGE_NOT_FOUND' })
  }
  t.match((await edit('x', mine.headers)).body, { error_code: 'MESSAGE_NOT_FOUND' })
  t.match((await edit(data.message_id, mine.headers)).body, { error_code: 'MESSAGE_NOT_FOUND' })
  t.match((await edit(data.question_id, mine.headers, {})).body, { error_code: 'VALIDATION_ERROR' })
  const foreign = { active_message_id: data.message_id }
  const { body } = await json('POST', '/api/new-conversation', undefined, mine.headers)
  t.match(body, { success: true, data: { title: '新对话' } }, 'a body is not needed')
  const moved = await json('PATCH', `/api/conversations/${body.data.id}`, foreign, mine.headers)
  t.match(moved.body, { error_code: 'MESSAGE_NOT_FOUND' })
})

t.test('another answer, and one to an edited question, are shaped by what the request chose', async (t) => {
  const { json, model, identity } = await shared
  const { headers } = await identity.user()
  const platform = '/api/v1/platform'
  const create = async (path: string, body: object) =>
    (await json('POST', `${platform}/${path}`, body, headers)).body.data.id as string
  const scenario_id = await create('scenarios', { name: '周报', system_prompt: '这是场景' })
  const skill = await create('skills', { name: 'in-parts', description: '写法', content: '这是技能' })
  await create('users/me/preferences/items', { kind: 'length', statement: '这是偏好' })
  model.enqueue({ times: 'always', steps: ['好'] })
  const told = () => {
    const prompt = String(model.calls.at(-1)?.body.messages[0]?.content)
    return ['这是场景', '这是技能', '这是偏好'].filter((text) => prompt.includes(text))
  }
  const wanted = { message: '写', scenario_id, skill_ids: [skill], personalize: false }
  const { data, conversation_id } = (await json('POST', '/api/chat', wanted, headers)).body
  t.same(told(), ['这是场景', '这是技能'])
  const composition = async (id: string) =>
    (await json('GET', `/api/messages/${id}/composition`, undefined, headers)).body.data
  const again = async (id: string) =>
    (await json('POST', `/api/messages/${id}/regenerate`, undefined, headers)).body.data
  const second = await again(data.message_id)
  t.same(told(), ['这是场景', '这是技能'])
  const [first, other] = [await composition(data.message_id), await composition(second.message_id)]
  t.equal(other.sha256, first.sha256, 'of the same the same is made')
  await json('POST', `/api/messages/${data.question_id}/edit`, { message: '另写' }, headers)
  t.same(told(), ['这是场景', '这是技能'], 'nothing was sent on the new branch before')
  await json('POST', '/api/chat', { message: '再用 $in-parts', conversation_id }, headers)
  t.same(told(), ['这是偏好'], 'a later question chooses for itself, and the body was sent on its branch')
  await json('DELETE', `${platform}/scenarios/${scenario_id}`, undefined, headers)
  const third = await again(data.message_id)
  t.same(told(), ['这是技能'], 'what is gone is left out')
  t.match(await composition(third.message_id), {
    scenario: { by: 'default', gone: [scenario_id] },
    not_found: [{ kind: 'scenario', name: scenario_id }],
  })
})
