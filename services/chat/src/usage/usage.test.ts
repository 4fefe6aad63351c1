import { eventually } from '@lingzhi/testing/eventually'
import { sql } from 'kysely'
import t from 'tap'
import { countQueued } from '../generating/leases.queries.ts'
import { startTestApp } from '../test-app.ts'

const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 }
const script = { times: 'always' as const, steps: ['好', { finish: { usage } }] }
const prices = { LLM_PRICE_IN: 1, LLM_PRICE_OUT: 10 }

t.test(
  'conversations and API calls are counted once each, per day and per model, with their cost',
  async (t) => {
    const { model, identity, json, clock, db } = await startTestApp(t, { settings: prices })
    const user = await identity.user()
    const other = await identity.user()
    const admin = await identity.user({ role: 'admin' })
    model.enqueue(script)
    // 23:30 in UTC is the next day in Shanghai.
    clock.now = () => new Date('2026-03-01T23:30:00Z')
    const first = await json('POST', '/api/chat', { message: '一' }, user.headers)
    const { conversation_id } = first.body
    t.match(first.body.data.usage, { ...usage, estimated: false, cost: 0.0003 })
    clock.now = () => new Date('2026-03-03T00:00:00Z')
    const second = await json('POST', '/api/chat', { message: '二', conversation_id }, user.headers)
    const messages = [{ role: 'user', content: '三' }]
    await json('POST', '/v1/chat/completions', { model: 'agent-1', messages }, user.headers)
    await json('POST', '/api/chat', { message: '别人' }, other.headers)

    const own = await json('GET', '/api/v1/sessions/stats', undefined, user.headers)
    const tokens = (times: number) => ({ prompt: 100 * times, completion: 20 * times, total: 120 * times })
    t.same(own.body.data, {
      sessions: 1,
      messages: 4,
      tokens: tokens(3),
      cost: 0.0009,
      per_day: [
        { date: '2026-03-02', sessions: 1, messages: 2, answers: 1, tokens: tokens(1), cost: 0.0003 },
        { date: '2026-03-03', sessions: 0, messages: 2, answers: 2, tokens: tokens(2), cost: 0.0006 },
      ],
      per_model: [{ model: 'scripted', answers: 3, tokens: tokens(3), cost: 0.0009 }],
      by_model: [{ model: 'scripted', answers: 3, tokens: tokens(3), cost: 0.0009 }],
    })
    const today = await json('GET', '/api/v1/sessions/stats?days=1', undefined, user.headers)
    t.same(
      today.body.data.per_day.map(({ date }: { date: string }) => date),
      ['2026-03-03'],
    )
    t.match(today.body.data, {
      by_model: [{ model: 'scripted', answers: 2, tokens: tokens(2), cost: 0.0006 }],
      per_model: [{ answers: 3 }],
    })
    const all = await json('GET', '/api/v1/sessions/stats?scope=all', undefined, admin.headers)
    t.match(all.body.data, { sessions: 2, messages: 6, tokens: tokens(4) })
    const [whole, most, least] = [4, 3, 1].map((times) => ({
      answers: times,
      tokens: tokens(times),
      cost: (times * 3) / 10_000,
    }))
    t.match(all.body.data.by_agent, [{ agent_id: 1, name: String, ...whole }])
    t.same(all.body.data.by_user, [
      { user_id: user.id, ...most },
      { user_id: other.id, ...least },
    ])
    t.notOk('by_user' in own.body.data || 'by_agent' in own.body.data)
    t.equal((await db.selectFrom('usage_days').selectAll().execute()).length, 3)

    // A regenerated answer costs tokens, but adds no message.
    await json('POST', `/api/messages/${second.body.data.message_id}/regenerate`, {}, user.headers)
    const again = await json('GET', '/api/v1/sessions/stats', undefined, user.headers)
    t.match(again.body.data, { messages: 4, per_day: [{ messages: 2 }, { messages: 2, answers: 3 }] })

    const refused = await json('GET', '/api/v1/sessions/stats?scope=all', undefined, user.headers)
    t.match(refused.body, { status: 403, error_code: 'FORBIDDEN' })
    const anonymous = await json('GET', '/api/v1/sessions/stats')
    t.match(anonymous.body, { status: 401, error_code: 'MISSING_TOKEN' })
    const bad = await json('GET', '/api/v1/sessions/stats?days=0', undefined, user.headers)
    t.match(bad.body, { status: 400, error_code: 'VALIDATION_ERROR' })
  },
)

t.test(
  'a replica of the version before goes on counting, for no agent; guests are one and agents keep their days',
  async (t) => {
    const { identity, json, db, clock } = await startTestApp(t)
    const admin = await identity.user({ role: 'admin' })
    clock.now = () => new Date('2026-03-05T04:00:00Z')
    const row = { model: 'm', usage: { prompt_tokens: 1, completion_tokens: 2 }, time_zone: 'Asia/Shanghai' }
    const record = (...rows: unknown[]) => sql`select record_usages(${JSON.stringify(rows)})`.execute(db)
    await record({ ...row, user_id: admin.id, at: '2026-03-05T03:00:00Z' })
    await record({ ...row, user_id: null, agent_id: 1, at: '2026-03-05T03:00:00Z' })
    await record({ ...row, user_id: null, agent_id: 2, at: '2026-03-05T03:00:00Z' })
    await record({ ...row, user_id: null, agent_id: 2, at: '2026-03-01T03:00:00Z' })
    await sql`select record_usage(${admin.id}, 'm', ${row.usage}::jsonb, '2026-03-05T03:00:00Z', 'Asia/Shanghai')`.execute(
      db,
    )
    const stats = async (days: number) =>
      (await json('GET', `/api/v1/sessions/stats?scope=all&days=${days}`, undefined, admin.headers)).body.data
    const { by_agent, by_user } = await stats(1)
    const tokens = { prompt: 1, completion: 2, total: 3 }
    t.match(by_agent, [
      { agent_id: null, name: null, answers: 2 },
      { agent_id: 1, answers: 1, tokens },
      { agent_id: 2, answers: 1, tokens },
    ])
    t.match(by_user, [
      { user_id: null, answers: 2 },
      { user_id: admin.id, answers: 2 },
    ])
    t.match((await stats(30)).by_agent[1], { agent_id: 2, answers: 2 })
  },
)

