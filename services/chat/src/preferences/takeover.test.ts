import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import { sql } from 'kysely'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { startReplicaProcess } from '../test-process.ts'
import { learn, path, people, proposes, rate, shorter } from './test-preferences.ts'

t.test('a task whose replica is gone is finished by another, and asks no model twice', async (t) => {
  const started = await startTestApp(t, {
    replicas: 2,
    workers: 1,
    settings: { DRAIN_MS: 0, DATABASE_CONNECT_TIMEOUT_MS: 30_000 },
  })
  const { model, replicas, json } = started
  const { user, admin } = await people(started)
  const ids = await rate(started, user, 5)
  model.enqueue({
    match: '"comment"',
    steps: [{ hold: 'learning' }, JSON.stringify({ preferences: [shorter(ids)] })],
  })
  const before = model.calls.length
  await json('POST', '/api/v1/platform/cron/batch-learn-preferences', {}, admin.headers)
  await model.callsReach(before + 1)
  model.enqueue(proposes(shorter(ids)))
  const { json: ask } = replicas[1]!
  await replicas[1]!.startWorker()
  await replicas[0]!.close()
  await eventually(async () => (await ask('GET', path, undefined, user.headers)).status === 200)
  t.match((await ask('GET', path, undefined, user.headers)).body.data.items, [{ statement: '回答尽量简短' }])
})

t.test('whenever a replica is killed, each task ends once and what was learned is there once', async (t) => {
  // `chaos -- preference-runs` kills at random moments, and more often.
  const started = await startTestApp(t, { workers: 0, settings: { LEASE_MS: 1_000 } })
  const { model, json, db, env } = started
  const { user, admin } = await people(started)
  let replica = await startReplicaProcess(t, { ...env, PORT: '0' })
  const again = async () => {
    replica.child.kill('SIGKILL')
    await replica.gone
    replica = await startReplicaProcess(t, { ...env, PORT: '0' })
  }
  const ids = await rate(started, user, 5)
  for (const moment of ['asked', 'answering'] as const) {
    model.reset()
    await json('POST', '/api/v1/platform/cron/batch-learn-preferences', {}, admin.headers)
    const first = await model.nextCall({ match: '"comment"' })
    const whole = JSON.stringify({ preferences: [shorter(ids)] })
    if (moment === 'answering') await first.delta(whole.slice(0, 20))
    // However often it is asked for: a lease may lapse on a busy machine too.
    model.enqueue({ match: '"comment"', times: 'always', steps: [whole] })
    await again()
    const tasks = await eventually(async () => {
      const all = await db.selectFrom('preference_tasks').select(['status', 'ended_at']).execute()
      return all.every(({ ended_at }) => ended_at !== null) && all
    }, 30_000)
    t.same(
      tasks.map(({ status }) => status),
      tasks.map(() => 'completed'),
      moment,
    )
    const { items } = (await json('GET', path, undefined, user.headers)).body.data
    t.match(items, [{ statement: '回答尽量简短', state: 'active' }])
    t.equal(items.length, 1)
    t.equal(items[0].evidence.length, ids.length, 'what is learned again is there once')
    ids.push(...(await rate(started, user, 1)))
  }
})

t.test('two tasks of one person whose replicas are both gone do not wait for each other', async (t) => {
  const started = await startTestApp(t)
  const { db, model } = started
  const { user } = await people(started)
  await rate(started, user, 1)
  model.enqueue({ ...learn, times: 'always' })
  // In one statement, so that nobody takes one of them before the other is there.
  await sql`with runs as (
      insert into preference_runs (id, trigger, users, started_at)
      select id, 'admin', 1, now() from unnest(${[newId(), newId()]}::uuid[]) id returning id)
    insert into preference_tasks (id, run_id, user_id, status, worker_id, created_at)
    select gen_random_uuid(), id, ${user.id}, 'running', gen_random_uuid(), now() from runs`.execute(db)
  const ended = await eventually(async () => {
    const all = await db.selectFrom('preference_tasks').select('status').execute()
    return all.every(({ status }) => status !== 'running' && status !== 'queued') && all
  }, 30_000)
  t.equal(ended.length, 2)
})
