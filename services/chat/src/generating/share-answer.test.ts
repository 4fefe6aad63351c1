import t from 'tap'
import { startTestApp, textOf } from '../test-app.ts'

t.test(
  'the same question in the same context is answered by the model once, and then from the cache',
  async (t) => {
    const { json, ask, model, identity } = await startTestApp(t)
    const { headers } = await identity.user()
    model.enqueue([{ reasoning: '想' }, '答案'])
    const first = (await json('POST', '/api/chat', { message: '问' }, headers)).body
    t.equal(first.cached, false)
    const second = (await json('POST', '/api/chat', { message: '问' }, headers)).body
    t.match(second, {
      cached: true,
      response: '答案',
      data: { cached: true, reasoning: '想', usage: { cost: 0 } },
    })
    const { events, start } = await ask({ message: '问' }, headers)
    const streamed = await Array.fromAsync(events)
    t.equal(textOf(streamed), '答案')
    t.match(streamed.at(-1), { event: 'done', data: { cached: true } })
    t.equal(model.calls.length, 1)
    const { body } = await json('GET', `/api/conversations/${start.conversation_id}`, undefined, headers)
    t.match(body.data.messages, [{ content: '问' }, { content: '答案' }], 'a hit is a turn like any other')
  },
)

t.test(
  'the cache is bypassed on request, and separate for users, agents, versions and contexts',
  async (t) => {
    const { json, model, identity } = await startTestApp(t)
    const [mine, other, admin] = [
      await identity.user(),
      await identity.user(),
      await identity.user({ role: 'admin' }),
    ]
    model.enqueue({ times: 'always', steps: ['答'] })
    const asks = async (body: object, headers: Record<string, string> = mine.headers) => {
      const before = model.calls.length
      const { body: reply } = await json('POST', '/api/chat', { message: '问', ...body }, headers)
      t.equal(reply.cached, model.calls.length === before, 'as reported')
      return { ...reply, calledModel: model.calls.length > before }
    }
    const { conversation_id, data } = await asks({})
    t.equal((await asks({})).calledModel, false)
    t.ok((await asks({}, { ...mine.headers, 'cache-control': 'no-cache' })).calledModel)
    t.ok((await asks({ conversation_id })).calledModel, 'there is more context now')
    t.ok((await asks({ agent_id: 2 })).calledModel)
    t.ok((await asks({}, other.headers)).calledModel)
    t.ok((await asks({}, {})).calledModel, 'guests share nothing')
    t.ok((await asks({}, {})).calledModel)
    const again = await json('POST', `/api/messages/${data.message_id}/regenerate`, undefined, mine.headers)
    t.equal(again.body.cached, false)
    await json('PUT', '/api/admin/agents/1', { shared_cache: true }, admin.headers)
    t.ok((await asks({})).calledModel, 'a new version has no cached answers')
    t.equal((await asks({}, other.headers)).calledModel, false, 'all users share a shared agent’s answers')
  },
)

t.test('of a hundred identical questions at once on two replicas, one calls the model', async (t) => {
  const settings = { USER_GENERATIONS_MAX: 50, USER_WAITING_MAX: 100 }
  const { model, identity, replicas } = await startTestApp(t, { replicas: 2, settings })
  const { headers } = await identity.user()
  model.enqueue([{ waitMs: 300 }, '同一个', '答案'])
  const requests = Array.from({ length: 100 }, (_, index) =>
    replicas[index % 2]!.json('POST', '/api/chat', { message: '问' }, headers),
  )
  const answers = await Promise.all(requests)
  t.ok(answers.every(({ body }) => body.response === '同一个答案'))
  t.equal(answers.filter(({ body }) => !body.cached).length, 1)
  t.equal(model.calls.length, 1)
})

t.test(
  'if the leading reply is stopped, its followers get an answer of their own; a partial answer is never cached',
  async (t) => {
    const { ask, json, model, identity } = await startTestApp(t)
    const { headers } = await identity.user()
    const first = await ask({ message: '问' }, headers)
    const call = await model.nextCall()
    await call.delta('半')
    t.match((await first.events.next()).value, { data: { content: '半' } })
    const second = await ask({ message: '问' }, headers)
    t.match((await second.events.next()).value, { data: { content: '半' } })
    await json('POST', `/api/chat-stream/${first.start.reply_id}/stop`, undefined, headers)
    const own = await model.nextCall()
    await own.delta('整')
    await own.finish()
    const rest = await Array.fromAsync(second.events)
    t.equal(rest[0]?.event, 'reset')
    t.equal(textOf(rest), '整')
    t.match(rest.at(-1), { event: 'done', data: { cached: false } })
  },
)

t.test('the cache is bounded and drops the least recently used answers', async (t) => {
  const settings = { CACHE_ANSWERS_MAX: 16 }
  const { json, model, identity, cache } = await startTestApp(t, { settings })
  const { headers } = await identity.user()
  model.enqueue({ times: 'always', steps: ['答'] })
  for (let question = 0; question < 30; question++)
    await json('POST', '/api/chat', { message: `问${question}` }, headers)
  const kept = await Promise.all(Array.from({ length: 16 }, (_, part) => cache.zcard(`answers:{${part}}`)))
  t.ok(kept.every((count) => count <= 1))
})
