import { newId } from '@lingzhi/contracts/ids'
import { sql } from 'kysely'
import t from 'tap'
import { beginCompletion } from './completions/begin-completion.ts'
import { startTestApp } from './test-app.ts'

// What is counted before one more is added: many at once get exactly the room that there is.

const { json, identity, db, bus } = await startTestApp(t, { workers: 0 })
const base = '/api/v1/platform'
const atOnce = <T>(count: number, send: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, n) => send(n)))
const taken = (replies: { status: number }[]) => replies.filter(({ status }) => status < 300).length

t.test('completions of one user', async (t) => {
  const { id: user_id } = await identity.user()
  const asked = {
    user_id,
    purpose: 'test',
    schema_name: 'one',
    schema: {},
    messages: [],
    priority: 'batch',
  } as const
  await sql`insert into completions (id, user_id, purpose, schema_name, schema, messages, priority, status, created_at)
    select gen_random_uuid(), ${user_id}::uuid, 'test', 'one', '{}', '[]', 'batch', 'queued', now() from generate_series(1, 495)`.execute(
    db,
  )
  const begin = () => beginCompletion({ db, bus, now: () => new Date() }, { ...asked, id: newId() } as never)
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, begin))
  t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 5)
  t.match(
    outcomes.find(({ status }) => status === 'rejected'),
    { reason: { code: 'TOO_MANY_REQUESTS' } },
  )
})

t.test('scenarios, skills and preferences of one’s own', async (t) => {
  const { headers, id: userId } = await identity.user()
  const scenarios = await atOnce(104, (n) => json('POST', `${base}/scenarios`, { name: `${n}` }, headers))
  t.equal(taken(scenarios), 100)
  const skills = await atOnce(104, (n) =>
    json('POST', `${base}/skills`, { name: `n${n}`, description: '一', content: '正文' }, headers),
  )
  t.equal(taken(skills), 100)
  const path = `${base}/users/${userId}/preferences/items`
  const preferences = await atOnce(104, (n) => json('POST', path, { statement: `第 ${n} 条` }, headers))
  t.equal(taken(preferences), 100)

  const { id } = preferences.find(({ status }) => status === 201)!.body.data
  t.equal((await json('DELETE', `${path}/${id}`, undefined, headers)).status, 200)
  t.equal((await json('POST', path, { statement: '再一条' }, headers)).status, 201)
  t.equal((await json('PATCH', `${path}/${id}`, { pinned: true }, headers)).status, 429, 'in use again')
  t.equal((await json('POST', `${path}/${id}/revert`, { version: 1 }, headers)).status, 429)
})

t.test('the bytes of skills that are changed', async (t) => {
  const { headers, id: userId } = await identity.user()
  const add = async (n: number) =>
    (await json('POST', `${base}/skills`, { name: `n${n}`, description: '一', content: '正文' }, headers))
      .body.data.id
  const ids = [await add(1), await add(2), await add(3), await add(4)]
  // As if the first were an archive of nearly all that there may be.
  await sql`update skills set source = convert_to(repeat('x', 20 * 1024 * 1024 - 130000), 'UTF8') where id = ${ids[0]}`.execute(
    db,
  )
  const content = '长'.repeat(30_000)
  const changes = await Promise.all(
    ids.slice(1).map((id) => json('PUT', `${base}/skills/${id}`, { content }, headers)),
  )
  t.same(changes.map(({ status }) => status).sort(), [200, 429, 429])
  const { rows } = await sql<{ bytes: number }>`select sum(octet_length(source))::int as bytes from skills
    where created_by = ${userId}`.execute(db)
  t.ok(rows[0]!.bytes <= 20 * 1024 * 1024)
})
