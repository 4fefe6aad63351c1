import { newId } from '@lingzhi/contracts/ids'
import { assertHeld } from '@lingzhi/testing/held-operations'
import { chinese } from '@lingzhi/testing/worst-requests'
import { sql } from 'kysely'
import t from 'tap'
import { startTestApp } from './test-app.ts'

const { app, user, db, call, clock } = await startTestApp(t)
clock.now = new Date('2026-03-01T04:00:00Z')
const path = '/api/v1/mistakes'

/** As long as may be written down. */
const longest = (n: number) => ({
  subject: 'math',
  title: '\u0001'.repeat(190) + n,
  question_content: `${n}${'\u0001'.repeat(9_900)}`,
  description: '\u0001'.repeat(2_000),
  student_answer: '\u0001'.repeat(5_000),
  correct_answer: '\u0001'.repeat(5_000),
  explanation: chinese(10_000),
  notes: chinese(5_000),
})

const ids: string[] = []
t.before(async () => {
  for (let n = 0; n < 101; n++) {
    const added = await call('POST', path, { body: longest(n) })
    if (added.statusCode !== 201) throw new Error(added.body)
    ids.push(added.json().data.id)
  }
  const [id] = ids
  // A year of reviews, each with all that may be said of one.
  await sql`insert into reviews (id, mistake_id, user_id, attempt_id, reviewed_on, result, method, user_answer, notes, counted,
      elapsed_days, predicted, stability, difficulty, interval_days, due_on, algorithm, recorded_at)
    select gen_random_uuid(), ${id}, ${user.id}, gen_random_uuid(), '2026-02-28', 'correct', 'manual', ${'\u0001'.repeat(5_000)},
      ${'\u0001'.repeat(2_000)}, false, 0, 0, 1, 1, 1, '2026-03-01', 'fsrs', now() from generate_series(1, 900) n`.execute(
    db,
  )
  await db
    .updateTable('mistakes')
    .set({ created_on: '2026-02-27', reviews_count: 900 })
    .where('id', '=', id!)
    .execute()
  const session = newId()
  const at = new Date()
  await db
    .insertInto('sessions')
    .values({
      conversation_id: session,
      user_id: user.id,
      title: 'a',
      subject: null,
      grade_level: null,
      created_at: at,
      updated_at: at,
      last_asked_at: at,
    })
    .execute()
  await sql`insert into questions (id, user_id, conversation_id, reply_id, message_id, status, content, type, student_attempt, guidance, created_at, tried_at)
    select gen_random_uuid(), ${user.id}, ${session}, gen_random_uuid(), gen_random_uuid(), 'answered', ${'\u0001'.repeat(5_000)},
      'general_inquiry', ${'\u0001'.repeat(3_500)}, 'answer', now(), now() from generate_series(1, 101)`.execute(
    db,
  )
  await sql`insert into answers (question_id, user_id, message_id, content, status, finish_reason, latex, generation_ms, created_at, updated_at)
    select id, user_id, message_id, ${'\u0001'.repeat(30_000)}, 'complete', 'stop', '{"formulas":0,"invalid":[],"unchecked":0}', 1, now(), now()
    from questions`.execute(db)
})

for (const url of [
  `${path}?limit=100`,
  `${path}?page=1&page_size=100`,
  `${path}?search=${encodeURIComponent(chinese(8))}&limit=100`,
  `${path}/today-review?limit=100`,
  `${path}/export?format=json`,
  `${path}/export?format=markdown`,
  `${path}/export?format=csv`,
  `${path}/export?format=anki`,
  `${path}/statistics`,
  '/api/v1/learning/questions?limit=100',
  '/api/v1/learning/questions?page=1&size=100',
])
  t.test(`no list holds the process for more than 50 ms: ${url}`, (t) =>
    assertHeld(t, app, { name: url, method: 'GET', url }, user.headers, 200),
  )

t.test('nor the longest history of a mistake, read or added to', async (t) => {
  const [id] = ids
  await assertHeld(
    t,
    app,
    { name: 'reviews', method: 'GET', url: `${path}/${id}/reviews?limit=100` },
    user.headers,
    200,
  )
  await assertHeld(
    t,
    app,
    { name: 'similar', method: 'GET', url: `${path}/${id}/similar?limit=20` },
    user.headers,
    200,
  )
  const body = JSON.stringify({ review_result: 'correct' })
  await assertHeld(
    t,
    app,
    { name: 'review', method: 'POST', url: `${path}/${id}/review`, body },
    user.headers,
    200,
  )
  const past = JSON.stringify({ reviews: [{ reviewed_on: '2026-02-28', review_result: 'correct' }] })
  await assertHeld(
    t,
    app,
    { name: 'import', method: 'POST', url: `${path}/${id}/reviews/import`, body: past },
    user.headers,
    200,
  )
  const settings = JSON.stringify({ retention: 0.87 })
  await assertHeld(
    t,
    app,
    { name: 'settings', method: 'PUT', url: '/api/v1/learning/settings', body: settings },
    user.headers,
    200,
  )
  await assertHeld(
    t,
    app,
    {
      name: 'batch-import',
      method: 'POST',
      url: `${path}/batch-import`,
      body: JSON.stringify({ mistakes: Array.from({ length: 9 }, (_, n) => longest(n)) }),
    },
    user.headers,
    200,
  )
  await assertHeld(
    t,
    app,
    {
      name: 'batch-import of what is none',
      method: 'POST',
      url: `${path}/batch-import`,
      body: JSON.stringify({
        mistakes: Array.from({ length: 100 }, () => ({
          ...longest(1),
          knowledge_points: Array(200).fill(''),
          tags: Array(80).fill(1),
        })).map(
          ({
            question_content: _,
            description: __,
            student_answer: ___,
            correct_answer: ____,
            explanation: _____,
            notes: ______,
            ...rest
          }) => rest,
        ),
      }),
    },
    user.headers,
    200,
  )
})
