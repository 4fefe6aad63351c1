import { addDays } from '@lingzhi/runtime/calendar'
import { sql } from 'kysely'
import t from 'tap'
import { momentsIn } from '../moments.ts'
import { rebuildLearner } from '../rebuilding/rebuild-progress.ts'
import { forgetUser } from '../removal/forget-user.ts'
import { removeSessions } from '../sessions/sessions.queries.ts'
import { startTestApp } from '../test-app.ts'
import { startTestChat } from '../test-chat.ts'

const { call, clock, identity, bus, db, deps } = await startTestApp(t)
const chat = startTestChat(t, bus, db)
const moments = momentsIn('Asia/Shanghai')

type As = Awaited<ReturnType<typeof identity.user>>

const read = async (as: As, path: string, language = 'zh') => {
  const reply = await call('GET', `/api/v1${path}`, { as, headers: { 'accept-language': language } })
  t.equal(reply.statusCode, 200, `${path}: ${reply.body}`)
  return reply.json().data
}
async function ask(as: As, at: string, body: object = {}) {
  clock.now = new Date(at)
  chat.script(['答'])
  const reply = await call('POST', '/api/v1/learning/ask', { as, body: { content: '什么是移项', ...body } })
  t.equal(reply.statusCode, 200, reply.body)
  return reply.json().data
}
async function mistake(as: As, at: string, body: object = {}) {
  clock.now = new Date(at)
  const reply = await call('POST', '/api/v1/mistakes', {
    as,
    body: { subject: 'math', title: '方程', question_content: '解方程', ...body },
  })
  return reply.json().data.id as string
}
const review = (as: As, at: string, id: string, review_result: string) => {
  clock.now = new Date(at)
  return call('POST', `/api/v1/mistakes/${id}/review`, { as, body: { review_result } })
}

const routes = [
  ...[
    '/analytics/learning-stats',
    '/learning/analytics',
    '/analytics/user/stats',
    '/analytics/knowledge-map',
  ],
  ...['/analytics/learning-progress', '/analytics/knowledge-points', '/analytics/subject-stats'],
  ...['/analytics/homepage/recommendations', '/learning/recommendations', '/learning/stats/daily'],
  ...['/learning/stats/weekly', '/goals/daily-goals', '/knowledge-graph/mastery'],
  ...['/knowledge-graph/review/recommendations'],
]

t.test('what happened on three days is counted by day and by subject, exactly', async (t) => {
  const as = await identity.user()
  // 23:59:59 and 00:00:00 in Shanghai are two days.
  const { session } = await ask(as, '2026-03-01T15:59:59Z', { subject: 'math', difficulty_level: 4 })
  await ask(as, '2026-03-01T16:00:00Z', { subject: 'math', session_id: session.id, difficulty_level: 4 })
  await ask(as, '2026-03-02T02:00:00Z', { subject: 'physics', difficulty_level: 2 })
  const id = await mistake(as, '2026-03-02T02:04:00Z')
  await review(as, '2026-03-03T02:00:00Z', id, 'correct')
  await review(as, '2026-03-03T02:01:00Z', id, 'incorrect')
  const { periods, summary } = await read(
    as,
    '/analytics/learning-progress?start_date=2026-03-01&end_date=2026-03-04',
  )
  const brief = periods.map(
    ({ period, question_count, review_count, mistake_count, study_duration }: never) => {
      return [period, question_count, review_count, mistake_count, study_duration]
    },
  )
  t.same(brief, [
    ['2026-03-01', 1, 0, 0, 0.5],
    ['2026-03-02', 2, 0, 1, 0.02 + 0.5 + 4],
    ['2026-03-03', 0, 2, 0, 1.5],
    ['2026-03-04', 0, 0, 0, 0],
  ])
  t.match(summary, { question_count: 3, review_count: 2, accuracy_rate: 0.5 })
  const stats = await read(as, '/analytics/learning-stats?time_range=7d')
  t.match(stats, {
    ...{ total_questions: 3, total_sessions: 2, total_study_days: 3, total_reviews: 2, mistake_count: 1 },
    ...{ current_streak: 3, longest_streak: 3, avg_score: null, accuracy: 0.5 },
    learning_pattern: { most_active_hour: 10, preferred_difficulty: 4 },
    subject_stats: [
      { subject: 'math', subject_name: '数学', question_count: 2, review_count: 2 },
      { subject: 'physics', question_count: 1, review_count: 0 },
    ],
  })
  t.equal(stats.study_trend.length, 7)
  t.same(await read(as, '/learning/analytics?time_range=all').then((all) => all.study_trend.length), 3)
  const [strongest] = (await read(as, '/analytics/subject-stats?time_range=all')).subjects
  t.match(strongest, { subject: 'math', accuracy: 0.5, rank: 1, improvement: null })
  t.match(await read(as, '/learning/stats/daily?date=2026-03-02'), {
    question_count: 2,
    study_duration: 4.52,
  })
  t.match(await read(as, '/learning/stats/weekly'), {
    total: { question_count: 3 },
    previous: { question_count: 0 },
  })
  t.match(await read(as, '/analytics/user/stats'), {
    ...{ join_date: '2026-03-01', last_login: '2026-03-03T02:01:00.000Z', question_count: 3, study_days: 3 },
    error_count: 1,
  })
  t.same((await rebuildLearner(db, moments, as.id)).differences, [])
})

