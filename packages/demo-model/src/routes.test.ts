import type { Test } from 'tap'
import t from 'tap'
import { createModelServer } from './server.ts'
import { request } from './test-request.ts'

const server = createModelServer({ apiKey: 'sesame', models: ['a', 'b'] })
const url = await server.listen()
t.after(() => server.close())

const headers = { authorization: 'Bearer sesame' }
const messages = [{ role: 'user', content: '你好' }]
const post = (body: string, path = '/v1/chat/completions') =>
  fetch(url + path, { method: 'POST', headers, body })

async function refused(t: Test, response: Response, status: number, error: object) {
  t.equal(response.status, status)
  t.match(await response.json(), { error: { message: String, type: 'invalid_request_error', ...error } })
}

t.test('a bad body is refused with 400 and the member at fault', async (t) => {
  await refused(t, await post('{"model":"a"'), 400, {})
  await refused(t, await post('{"model":"a"}'), 400, {
    param: 'messages',
    code: 'missing_required_parameter',
  })
  await refused(t, await post('{"messages":[]}'), 400, { param: 'messages' })
  await refused(t, await post('{"messages":[{"role":3}]}'), 400, { param: 'messages.0.role' })
  await refused(t, await post(JSON.stringify({ messages, stream: 'yes' })), 400, { param: 'stream' })
  await refused(t, await post(JSON.stringify({ messages, n: 2 })), 400, { param: 'n' })
})

t.test('a body over 16 MiB is refused with 413', async (t) => {
  const response = await post(JSON.stringify({ messages: [{ role: 'user', content: 'x'.repeat(17 << 20) }] }))
  await refused(t, response, 413, {})
})

t.test('a caller without the key is refused with 401, before its body is read', async (t) => {
  await refused(t, await request(`${url}/v1`, {}), 401, { code: 'invalid_api_key' })
  t.equal((await fetch(`${url}/v1/models`, { headers: { authorization: 'Bearer wrong' } })).status, 401)
  t.equal((await fetch(`${url}/api/health`)).status, 200, 'health needs none')
})

t.test('a model that is not in the list is refused with 404; the list is served', async (t) => {
  await refused(t, await post(JSON.stringify({ model: 'c', messages })), 404, { code: 'model_not_found' })
  t.equal((await post(JSON.stringify({ model: 'b', messages }))).status, 200)
  const list = await fetch(`${url}/v1/models`, { headers })
  t.match(await list.json(), { object: 'list', data: [{ id: 'a', object: 'model' }, { id: 'b' }] })
})

t.test('an unknown path is 404 and a wrong method 405', async (t) => {
  await refused(t, await post('{}', '/v1/embeddings'), 404, { code: 'unknown_url' })
  await refused(t, await fetch(`${url}/v1/chat/completions`, { headers }), 405, {})
})

t.test('without the setting there is no way to script a fault', async (t) => {
  await refused(t, await post('{"steps":[]}', '/control/scripts'), 404, { code: 'unknown_url' })
})

t.end()
