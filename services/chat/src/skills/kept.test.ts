import { sql } from 'kysely'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { dropVersions } from './skills.queries.ts'

const { json, identity, db } = await startTestApp(t)
const base = '/api/v1/platform'

t.test('changing and deleting again and again takes no more room than is kept', async (t) => {
  const { headers, id: userId } = await identity.user()
  const made = await json(
    'POST',
    `${base}/skills`,
    { name: 'one', description: '一', content: '正文' },
    headers,
  )
  t.equal(made.status, 201)
  const { id } = made.body.data
  // As if it had been changed sixty times before.
  await sql`insert into skill_versions (skill_id, version, source, source_type, changed_by, changed_at)
    select ${id}::uuid, n, repeat('x', 40)::bytea, 'md', ${userId}::uuid, now() - interval '1 hour' from generate_series(2, 60) n`.execute(
    db,
  )
  await db.updateTable('skills').set({ version: 60 }).where('id', '=', id).execute()
  t.equal((await json('PUT', `${base}/skills/${id}`, { content: '正文' }, headers)).status, 200)
  const versions = () =>
    db.selectFrom('skill_versions').select('version').where('skill_id', '=', id).orderBy('version').execute()
  const kept = await versions()
  t.equal(kept.length, 50)
  t.equal(kept.at(-1)?.version, 61, 'the newest stay')
  await dropVersions(db, userId, { versions: 50, bytes: 200 })
  const fewer = await versions()
  t.ok(fewer.length < 10, 'of all the bytes are bounded as well')
  t.equal(fewer.at(-1)?.version, 61, 'what is in use stays')
  t.equal((await json('POST', `${base}/skills/${id}/versions/61/restore`, undefined, headers)).status, 200)
  t.equal((await json('DELETE', `${base}/skills/${id}`, undefined, headers)).status, 200)
  t.same(await db.selectFrom('skills').select('id').where('created_by', '=', userId).execute(), [])
  t.same(await versions(), [])
})

t.test('nor do scenarios', async (t) => {
  const { headers, id: userId } = await identity.user()
  const made = await json('POST', `${base}/scenarios`, { name: '一' }, headers)
  t.equal(made.status, 201)
  const { id } = made.body.data
  await sql`insert into scenario_versions (scenario_id, version, definition, changed_by)
    select ${id}::uuid, n, '{}', ${userId}::uuid from generate_series(2, 60) n`.execute(db)
  await db.updateTable('scenarios').set({ version: 60 }).where('id', '=', id).execute()
  t.equal((await json('PUT', `${base}/scenarios/${id}`, { system_prompt: '第二版' }, headers)).status, 200)
  const kept = await db
    .selectFrom('scenario_versions')
    .select('version')
    .where('scenario_id', '=', id)
    .execute()
  t.equal(kept.length, 50)
  t.equal((await json('DELETE', `${base}/scenarios/${id}`, undefined, headers)).status, 200)
  t.same(await db.selectFrom('scenarios').select('id').where('created_by', '=', userId).execute(), [])
})

t.test('nor do preferences', async (t) => {
  const { headers, id: userId } = await identity.user()
  const path = `${base}/users/${userId}/preferences/items`
  await sql`insert into preferences (id, user_id, kind, statement, normalized, scope, state, source, version, created_at, updated_at)
    select gen_random_uuid(), ${userId}::uuid, 'style', n, n, 'all', 'rejected', 'user', 1, now(), now() from generate_series(1, 320) n`.execute(
    db,
  )
  const { body } = await json('POST', path, { statement: '一条' }, headers)
  const kept = await db.selectFrom('preferences').select('id').where('user_id', '=', userId).execute()
  t.equal(kept.length, 301)
  const { id } = body.data
  await sql`insert into preference_versions (preference_id, version, statement, state, changed_at)
    select ${id}::uuid, n, '一条', 'active', now() from generate_series(2, 210) n`.execute(db)
  await db.updateTable('preferences').set({ version: 210 }).where('id', '=', id).execute()
  t.equal((await json('PATCH', `${path}/${id}`, { pinned: true }, headers)).status, 200)
  const versions = await db
    .selectFrom('preference_versions')
    .select('version')
    .where('preference_id', '=', id)
    .execute()
  t.equal(versions.length, 200)
})