t.test('somebody new sees zeros, nulls and empty lists, and no constant', async (t) => {
  const as = await identity.user()
  const figures: unknown[] = []
  const collect = (value: unknown, name = ''): unknown =>
    value && typeof value === 'object'
      ? Object.entries(value).map(([key, each]) => collect(each, key))
      : typeof value === 'number' && name !== 'target'
        ? figures.push(value)
        : undefined
  for (const path of routes) collect(await read(as, path))
  // Goals of the day come from settings; everything else is nothing.
  t.same([...new Set(figures)].toSorted(), [0, 3])
  t.match(await read(as, '/learning/recommendations'), { recommendations: [] })
})

t.test('nobody reads without a token, and odd dates and ranges are refused', async (t) => {
  for (const path of routes)
    t.equal((await call('GET', `/api/v1${path}`, { as: null })).statusCode, 401, path)
  const refused = [
    '/analytics/learning-stats?time_range=8d',
    '/analytics/learning-progress?start_date=2026-02-30',
    '/analytics/learning-progress?start_date=2020-01-01&end_date=2026-01-01',
    '/analytics/learning-progress?start_date=2026-01-02&end_date=2026-01-01',
    '/learning/stats/daily?date=2026-13-01',
    '/analytics/knowledge-map?subject=alchemy',
    '/knowledge-graph/mastery?cursor=zzz',
  ]
  for (const path of refused) t.equal((await call('GET', `/api/v1${path}`)).statusCode, 400, path)
})

t.test('the calendar ends with the year 9999, and what is asked up to its last day ends too', async (t) => {
  const as = await identity.user()
  const asked = (range: string) => read(as, `/analytics/learning-progress?${range}`)
  const last = async (range: string) => (await asked(range)).periods.at(-1).end_date
  t.equal((await asked('end_date=9999-12-31')).periods.length, 30)
  t.equal(await last('end_date=9999-12-31'), '9999-12-31')
  t.equal(await last('end_date=9999-12-31&granularity=weekly'), '9999-12-31')
  t.equal(await last('end_date=9999-12-05&granularity=monthly'), '9999-12-05')
  t.equal((await asked('end_date=1000-01-01&granularity=weekly')).periods.at(-1).end_date, '1000-01-01')
  const { days } = await read(as, '/learning/stats/weekly?date=9999-12-31')
  t.match([days.length, days.at(-1).date], [7, '9999-12-31'])
  await read(as, '/learning/stats/daily?date=9999-12-31')
  await read(as, '/homework/stats?end_date=9999-12-31&granularity=month')
})

t.test('a streak goes on over a day that is not over, and ends with one that had nothing', async (t) => {
  const as = await identity.user()
  for (const day of ['01', '02', '03', '05', '06']) await mistake(as, `2026-04-${day}T04:00:00Z`)
  const streaks = async (at: string) => {
    clock.now = new Date(at)
    const { current_streak, longest_streak } = await read(as, '/analytics/user/stats')
    return [current_streak, longest_streak]
  }
  t.same(await streaks('2026-04-06T12:00:00Z'), [2, 3])
  t.same(await streaks('2026-04-07T12:00:00Z'), [2, 3])
  t.same(await streaks('2026-04-07T16:00:00Z'), [0, 3], 'the next day in Shanghai')
})

