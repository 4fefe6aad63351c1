import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { testBus } from '@lingzhi/testing/test-bus'
import { testDatabase } from '@lingzhi/testing/test-database'
import { testIdentity } from '@lingzhi/testing/test-identity'
import { sql } from 'kysely'
import { Pool } from 'undici'
import { migrationsOf } from './harness/checkout.ts'
import { newRun } from './harness/new-run.ts'
import { check, print, quantile } from './harness/report.ts'
import { startService } from './harness/start-service.ts'

// What a learner with a long history waits for: lists of the notebook, statistics, search and the first answer to another
// scheduler, of one service, one request after another. Figures of progress are first counted from its events by the command.

const { values } = parseArgs({
  options: {
    mistakes: { type: 'string', default: '10000' },
    events: { type: 'string', default: '50000' },
    runs: { type: 'string', default: '200' },
  },
})
const [mistakes, events, runs] = [Number(values.mistakes), Number(values.events), Number(values.runs)]
const bench = newRun()
try {
  const { db, settings } = await testDatabase<never>(bench, migrationsOf('learning'))
  const { bus, settings: busSettings } = await testBus(bench)
  const identity = await testIdentity(bench, bus)
  const user = await identity.user({ expiresIn: '2h' })
  await seed(user.id)
  await countProgress()
  const env = {
    ...{ DATABASE_URL: settings.DATABASE_URL, TIMEZONE: 'Asia/Shanghai', LOG_LEVEL: 'error' },
    ...{ NATS_URL: busSettings.NATS_URL, NATS_PREFIX: busSettings.NATS_PREFIX },
  }
  const learning = await startService('learning', env)
  bench.teardown(learning.stop)
  const pool = new Pool(learning.url, { connections: 1 })
  bench.teardown(() => pool.destroy())
  const request = async (path: string, method: 'GET' | 'PUT' = 'GET', body?: object) => {
    const headers = { ...user.headers, ...(body && { 'content-type': 'application/json' }) }
    const sent = body ? { body: JSON.stringify(body) } : {}
    const reply = await pool.request({ method, path: `/api/v1${path}`, headers, ...sent })
    const text = await reply.body.text()
    if (reply.statusCode !== 200) throw new Error(`${path} returned ${reply.statusCode}: ${text}`)
    return JSON.parse(text).data
  }
  const measure = async (name: string, aimMs: number, path: string) => {
    for (let n = 0; n < 10; n++) await request(path)
    const taken: number[] = []
    for (let n = 0; n < runs; n++) {
      const started = performance.now()
      await request(path)
      taken.push(performance.now() - started)
    }
    const [p50 = 0, p95 = 0] = [0.5, 0.95].map((share) => quantile(taken, share))
    check(
      p95 <= aimMs,
      `${name.padEnd(34)} p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (aim ${aimMs} ms)`,
    )
  }
  print(`${mistakes} mistakes, ${events} events; ${runs} runs each`)
  await measure('notebook, first page', 100, '/mistakes')
  await measure('notebook, by date of review', 100, '/mistakes?sort=next_review_date&order=asc')
  await measure(
    'notebook, one knowledge point',
    100,
    `/mistakes?knowledge_point=${encodeURIComponent('知识点7')}`,
  )
  await measure('due today', 100, '/mistakes/today-review')
  await measure('knowledge points', 100, '/knowledge-graph/mastery?limit=100')
  await measure('search', 150, `/mistakes?search=${encodeURIComponent('二次函数 17')}`)
  for (const path of [
    ...['/mistakes/statistics', '/analytics/learning-stats?time_range=all', '/analytics/user/stats'],
    ...[
      '/analytics/learning-progress?granularity=daily',
      '/analytics/subject-stats',
      '/analytics/knowledge-map',
    ],
    ...[
      '/analytics/knowledge-points',
      '/learning/stats/daily',
      '/learning/stats/weekly',
      '/goals/daily-goals',
    ],
    ...['/learning/recommendations', '/knowledge-graph/review/recommendations'],
  ])
    await measure(path, 200, path)

  const started = performance.now()
  const { rescheduling } = await request('/learning/settings', 'PUT', { scheduler: 'ladder' })
  print(
    `another scheduler: answered after ${Math.round(performance.now() - started)} ms, ${rescheduling?.done ?? mistakes} cards done`,
  )
  while ((await request('/learning/settings')).rescheduling !== null) await request('/mistakes')
  print(
    `all ${mistakes} cards after ${Math.round(performance.now() - started)} ms, the notebook read meanwhile`,
  )

  /** Mistakes, events over three years, 500 knowledge points and their evidence, of one learner. */
  async function seed(userId: string): Promise<void> {
    const id = (kind: number, n: string) =>
      sql.raw(`('01980000-${String(kind).padStart(4, '0')}-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`)
    const day = sql.raw(`(current_date - (n % 1000)::int)`)
    await sql`insert into knowledge_points (id, user_id, subject, name, folded, questions, mistakes, created_at)
      select ${id(1, 'n')}, ${userId}, (array['math', 'physics', 'english'])[1 + n % 3], '知识点' || n, '知识点' || n, 0, 0, now()
      from generate_series(0, 499) n`.execute(db)
    await sql`insert into mistakes (id, user_id, subject, title, question_content, knowledge_points, source, created_on, created_at, updated_at,
        terms, status, stability, difficulty, due_on, last_on, interval_days, streak, lapses, mastery, step, reviews_count, correct_count)
      select ${id(2, 'n')}, ${userId}, (array['math', 'physics', 'english'])[1 + n % 3], '二次函数 ' || n, repeat('求顶点坐标', 20),
        array['知识点' || n % 500], 'manual', ${day}, now(), now(), array_to_tsvector(array['二次', '次函', '函数', n::text]),
        'learning', 1 + n % 50, 5, current_date + (n % 60 - 5)::int, ${day}, 2, 0, 0, 0, 0, 0, 0
      from generate_series(1, ${mistakes}::int) n`.execute(db)
    await sql`insert into learner_activity (user_id, points) values (${userId}, 500)`.execute(db)
    await sql`insert into learning_events (id, user_id, kind, at, day, hour, subject, result, difficulty, point_ids)
      select ${id(3, 'n')}, ${userId}, case n % 3 when 0 then 'question' else 'review' end, ${day} + make_interval(mins => (n % 900)::int), ${day},
        n % 24, (array['math', 'physics', 'english'])[1 + n % 3],
        case n % 3 when 0 then null else (array['correct', 'incorrect', 'correct'])[1 + n % 3] end, 1 + n % 5, array[${id(1, '(n % 500)')}]
      from generate_series(1, ${events}::int) n`.execute(db)
    await sql`insert into mastery_evidence (point_id, event_id, user_id, day, result, weight, judged_by, assisted)
      select point_ids[1], id, user_id, day, result, 0.5, 'self', false from learning_events where result is not null`.execute(
      db,
    )
    await sql`analyze`.execute(db)
  }

  /** By the operator's command, twice: the first finds everything missing, the second nothing. */
  async function countProgress(): Promise<void> {
    const command = fileURLToPath(new URL('../../services/learning/src/rebuild.ts', import.meta.url))
    const env = { ...process.env, DATABASE_URL: settings.DATABASE_URL, TIMEZONE: 'Asia/Shanghai' }
    const run = () => promisify(execFile)(process.execPath, [command], { env, maxBuffer: 2 ** 28 })
    const started = performance.now()
    const first = await run().catch(({ code, stdout, stderr }) => {
      if (code !== 1) throw new Error(stderr)
      return { stdout: stdout as string }
    })
    print(
      `counted: ${first.stdout.trim().split('\n').at(-1)} (${Math.round(performance.now() - started)} ms)`,
    )
    const { stdout } = await run()
    print(`again: ${stdout.trim()}`)
  }
} finally {
  await bench.close()
}
