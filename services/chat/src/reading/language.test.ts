import t from 'tap'
import { startTestApp } from '../test-app.ts'

const en = { 'accept-language': 'en' }

t.test('each reader gets a failure in their own language, however long it has been stored', async (t) => {
  const { ask, read, json, model, db } = await startTestApp(t)
  model.enqueue({ times: 'always', steps: [{ fail: { status: 401 } }] })
  const { events, start } = await ask({ message: '问' }, en)
  const problem = { error_code: 'MODEL_REJECTED', title: 'The model refused the request.' }
  const english = {
    ...problem,
    message: 'The model refused the request.',
    detail: 'The model refused the request.',
  }
  t.match((await Array.fromAsync(events)).at(-1), { event: 'error', data: english })
  const later = (await Array.fromAsync(await read(start.reply_id))).at(-1)
  t.match(later, {
    event: 'error',
    data: { ...problem, message: '模型拒绝了请求', detail: '模型拒绝了请求' },
  })
  const again = (await Array.fromAsync(await read(start.reply_id, undefined, en))).at(-1)
  t.match(again, { event: 'error', data: english })
  t.match((await json('POST', '/api/chat', { message: '问' }, en)).body, english)
  t.match((await json('POST', '/api/chat', { message: '问' })).body, {
    ...problem,
    message: '模型拒绝了请求',
  })

  const old = {
    code: 'MODEL_REJECTED',
    status: 502,
    title: 'Old title',
    detail: '当时的话',
    retryAfterS: 7,
  }
  await db
    .updateTable('replies')
    .set({ problem: JSON.stringify(old) as never })
    .where('id', '=', start.reply_id)
    .execute()
  const stored = (await Array.fromAsync(await read(start.reply_id, undefined, en))).at(-1)
  t.match(stored, {
    event: 'error',
    data: { error_code: 'MODEL_REJECTED', title: 'Old title', message: '当时的话', retry_after: 7 },
  })
})

t.test('the message of a response is in the requested language', async (t) => {
  const { json, model } = await startTestApp(t)
  model.enqueue(['一'], ['二'])
  t.equal((await json('POST', '/api/chat', { message: '问' })).body.message, '对话成功')
  t.equal((await json('POST', '/api/chat', { message: '再问' }, en)).body.message, 'Answered.')
})

t.test('clients of OpenAI’s API get errors in the requested language, with the same code', async (t) => {
  const { json, identity } = await startTestApp(t)
  const { headers } = await identity.user()
  const request = { model: 'nobody', messages: [{ role: 'user', content: '问' }] }
  const ask = (language: object) => json('POST', '/v1/chat/completions', request, { ...headers, ...language })
  const code = 'model_not_found'
  t.match((await ask(en)).body.error, { code, message: /^The model 'nobody' does not exist/ })
  t.match((await ask({})).body.error, { code, message: /^模型 'nobody' 不存在/ })
})