t.test(
  'three wrong make a point weak, two say nothing; the evidence is told, and can be taken out',
  async (t) => {
    const as = await identity.user()
    const id = await mistake(as, '2026-05-01T04:00:00Z', { knowledge_points: ['二次函数', '顶点'] })
    const points = async () => (await read(as, '/knowledge-graph/mastery')).items
    for (const minute of [1, 2]) await review(as, `2026-05-02T04:0${minute}:00Z`, id, 'incorrect')
    t.match(await points(), [
      { mastery: null, interval: null, status: 'insufficient', insufficient: true, evidence_count: 2 },
      { mastery: null },
    ])
    await review(as, '2026-05-02T04:03:00Z', id, 'incorrect')
    const [point] = (await points()).filter(({ name }: { name: string }) => name === '二次函数')
    t.match(point, { status: 'weak', evidence_count: 3, mastery: 0.2857, mistake_count: 1 })
    t.ok(point.interval.low < point.mastery && point.mastery < point.interval.high)
    const path = `/knowledge-graph/mastery/${point.id}/evidence`
    const { items } = await read(as, path)
    t.match(items, Array(3).fill({ kind: 'review', result: 'incorrect', weight: 0.5, judged_by: 'self' }))
    const pages = await read(as, `${path}?limit=2`)
    const rest = await read(as, `${path}?limit=2&cursor=${pages.next_cursor}`)
    t.same([...pages.items, ...rest.items], items)

    chat.script(['答'])
    await call('POST', '/api/v1/learning/ask', { as, body: { content: '顶点怎么求', subject: 'math' } })
    const blocks = [...chat.replies.values()].at(-1)?.asked.blocks
    t.match(blocks?.find(({ kind }) => kind === 'learner')?.text, /薄弱点：(二次函数；顶点|顶点；二次函数)/)
    t.match((await read(as, '/analytics/homepage/recommendations', 'en')).recommendations[0], {
      kind: 'knowledge_point',
      content: 'Mastered to about 29 %, by 3 answers.',
    })
    t.match(await read(as, '/knowledge-graph/review/recommendations?limit=1'), {
      items: [{ knowledge_point: { status: 'weak' }, reason: '掌握度约 29%，今天练过' }],
    })

    clock.now = new Date('2026-05-04T04:00:00Z')
    t.match((await read(as, '/learning/recommendations')).recommendations[0], {
      ...{ kind: 'review', priority: 1, title: '今天有 1 道错题待复习' },
    })
    const stranger = await identity.user()
    const at = `/api/v1${path}/${items[0].id}`
    t.equal((await call('DELETE', at, { as: stranger })).statusCode, 404)
    t.equal((await call('GET', `/api/v1${path}`, { as: stranger })).statusCode, 404)
    t.equal((await call('DELETE', at, { as })).statusCode, 200)
    t.equal((await call('DELETE', at, { as })).statusCode, 404, 'it is gone')
    t.match(await read(as, '/analytics/knowledge-points'), { total: 2, weak: 1, insufficient: 1 })
    t.same((await rebuildLearner(db, moments, as.id)).differences, [])
  },
)

t.test('what was asked about a mistake before halves what is right after it, once', async (t) => {
  const as = await identity.user()
  const id = await mistake(as, '2026-06-01T04:00:00Z', { knowledge_points: ['移项'], correct_answer: 'x=31' })
  await ask(as, '2026-06-02T04:00:00Z', { mistake_id: id, reveal: true })
  await review(as, '2026-06-02T05:00:00Z', id, 'correct')
  await review(as, '2026-06-03T05:00:00Z', id, 'correct')
  const [{ id: point }] = (await read(as, '/knowledge-graph/mastery')).items
  t.match((await read(as, `/knowledge-graph/mastery/${point}/evidence`)).items, [
    { weight: 0.5, assisted: false },
    { weight: 0.25, assisted: true },
  ])
})

t.test('goals are counted today, by what the learner chose', async (t) => {
  const as = await identity.user()
  const put = (daily_goals: object) => call('PUT', '/api/v1/learning/settings', { as, body: { daily_goals } })
  t.equal((await put({ reviews: 1, questions: 0, minutes: 2 })).statusCode, 200)
  t.equal((await put({ reviews: -1, questions: 0, minutes: 2 })).statusCode, 400)
  const id = await mistake(as, '2026-07-01T04:00:00Z')
  await review(as, '2026-07-01T04:01:00Z', id, 'correct')
  t.match(await read(as, '/goals/daily-goals'), {
    ...{ date: '2026-07-01', completed_count: 1, total_count: 2 },
    goals: [
      { type: 'reviews', target: 1, current: 1, completed: true, progress: 100 },
      { type: 'minutes', target: 2, current: 1, completed: false, progress: 50 },
    ],
  })
  clock.now = new Date('2026-07-01T16:00:00Z')
  t.match(await read(as, '/goals/daily-goals'), { date: '2026-07-02', completed_count: 0 })
})

