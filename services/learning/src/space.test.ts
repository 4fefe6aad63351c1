import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import { sql } from 'kysely'
import t from 'tap'
import { mistakesMax } from './notebook/mistake-shape.ts'
import { forgetUser } from './removal/forget-user.ts'
import { removeSessions } from './sessions/sessions.queries.ts'
import { lockSpace } from './space.ts'
import { startTestApp } from './test-app.ts'

const room = 400_000
const { call, db, deps, identity } = await startTestApp(t, { LEARNING_USER_BYTES: room })

const long = (n: number) => ({
  subject: 'math',
  title: `第 ${n} 题`,
  question_content: '长'.repeat(10_000),
  explanation: '长'.repeat(10_000),
})
const spaceOf = async (userId: string) => {
  const row = await db
    .selectFrom('learner_space')
    .select('bytes')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return Number(row?.bytes ?? 0)
}
const atOnce = (count: number, send: (n: number) => ReturnType<typeof call>) =>
  Promise.all(Array.from({ length: count }, (_, n) => send(n)))
const codes = (replies: { statusCode: number }[]) =>
  Object.fromEntries(
    Map.groupBy(replies, ({ statusCode }) => statusCode)
      .entries()
      .map(([code, of]) => [code, of.length]),
  )

t.test('a notebook does not grow beyond its bytes, however many write at once', async (t) => {
  const as = await identity.user()
  const replies = await atOnce(20, (n) => call('POST', '/api/v1/mistakes', { as, body: long(n) }))
  t.same(codes(replies), { 201: 6, 409: 14 })
  t.equal(replies.find(({ statusCode }) => statusCode === 409)?.json().error_code, 'LEARNING_FULL')
  t.ok((await spaceOf(as.id)) <= room)
  const other = await identity.user()
  t.equal((await call('POST', '/api/v1/mistakes', { as: other, body: long(0) })).statusCode, 201, 'of others')

  const { id } = replies.find(({ statusCode }) => statusCode === 201)!.json().data
  const grow = {
    notes: '长'.repeat(5_000),
    student_answer: '长'.repeat(5_000),
    correct_answer: '长'.repeat(5_000),
  }
  t.equal(
    (await call('PUT', `/api/v1/mistakes/${id}`, { as, body: grow })).json().error_code,
    'LEARNING_FULL',
  )
  const session = await call('POST', '/api/v1/learning/sessions', { as, body: {} })
  t.equal(session.statusCode, 201, 'what still fits is taken')
  t.equal((await call('PUT', `/api/v1/mistakes/${id}`, { as, body: { explanation: '短' } })).statusCode, 200)
  t.equal((await call('DELETE', `/api/v1/mistakes/${id}`, { as })).statusCode, 200)
  t.equal((await call('POST', '/api/v1/mistakes', { as, body: long(21) })).statusCode, 201, 'after deleting')
})

t.test('a notebook takes no more mistakes than it may have, however many come at once', async (t) => {
  const as = await identity.user()
  const { id } = (
    await call('POST', '/api/v1/mistakes', {
      as,
      body: { ...long(0), question_content: '短', explanation: '' },
    })
  ).json().data
  const columns = sql.raw(
    (
      await sql<{ name: string }>`select column_name as name from information_schema.columns
        where table_name = 'mistakes' and column_name <> 'id'`.execute(db)
    ).rows
      .map(({ name }) => `"${name}"`)
      .join(', '),
  )
  // Their bytes are not what this is about.
  await db.connection().execute(async (one) => {
    await sql`set session_replication_role = replica`.execute(one)
    await sql`insert into mistakes (id, ${columns}) select gen_random_uuid(), ${columns}
      from mistakes, generate_series(1, ${mistakesMax - 3}) where id = ${id}`.execute(one)
    await sql`set session_replication_role = origin`.execute(one)
  })
  const one = { subject: 'math', title: '题', question_content: '短' }
  const alone = await atOnce(10, (n) =>
    call('POST', '/api/v1/mistakes', { as, body: { ...one, source_id: `${n}` } }),
  )
  t.same(codes(alone), { 201: 2, 409: 8 })
  t.equal(alone.find(({ statusCode }) => statusCode === 409)?.json().error_code, 'NOTEBOOK_FULL')
  await sql`delete from mistakes where id in (select id from mistakes where user_id = ${as.id} limit 5)`.execute(
    db,
  )
  const many = { mistakes: [one, one, one] }
  const imports = await atOnce(6, () => call('POST', '/api/v1/mistakes/batch-import', { as, body: many }))
  t.same(codes(imports), { 200: 1, 409: 5 })
})

