import t from 'tap'
import { startTestApp } from '../test-app.ts'

type TestApp = Awaited<ReturnType<typeof startTestApp>>

/** The roles that a model was shown, a letter each, the newest call last. */
const rolesOf = ({ model }: TestApp) =>
  model.calls.map(({ body }) => body.messages.map(({ role }) => role[0]).join(''))

/** Asks in one conversation; without an answer the model fails. */
async function converse({ json, model }: TestApp, answers: (string | undefined)[]) {
  let conversation_id: string | undefined
  for (const [n, answer] of answers.entries()) {
    if (answer === undefined) model.enqueue({ times: 9, steps: [{ fail: { status: 401 } }] })
    else model.enqueue([answer])
    const { body } = await json('POST', '/api/chat', { message: `问题${n + 1}`, conversation_id })
    if (answer === undefined) model.reset()
    conversation_id ??= body.conversation_id as string
  }
  return conversation_id
}

t.test('a model is shown turns from a question on, however many messages it may be shown', async (t) => {
  for (const CONTEXT_MESSAGES of [1, 2, 3, 4, 10]) {
    const app = await startTestApp(t, { settings: { CONTEXT_MESSAGES, CACHE_TTL_S: 0 } })
    await converse(app, ['一', '二', '三', '四', '五', '六'])
    const shown = rolesOf(app)
    t.equal(shown.length, 6)
    for (const roles of shown) t.match(roles, /^su(au)*$/, `${CONTEXT_MESSAGES}`)
    t.equal(shown.at(-1)?.length, 1 + CONTEXT_MESSAGES - Number(CONTEXT_MESSAGES % 2 === 0))
  }
})

t.test('a small window leaves whole turns out', async (t) => {
  const app = await startTestApp(t, { settings: { LLM_CONTEXT_WINDOW: 4_000, CACHE_TTL_S: 0 } })
  await converse(app, ['一'.repeat(900), '二'.repeat(900), '三'.repeat(900), '四'])
  for (const roles of rolesOf(app)) t.match(roles, /^su(au)*$/)
})

t.test('a question whose answer failed, was stopped or is empty does not harm the next', async (t) => {
  const app = await startTestApp(t, { settings: { CACHE_TTL_S: 0 } })
  const { ask, call, model, json } = app
  const conversation_id = await converse(app, ['一', undefined])
  const { start, events } = await ask({ message: '问题3', conversation_id })
  const calling = await model.nextCall()
  await call('POST', `/api/chat-stream/${start?.reply_id}/stop`)
  await calling.aborted
  await Array.fromAsync(events)
  model.enqueue(['四'])
  t.equal((await json('POST', '/api/chat', { message: '问题4', conversation_id })).body.response, '四')
  const messages = model.calls.at(-1)?.body.messages.slice(1)
  t.same(messages, [
    { role: 'user', content: '问题1' },
    { role: 'assistant', content: '一' },
    { role: 'user', content: '问题2\n\n问题3\n\n问题4' },
  ])
})

t.test(
  'a question longer than the model’s window is refused plainly before anything is stored',
  async (t) => {
    const { json, model, db } = await startTestApp(t, { settings: { LLM_CONTEXT_WINDOW: 2_000 } })
    const { status, body } = await json('POST', '/api/chat', { message: '长短不一的字'.repeat(1_000) })
    t.match(
      { status, body },
      { status: 400, body: { error_code: 'CONTEXT_LENGTH_EXCEEDED', message: /消息太长/ } },
    )
    t.equal(model.calls.length, 0)
    t.same(await db.selectFrom('conversations').select('id').execute(), [])
  },
)

t.test('what a failed answer had said is shown with its conversation, and to no model', async (t) => {
  const { ask, json, model } = await startTestApp(t, { settings: { LLM_RETRIES_MAX: 0 } })
  model.enqueue(['前一半', { error: { message: 'broken' } }])
  const { start, events } = await ask({ message: '问题1' })
  await Array.fromAsync(events)
  const { conversation_id } = start!
  const { body } = await json('GET', `/api/conversations/${conversation_id}`, undefined, {
    'accept-language': 'en',
  })
  t.match(body.data, {
    messages: [{ role: 'user', content: '问题1' }],
    failed_answers: [
      { content: '前一半', parent_id: body.data.messages[0].id, error_code: 'MODEL_ERROR', message: /model/ },
    ],
  })
  t.equal(body.data.messages.length, 1)
  model.enqueue(['二'])
  await json('POST', '/api/chat', { message: '问题2', conversation_id })
  t.match(model.calls.at(-1)?.body.messages.slice(1), [{ role: 'user', content: '问题1\n\n问题2' }])
})

t.test(
  'a message of 200,000 characters reaches the model, also with each of them escaped in JSON',
  async (t) => {
    const { json, origin, model, identity } = await startTestApp(t)
    const { headers } = await identity.user()
    const message = '汉字，长文。'.repeat(200_000 / 6).padEnd(200_000, '尾')
    const escaped = JSON.stringify({ message }).replace(
      /[^ -~]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    model.enqueue(['好'])
    const response = await fetch(`${origin}/api/chat`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: escaped,
    })
    t.equal(response.status, 200)
    t.equal(model.calls[0]?.body.messages.at(-1)?.content, message)
    const { data } = (await response.json()) as { data: { conversation_id: string } }
    const { body } = await json('GET', `/api/conversations/${data.conversation_id}`, undefined, headers)
    t.equal(body.data.messages[0].content, message)
  },
)
