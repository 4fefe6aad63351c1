import t from 'tap'
import { startTestApp } from '../test-app.ts'

const shared = startTestApp(t)
t.afterEach(async () => (await shared).model.reset())

const key = {
  fail: { status: 401, body: { error: { message: 'Incorrect API key provided: sk-abcdefgh12345678' } } },
}

t.test(
  'a refused key is told as the operator’s setting, and to administrators in the provider’s words',
  async (t) => {
    const { json, ask, model, identity } = await shared
    for (const role of ['user', 'admin'] as const) {
      const { headers } = await identity.user({ role })
      const english = { ...headers, 'accept-language': 'en' }
      model.enqueue([key], [key])
      const { status, body } = await json('POST', '/api/chat', { message: 'hello' }, english)
      t.equal(status, 502)
      t.match(body, {
        error_code: 'MODEL_REJECTED',
        detail: /key that the operator has set\. Your question is not the cause/,
      })
      const { events } = await ask({ message: 'hello' }, english)
      const told = (await Array.fromAsync(events)).at(-1)
      t.match(told, { event: 'error', data: { error_code: 'MODEL_REJECTED' } })
      for (const problem of [body, told?.data as typeof body]) {
        if (role === 'admin') t.equal(problem.provider_says, 'Incorrect API key provided: [key]')
        else t.equal(problem.provider_says, undefined)
        t.notMatch(JSON.stringify(problem), /abcdefgh/)
      }
    }
  },
)