t.test('reviews, sessions, homework and its versions share the room of their learner', async (t) => {
  const as = await identity.user()
  const items = [{ question: '长'.repeat(4_000), correct_answer: '42' }]
  const template = { title: '作业', subject: 'math', items }
  const path = '/api/v1/homework/templates'
  const set = await atOnce(40, () => call('POST', path, { as, body: template }))
  const { 201: taken = 0, ...refused } = codes(set)
  t.ok(taken > 25 && taken < 35, `${taken} taken`)
  t.same(refused, { 409: 40 - taken })
  const filled = await spaceOf(as.id)
  t.ok(filled <= room, `${filled} bytes`)
  const { id } = set.find(({ statusCode }) => statusCode === 201)!.json().data
  const body = { items: [...items, ...items, ...items].map((item, n) => ({ ...item, number: n + 1 })) }
  t.equal(
    (await call('PUT', `${path}/${id}`, { as, body })).json().error_code,
    'LEARNING_FULL',
    'another version',
  )
  const submitted = { subject: 'math', text: '长'.repeat(20_000) }
  t.equal(
    (await call('POST', '/api/v1/homework/submit', { as, body: submitted })).json().error_code,
    'LEARNING_FULL',
  )
  const asked = { content: '长'.repeat(5_000) }
  t.equal(
    (await call('POST', '/api/v1/learning/ask', { as, body: asked })).json().error_code,
    'LEARNING_FULL',
  )
})

t.test('versions of homework that nobody is graded by are dropped', async (t) => {
  const as = await identity.user()
  const path = '/api/v1/homework/templates'
  const body = (n: number) => ({ title: '作业', subject: 'math', items: [{ question: `第 ${n} 版` }] })
  const { id } = (await call('POST', path, { as, body: body(1) })).json().data
  for (let n = 2; n <= 15; n++) await call('PUT', `${path}/${id}`, { as, body: body(n) })
  const kept = await db
    .selectFrom('homework_template_versions')
    .select('version')
    .where('template_id', '=', id)
    .execute()
  t.equal(kept.length, 10)
  t.match((await call('GET', `${path}/${id}`, { as })).json().data, {
    version: 15,
    items: [{ question: '第 15 版' }],
  })
})

t.test('what is done in a day is bounded, though what came of it is deleted', async (t) => {
  const as = await identity.user()
  await sql`insert into learning_events (id, user_id, kind, at, day, subject)
    select gen_random_uuid(), ${as.id}, 'mistake', ${deps.now()}, current_date, 'math' from generate_series(1, 20000)`.execute(
    db,
  )
  const mistake = { subject: 'math', title: '题', question_content: '短' }
  const refused = await call('POST', '/api/v1/mistakes', { as, body: mistake })
  t.equal(refused.statusCode, 429, refused.body)
})

t.test('what is counted of a learner is what is there, and goes with it', async (t) => {
  const as = await identity.user()
  const { id } = (await call('POST', '/api/v1/mistakes', { as, body: long(1) })).json().data
  const review = { review_result: 'correct', user_answer: '长'.repeat(100), attempt_id: newId() }
  t.equal((await call('POST', `/api/v1/mistakes/${id}/review`, { as, body: review })).statusCode, 200)
  await call('POST', '/api/v1/mistakes/batch', {
    as,
    body: { action: 'add_tags', mistake_ids: [id], tags: ['期中'] },
  })
  const items = [{ question: '1+1', correct_answer: '2' }]
  await call('POST', '/api/v1/homework/templates', { as, body: { title: '作业', subject: 'math', items } })
  t.ok((await spaceOf(as.id)) > 60_000 + 300 + 6)
  await call('DELETE', `/api/v1/mistakes/${id}`, { as })
  await sql`delete from homework_templates where user_id = ${as.id}`.execute(db)
  t.equal(await spaceOf(as.id), 0, 'reviews go with their mistake, versions with their template')
})