t.test('an answer that was broken off is counted by its text, for the model that wrote it', async (t) => {
  const settings = { ...prices, LLM_MODELS: 'other', LLM_FALLBACK_MODELS: 'other' }
  const { model, identity, json, ask, call, db } = await startTestApp(t, { settings })
  const user = await identity.user()
  model.enqueue([{ fail: { status: 401 } }])
  const { start, events } = await ask({ message: '问' }, user.headers)
  const spoken = await model.nextCall()
  await spoken.delta('Hello there, friend')
  await events.next()
  await json('POST', `/api/chat-stream/${start.reply_id}/stop`, {}, user.headers)
  const stopped = {
    model: 'other',
    provider: 'default',
    attempts: 2,
    usage: { completion_tokens: 5, estimated: true, cost: Number },
  }
  t.match((await Array.fromAsync(events)).at(-1), { event: 'done', data: stopped })
  t.match(await db.selectFrom('replies').selectAll().executeTakeFirstOrThrow(), stopped)

  const body = { model: 'agent-1', messages: [{ role: 'user', content: '问' }], stream: true }
  const streaming = call('POST', '/v1/chat/completions', body, user.headers)
  const left = await model.nextCall()
  await left.delta('Hello there, friend')
  await (await streaming).body?.cancel()
  await left.aborted
  const counted = await eventually(async () => {
    const rows = await db.selectFrom('usage_days').selectAll().orderBy('model').execute()
    return rows.length === 2 && rows
  })
  const each = { user_id: user.id, answers: 1, completion_tokens: 5 }
  t.match(counted, [
    { ...each, model: 'other' },
    { ...each, model: 'scripted' },
  ])
})

t.test(
  'a spent budget refuses questions before any call, at /api and /v1, until the next month',
  async (t) => {
    const { model, identity, json, clock } = await startTestApp(t, { settings: { MONTHLY_TOKENS_MAX: 200 } })
    const user = await identity.user()
    model.enqueue(script)
    clock.now = () => new Date('2026-03-31T15:00:00Z')
    // Every question differs, because an answer from the cache costs nothing.
    let count = 0
    const ask = (who = user) => json('POST', '/api/chat', { message: `问 ${count++}` }, who.headers)
    t.equal((await ask()).status, 200)
    t.equal((await ask()).status, 200, 'below the bound')
    const refused = await ask()
    t.match(refused.body, { status: 429, error_code: 'BUDGET_EXCEEDED', retry_after: 3_600 })
    t.equal(refused.headers.get('retry-after'), '3600')
    const messages = [{ role: 'user', content: '问' }]
    const door = await json('POST', '/v1/chat/completions', { model: 'agent-1', messages }, user.headers)
    t.match(door, { status: 429, body: { error: { code: 'insufficient_quota' } } })
    t.equal(model.calls.length, 2)
    t.equal((await ask(await identity.user())).status, 200, 'everybody has their own')
    clock.now = () => new Date('2026-03-31T16:00:01Z')
    t.equal((await ask()).status, 200, 'April, in Shanghai')
  },
)

t.test(
  'of questions sent at once, those that are queued do not start once the budget is spent',
  async (t) => {
    const settings = { MONTHLY_TOKENS_MAX: 200, USER_GENERATIONS_MAX: 1 }
    const { model, identity, json, db } = await startTestApp(t, { settings })
    const { headers } = await identity.user()
    model.enqueue({ ...script, steps: [{ hold: 'gate' }, ...script.steps] })
    const ask = async (message: string) => (await json('POST', '/api/chat', { message }, headers)).status
    const responses = Promise.all(['一', '二', '三', '四', '五'].map(ask))
    // The first answers only once the others are queued: a later one would be refused when it arrives.
    await eventually(async () => (await countQueued(db)) === 4)
    model.release('gate')
    const statuses = await responses
    t.same(statuses.sort(), [200, 200, 429, 429, 429])
    t.equal(model.calls.length, 2)
  },
)

t.test('a budget may be a cost', async (t) => {
  const settings = { ...prices, MONTHLY_COST_MAX: 0.0003 }
  const { model, identity, json } = await startTestApp(t, { settings })
  const { headers } = await identity.user()
  model.enqueue(script)
  t.equal((await json('POST', '/api/chat', { message: '一' }, headers)).status, 200)
  t.equal((await json('POST', '/api/chat', { message: '二' }, headers)).status, 429)
})

t.test('an API key of an administrator does not read everybody’s figures', async (t) => {
  const { identity, json } = await startTestApp(t)
  const key = await identity.user({ role: 'admin', scopes: ['read'] })
  const stats = async (headers: Record<string, string>, query: string) =>
    (await json('GET', `/api/v1/sessions/stats${query}`, undefined, headers)).status
  t.equal(await stats(key.headers, '?scope=all'), 403)
  t.equal(await stats(key.headers, ''), 200)
  t.equal(await stats((await identity.user({ role: 'admin' })).headers, '?scope=all'), 200)
})
