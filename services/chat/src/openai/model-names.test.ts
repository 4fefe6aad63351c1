import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test(
  'an agent answers to its model name in every spelling of clients, its own name, and the operator’s aliases',
  async (t) => {
    const { json, model, identity } = await startTestApp(t, {
      settings: {
        MODEL_ALIASES: 'gpt-4o-mini=agent-2, GPT-3.5-turbo = agent-1, openai/gpt-4o=agent-2',
        CACHE_TTL_S: 0,
      },
    })
    const { headers } = await identity.user()
    const messages = [{ role: 'user', content: '你好' }]
    const ask = (name: string) => json('POST', '/v1/chat/completions', { model: name, messages }, headers)
    for (const name of [
      'agent-1',
      '1',
      'Agent-1',
      ' agent-1 ',
      'openai/agent-1',
      '灵值生态园',
      'gpt-4o-mini',
      'gpt-3.5-turbo',
    ]) {
      model.enqueue(['好'])
      const { status, body } = await ask(name)
      t.match({ status, body }, { status: 200, body: { model: name } }, name)
    }
    const { status, body } = await ask('gpt-4')
    t.match(
      { status, error: body.error },
      { status: 404, error: { code: 'model_not_found', param: 'model' } },
    )
    t.match(body.error.message, /agent-1, agent-2.*gpt-4o-mini/)
    const { body: list } = await json('GET', '/v1/models', undefined, headers)
    t.match(list.data.map(({ id }: { id: string }) => id).slice(-3), [
      'gpt-4o-mini',
      'gpt-3.5-turbo',
      'openai/gpt-4o',
    ])
    for (const [path, id] of [
      ['openai/gpt-4o', 'openai/gpt-4o'],
      ['OpenAI/gpt-4o', 'OpenAI/gpt-4o'],
      ['openai/agent-1', 'agent-1'],
    ])
      t.equal(
        (await json('GET', `/v1/models/${path}`, undefined, headers)).body.id,
        id,
        'a name with a slash',
      )
    t.equal((await json('GET', '/v1/models/gpt-4o-mini', undefined, headers)).body.id, 'gpt-4o-mini')
  },
)

t.test('with * every other name is the agent given', async (t) => {
  const { json, model, identity } = await startTestApp(t, { settings: { MODEL_ALIASES: '*=agent-1' } })
  const { headers } = await identity.user()
  model.enqueue(['好'])
  const body = { model: 'anything', messages: [{ role: 'user', content: '你好' }] }
  t.equal((await json('POST', '/v1/chat/completions', body, headers)).status, 200)
})

t.test('aliases that are none do not start', async (t) => {
  for (const MODEL_ALIASES of ['gpt', 'gpt=4', 'gpt=agent-1;x=agent-2', '=agent-1'])
    await t.rejects(startTestApp(t, { settings: { MODEL_ALIASES } }), /MODEL_ALIASES/)
})
