import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp, textOf } from '../test-app.ts'

const guestOf = (network: number) => ({ 'x-forwarded-for': `198.51.100.${network}` })

t.test('what one user leaves unfinished is refused to that user, and holds up nobody else', async (t) => {
  const settings = { USER_GENERATIONS_MAX: 2, USER_WAITING_MAX: 3, QUEUE_MAX: 20 }
  const { ask, json, model, identity, db } = await startTestApp(t, { settings })
  const [busy, other] = [await identity.user(), await identity.user()]
  model.enqueue({ times: 2, steps: [{ hold: 'busy' }, '久'] })
  for (let n = 0; n < 5; n++) t.ok((await ask({ message: `${n}` }, busy.headers)).start)
  await model.callsReach(2)
  for (let n = 0; n < 35; n++) {
    const { status, body, headers } = await json('POST', '/api/chat', { message: `${n}` }, busy.headers)
    t.match({ status, body }, { status: 429, body: { error_code: 'TOO_MANY_REQUESTS', retry_after: 5 } })
    t.equal(headers.get('retry-after'), '5')
  }
  t.equal((await db.selectFrom('messages').select('id').execute()).length, 10, 'nothing of those is stored')
  model.enqueue(['即答'])
  const answered = await json('POST', '/api/chat', { message: '别人' }, other.headers)
  t.match(answered, { status: 200, body: { response: '即答' } })
  model.enqueue({ times: 'always', steps: ['好'] })
  model.release('busy')
  const again = () => json('POST', '/api/chat', { message: '再问' }, busy.headers)
  t.ok(await eventually(async () => (await again()).status === 200), 'the share is there again')
})

t.test('a network of guests has its share, and guests together have theirs of the places', async (t) => {
  // Two of six places, and two of six in the queue.
  const settings = { GENERATIONS_MAX: 6, QUEUE_MAX: 6, GUEST_UNFINISHED_MAX: 1 }
  const { ask, json, model, identity, db } = await startTestApp(t, { settings })
  model.enqueue({ times: 2, steps: [{ hold: 'guests' }, '久'] })
  const streams = []
  for (const network of [1, 2, 3, 4]) streams.push(await ask({ message: `${network}` }, guestOf(network)))
  await model.callsReach(2)
  t.match((await json('POST', '/api/chat', { message: '再' }, guestOf(1))).body, {
    status: 429,
    error_code: 'TOO_MANY_REQUESTS',
  })
  t.match((await json('POST', '/api/chat', { message: '五' }, guestOf(5))).body, {
    status: 503,
    error_code: 'QUEUE_FULL',
  })
  model.enqueue(['用户先'])
  const { headers } = await identity.user()
  const answered = await json('POST', '/api/chat', { message: '你好' }, headers)
  t.match(answered, { status: 200, body: { response: '用户先' } }, 'users pass by guests who wait')
  t.equal(model.calls.length, 3, 'guests who wait are not called for')
  model.enqueue({ times: 'always', steps: ['好'] })
  model.release('guests')
  for (const { events } of streams) t.match(textOf(await Array.fromAsync(events)), /久|好/)
  const networks = await db.selectFrom('replies').select('guest_network').distinct().execute()
  t.same(networks, [{ guest_network: null }], 'an answer that has ended does not tell where it was asked')
})

t.test('a guest with many IPv6 networks has the share of four', async (t) => {
  const settings = { GENERATIONS_MAX: 60, GUEST_UNFINISHED_MAX: 1 }
  const { ask, json, model, db } = await startTestApp(t, { settings })
  const from = (place: string) => ({ 'x-forwarded-for': `2001:db8:${place}::9` })
  model.enqueue({ times: 'always', steps: [{ hold: 'guests' }, '久'] })
  const streams = []
  for (const n of [1, 2, 3, 4]) streams.push(await ask({ message: `${n}` }, from(`1:${n}`)))
  for (const place of ['1:5', '1:1'])
    t.match(await json('POST', '/api/chat', { message: '再' }, from(place)), {
      status: 429,
      body: { error_code: 'TOO_MANY_REQUESTS' },
    })
  t.ok((await ask({ message: '别处' }, from('2:1'))).start, 'another /48 has its own')
  model.release('guests')
  for (const { events } of streams) await Array.fromAsync(events)
  const kept = await db
    .selectFrom('replies')
    .select('guest_network')
    .where('status', '=', 'completed')
    .execute()
  t.ok(kept.length >= 4 && kept.every(({ guest_network }) => guest_network === null))
})

t.test('guests together may have a budget, which is not the users’', async (t) => {
  const settings = { GUESTS_MONTHLY_TOKENS_MAX: 5 }
  const { json, model, identity } = await startTestApp(t, { settings })
  const usage = { prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 }
  model.enqueue({ times: 'always', steps: ['好', { finish: { usage } }] })
  t.equal((await json('POST', '/api/chat', { message: '一' })).status, 200)
  t.match(await json('POST', '/api/chat', { message: '二' }), {
    status: 429,
    body: { error_code: 'BUDGET_EXCEEDED' },
  })
  const { headers } = await identity.user()
  t.equal((await json('POST', '/api/chat', { message: '三' }, headers)).status, 200)
})

t.test('one caller’s failures take the model from nobody; those of three callers do', async (t) => {
  const settings = { LLM_RETRIES_MAX: 0, LLM_CIRCUIT_OPEN_MS: 60_000 }
  const { json, model, identity } = await startTestApp(t, { settings })
  const users = await Promise.all([identity.user(), identity.user(), identity.user()])
  let questions = 0
  const ask = (headers: Record<string, string>) =>
    json('POST', '/api/chat', { message: `问${++questions}` }, headers)
  model.enqueue({ times: 'always', steps: [{ fail: { status: 500 } }] })
  for (let n = 0; n < 12; n++) t.equal((await ask(users[0].headers)).status, 502)
  for (let n = 0; n < 12; n++) t.equal((await ask(guestOf(1))).status, 502, 'the provider is still asked')
  model.reset()
  model.enqueue(['好'])
  t.equal((await ask(users[1].headers)).status, 200)
  model.enqueue({ times: 'always', steps: [{ fail: { status: 500 } }] })
  for (let n = 0; n < 2; n++) for (const { headers } of users) await ask(headers)
  t.match(await ask(guestOf(2)), { status: 503, body: { error_code: 'MODEL_UNAVAILABLE' } })
})