t.test('whatever is written for one learner at once, nobody fails for want of a turn', async (t) => {
  const as = await identity.user()
  const one = { subject: 'math', title: '题', question_content: '短' }
  const { id } = (await call('POST', '/api/v1/mistakes', { as, body: one })).json().data
  const path = `/api/v1/mistakes/${id}`
  const replies = await atOnce(40, (n) => {
    if (n === 30) return call('DELETE', path, { as })
    if (n % 4 === 0) return call('PUT', path, { as, body: { notes: `第 ${n} 次` } })
    if (n % 4 === 1) return call('POST', `${path}/review`, { as, body: { review_result: 'correct' } })
    if (n % 4 === 2) return call('POST', '/api/v1/mistakes', { as, body: one })
    return call('POST', '/api/v1/learning/sessions', { as, body: {} })
  })
  t.same(
    replies.filter(({ statusCode }) => ![200, 201, 404].includes(statusCode)).map(({ body }) => body),
    [],
  )
})

t.test('revision plans are counted, and go out of the count with their deletion', async (t) => {
  const as = await identity.user()
  const plan = (id: string, text: string) =>
    sql`insert into revision_plans (id, user_id, cycle, from_on, to_on, title, content, dropped, statistics, created_at)
      values (${id}, ${as.id}, '7days', current_date, current_date, '计划', ${JSON.stringify({ overview: text })}, '[]', '{}', now())`.execute(
      db,
    )
  const id = newId()
  await plan(id, '长'.repeat(50_000))
  t.ok((await spaceOf(as.id)) > 150_000)
  await plan(newId(), '长'.repeat(100_000))
  const refused = await call('POST', '/api/v1/mistakes', { as, body: long(1) })
  t.equal(refused.json().error_code, 'LEARNING_FULL')
  t.equal((await call('DELETE', `/api/v1/revisions/${id}`, { as })).statusCode, 200)
  t.ok((await spaceOf(as.id)) < 310_000)
  t.equal((await call('POST', '/api/v1/mistakes', { as, body: long(1) })).statusCode, 201)
})

t.test('what comes late leaves no row of a user who is deleted meanwhile', async (t) => {
  const as = await identity.user()
  const { id } = (await call('POST', '/api/v1/learning/sessions', { as, body: {} })).json().data
  let removing: Promise<unknown> | undefined
  // As the deletion ends: the session has just gone, and its owner's row goes, while news of the session are being read.
  await db.transaction().execute(async (trx) => {
    await trx.selectFrom('learner_space').selectAll().where('user_id', '=', as.id).forUpdate().execute()
    removing = removeSessions(db, [id])
    await eventually(async () => {
      const { rows } =
        await sql`select from pg_locks where not granted and locktype = 'transactionid'`.execute(db)
      return rows.length > 0
    })
    await trx.deleteFrom('sessions').where('user_id', '=', as.id).execute()
    await trx.deleteFrom('learner_space').where('user_id', '=', as.id).execute()
  })
  await removing
  t.same(await db.selectFrom('learner_space').selectAll().where('user_id', '=', as.id).execute(), [])
})

t.test(
  'an account is deleted while its sessions are being removed, and neither stops the other',
  async (t) => {
    const as = await identity.user()
    const { id } = (await call('POST', '/api/v1/learning/sessions', { as, body: {} })).json().data
    let forgetting: Promise<unknown> | undefined
    await db.transaction().execute(async (trx) => {
      await lockSpace(trx, as.id)
      forgetting = forgetUser(deps, as.id)
      await eventually(async () => {
        const { rows } =
          await sql`select from pg_locks where not granted and locktype = 'transactionid'`.execute(db)
        return rows.length > 0
      })
      // Who holds the turn finds every row free.
      await sql`set local lock_timeout = '2s'`.execute(trx)
      await trx.deleteFrom('sessions').where('conversation_id', '=', id).execute()
    })
    await forgetting
    t.same(await db.selectFrom('learner_space').selectAll().where('user_id', '=', as.id).execute(), [])
  },
)