t.test('a deleted conversation leaves its days, and nothing of what it was about', async (t) => {
  const as = await identity.user()
  const { session } = await ask(as, '2026-08-01T04:00:00Z', { subject: 'math', topic: '秘密的题目' })
  t.match(await read(as, '/analytics/knowledge-map'), {
    knowledge_points: [
      { subject: 'math', question_count: 1, topics: [{ name: '秘密的题目', question_count: 1 }] },
    ],
  })
  const { removeSessions } = await import('../sessions/sessions.queries.ts')
  await removeSessions(db, [session.id])
  await removeSessions(db, [session.id])
  t.match(await read(as, '/analytics/knowledge-map'), {
    knowledge_points: [{ question_count: 1, topics: [] }],
  })
  t.match(await read(as, '/analytics/learning-stats'), { total_questions: 1 })
  t.same((await rebuildLearner(db, moments, as.id)).differences, [])
})

t.test(
  'a long past history is evidence in the order of its days, of every point that it is about',
  async (t) => {
    const as = await identity.user()
    const knowledge_points = Array.from({ length: 20 }, (_, n) => `知识点${n}`)
    const id = await mistake(as, '2026-01-01T04:00:00Z', { knowledge_points })
    clock.now = new Date('2026-12-01T04:00:00Z')
    const results = ['correct', 'correct', 'incorrect'] as const
    const reviews = Array.from({ length: 450 }, (_, n) => ({
      reviewed_on: addDays('2025-06-01', 449 - n),
      review_result: results[n % 3],
    }))
    const body = { created_on: '2025-05-01', reviews }
    const taken = await call('POST', `/api/v1/mistakes/${id}/reviews/import`, { as, body })
    t.equal(taken.statusCode, 200, taken.body)
    await review(as, '2026-12-01T04:00:00Z', id, 'correct')
    const { items } = await read(as, '/knowledge-graph/mastery?limit=100')
    t.equal(items.length, 20)
    t.match(items[7], { evidence_count: 451, last_evidence_on: '2026-12-01' })
    t.same((await rebuildLearner(db, moments, as.id)).differences, [])
    // The one of today, and nothing of the past, shows that time was spent.
    t.match(await read(as, '/learning/stats/daily?date=2026-12-01'), { review_count: 1, study_duration: 0.5 })
    t.match(await read(as, '/learning/stats/daily?date=2025-06-01'), { review_count: 1, study_duration: 0 })
    const facts = await sql`select from outbox where subject = 'learning.review.recorded'`.execute(db)
    t.ok(facts.rows.length < 50, 'what happened long ago is no news')
  },
)

t.test('a deleted account leaves nothing in any table', async (t) => {
  const as = await identity.user()
  await ask(as, '2026-09-01T04:00:00Z', { subject: 'math', topic: '移项', difficulty_level: 1 })
  const id = await mistake(as, '2026-09-01T04:01:00Z', { knowledge_points: ['移项'] })
  await review(as, '2026-09-02T04:01:00Z', id, 'correct')
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.columns
    where table_schema = current_schema() and column_name = 'user_id' and table_name <> 'deleted_users'`.execute(
    db,
  )
  const left = async () => {
    const kept: string[] = []
    for (const { name } of rows) {
      const found = await sql`select from ${sql.table(name)} where user_id = ${as.id} limit 1`.execute(db)
      if (found.rows.length > 0) kept.push(name)
    }
    return kept
  }
  t.ok((await left()).length >= 9)
  await forgetUser(deps, as.id)
  t.same(await left(), [])
})

t.test(
  'news of conversations that arrives while an account is removed brings nothing of it back',
  async (t) => {
    const as = await identity.user()
    const { session } = await ask(as, '2026-04-02T02:00:00Z')
    const counted = () =>
      db.selectFrom('learner_activity').select('user_id').where('user_id', '=', as.id).execute()
    t.equal((await counted()).length, 1)
    // As far as the removal has come: what is counted is gone, the session is not yet.
    await db.deleteFrom('learner_activity').where('user_id', '=', as.id).execute()
    await removeSessions(db, [session.id])
    t.same(await counted(), [])
  },
)
