import t from 'tap'
import { textOf } from '../test-app.ts'
import { askAll, calls, forResults, messagesOf, resultsOf, startWithTools } from './test-tools.ts'

t.test(
  'arguments that are none, or that the schema does not allow, are told to the model and not sent',
  async (t) => {
    const started = await startWithTools(t, ['add'])
    const { model, tools } = started
    const wrong = [calls('add', '{"a": 1,'), calls('add', { a: 'one', b: 2 }), calls('add', '[1]')]
    model.enqueue([...wrong, forResults], ['好'])
    const { told } = await askAll(started, '加')
    t.match(
      resultsOf(told).map(({ result }) => result),
      [/not a JSON object/, /\/a must be number/, /not a JSON object/],
    )
    t.equal(await tools.made('add'), 0)
    t.match(messagesOf(started, 1).at(-2)?.content, /^Error: Refused/)
  },
)

t.test('a result of a megabyte is cut, and the cut is said', async (t) => {
  const started = await startWithTools(t, ['huge'])
  started.model.enqueue([calls('huge'), forResults], ['好'])
  const { told } = await askAll(started, '大')
  t.match(resultsOf(told), [{ status: 'completed', truncated: true }])
  const given = messagesOf(started, 1).at(-1)?.content ?? ''
  t.ok(Buffer.byteLength(given) < 66_000)
  t.match(given, /\[Cut: the result had 1050000 bytes/)
  t.notMatch(given, /\uFFFD/)
})

t.test(
  'a silent tool is given up, one with progress is waited for, one that never ends is cut off',
  async (t) => {
    const started = await startWithTools(t, ['silent', 'slow', 'endless'], {
      settings: { TOOLS_CALL_MS: 600 },
    })
    started.model.enqueue([calls('silent'), calls('slow'), calls('endless'), forResults], ['好'])
    const { told } = await askAll(started, '等')
    const [silent, slow, endless] = resultsOf(told)
    t.match(silent, { status: 'timed_out', result: /did not answer in time/ })
    t.match(slow, { status: 'completed', result: 'done at last' })
    t.ok(['timed_out', 'failed'].includes(String(endless?.status)), JSON.stringify(endless))
    t.equal(textOf(told), '好', 'the answer goes on')
  },
)

t.test('an answer has 8 rounds and ends with what there is', async (t) => {
  const started = await startWithTools(t, ['add'])
  const { model, tools } = started
  const round = ['又', calls('add', { a: 1, b: 1 }), forResults]
  model.enqueue(...Array.from({ length: 9 }, () => round))
  const { told } = await askAll(started, '一直')
  t.equal(await tools.made('add'), 8)
  t.equal(model.calls.length, 9)
  t.equal(model.calls[8]?.body.tool_choice, 'none')
  t.match(told.at(-1), { event: 'done', data: { finish_reason: 'stop' } })
})

t.test('an answer makes 16 calls, and its usage is the sum of its rounds', async (t) => {
  const started = await startWithTools(t, ['add'])
  const { model, tools, json, user } = started
  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }
  const twenty = Array.from({ length: 20 }, () => calls('add', { a: 1, b: 1 }))
  model.enqueue([...twenty, { finish: { finishReason: 'tool_calls', usage } }], ['好', { finish: { usage } }])
  const { told } = await askAll(started, '很多')
  t.equal(await tools.made('add'), 16)
  t.equal(resultsOf(told).filter(({ result }) => /16 calls at most/.test(String(result))).length, 4)
  t.match(told.at(-1)?.data, { usage: { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 } })
  const { body } = await json('GET', '/api/v1/sessions/stats', undefined, user.headers)
  t.equal(body.data.tokens.total, 30)
})

t.test('agent, scenario and skill each narrow what is offered; guests are offered nothing', async (t) => {
  const started = await startWithTools(t, ['add', 'write', 'hold'], { settings: { MATCH_DEADLINE_MS: 0 } })
  const { model, json, user, admin, ask } = started
  const offered = async (more: object = {}, headers: Record<string, string> = user.headers) => {
    model.reset()
    model.enqueue(['好'])
    const { events } = await ask({ message: '问', ...more }, headers)
    await Array.fromAsync(events)
    const all = (model.calls[0]?.body.tools ?? []) as { function: { name: string } }[]
    return all.map((one) => one.function.name)
  }
  t.same(await offered(), ['test__add', 'test__write', 'test__hold'])
  t.same(await offered({}, {}), [], 'a guest')
  const agent = { name: '少', system_prompt: '少', allowed_tools: ['test__add', 'write'] }
  const { body: made } = await json('POST', '/api/admin/agents', agent, admin)
  t.same(made.data.allowed_tools, ['test__add', 'write'])
  const agent_id = made.data.id
  t.same(await offered({ agent_id }), ['test__add', 'test__write'])
  const scenario = { name: '写', system_prompt: '写', allowed_tools: ['write', 'hold'] }
  const { body } = await json('POST', '/api/v1/platform/scenarios', scenario, user.headers)
  t.same(
    await offered({ agent_id, scenario_id: body.data.id }),
    ['test__write'],
    'no more than the agent allows',
  )
  const silent = { name: '只收', meta: { keywords: ['收起'] }, allowed_tools: ['hold'] }
  await json('POST', '/api/v1/platform/scenarios', silent, user.headers)
  t.same(await offered({ message: '收起来' }), ['test__hold'], 'by a scenario that says nothing itself')
  const skill = { name: 'only-add', description: '加', content: '加。', allowed_tools: ['add'] }
  const { body: skilled } = await json('POST', '/api/v1/platform/skills', skill, user.headers)
  t.same(await offered({ skill_ids: [skilled.data.id] }), ['test__add', 'read_skill'])
  await json('PUT', `/api/admin/agents/${agent_id}`, { allowed_tools: [] }, admin)
  await json('PUT', `/api/v1/platform/skills/${skilled.data.id}/enabled`, { enabled: false }, user.headers)
  t.same(await offered({ agent_id }), [])
})

t.test(
  'administrators and people themselves narrow which tools an answer may use, and how often',
  async (t) => {
    const started = await startWithTools(t, ['add', 'silent'])
    const { model, tools, json, identity, user } = started
    const { headers: admin } = await identity.user({ role: 'admin' })
    const base = '/api/v1/platform'
    const offered = () =>
      (model.calls.at(-1)?.body.tools ?? []).map(
        (tool) => (tool as { function: { name: string } }).function.name,
      )
    const ask = async () => {
      await askAll(started, '加')
      return offered()
    }
    model.enqueue(['好'])
    const all = await ask()
    t.equal(all.length, 2)
    const only = { value: [all.find((name) => name.includes('add'))] }
    await json('PUT', `${base}/system-default-config/default_allowed_tools`, only, admin)
    model.enqueue(['好'])
    t.same(await ask(), only.value, 'for everybody')
    await json('PUT', `${base}/users/me/config`, { default_allowed_tools: [] }, user.headers)
    model.enqueue(['好'])
    t.same(await ask(), [], 'for oneself')
    await json('PUT', `${base}/users/me/config`, { default_allowed_tools: null, max_turns: 1 }, user.headers)
    const round = ['又', calls('add', { a: 1, b: 1 }), forResults]
    model.enqueue(...Array.from({ length: 2 }, () => round))
    await askAll(started, '一直')
    t.equal(await tools.made('add'), 1)
    t.equal(model.calls.at(-1)?.body.tool_choice, 'none')
  },
)
