import { newId } from '@lingzhi/contracts/ids'
import { transact } from '@lingzhi/db/retry'
import { addDays } from '@lingzhi/runtime/calendar'
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import type { NewEvent } from '../events/record-events.ts'
import {
  forgetTopics,
  rateEvent,
  recordEvents,
  removeEvents,
  takeBackEvents,
} from '../events/record-events.ts'
import { removeEvidence } from '../mastery/mastery.queries.ts'
import { momentsIn } from '../moments.ts'
import { startTestApp } from '../test-app.ts'
import { startTestChat } from '../test-chat.ts'
import { rebuildAll, rebuildLearner } from './rebuild-progress.ts'

const { db, call, clock, identity, bus } = await startTestApp(t)
const chat = startTestChat(t, bus, db)
const moments = momentsIn('Asia/Shanghai')
const start = Date.parse('2026-01-05T00:00:00Z')

const step = fc.record({
  /** Minutes since the step before; the clock of another replica may be behind. */
  wait: fc.oneof(fc.integer({ min: -2, max: 8 }), fc.integer({ min: 0, max: 4_000 })),
  does: fc.constantFrom(
    'question',
    'mistake',
    'review',
    'item',
    'again',
    'undo',
    'rate',
    'unlink',
    'remove',
    'disown',
  ),
  subject: fc.constantFrom('math' as const, 'physics' as const, null),
  result: fc.constantFrom('correct' as const, 'partial' as const, 'incorrect' as const),
  by: fc.constantFrom('rules' as const, 'model' as const, 'human' as const, 'self' as const),
  points: fc.subarray(['移项', '二次函数', 'Ｖｉｅｔａ', 'vieta']),
  back: fc.integer({ min: 0, max: 40 }),
  timed: fc.boolean(),
  which: fc.nat(),
})

t.test(
  'one after another comes to the very figures of all at once, whatever happens in between',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const userId = newId()
        const events: NewEvent[] = []
        let at = start
        for (const { wait, does, subject, result, by, points, back, timed, which } of steps) {
          at += wait * 60_000 + (which % 1_000)
          const date = new Date(at)
          const known = events[which % Math.max(1, events.length)]
          await transact(db, async (trx) => {
            if (does === 'undo') return known && takeBackEvents(trx, userId, [known.id], date)
            if (does === 'rate') return known && rateEvent(trx, userId, known.id, (which % 5) + 1)
            if (does === 'unlink') return known?.kind === 'question' && forgetTopics(trx, userId, [known.id])
            if (does === 'remove') return known && removeEvents(trx, userId, [known.id], date)
            if (does === 'disown') return known && removeEvidence(trx, { eventIds: [known.id], at: date })
            if (does === 'again') return known && recordEvents(trx, userId, [known])
            const event: NewEvent = {
              ...{ id: newId(), kind: does, at: date, subject, points, difficulty: (which % 5) + 1 },
              // A past history says its days itself.
              day: timed ? moments.dayOf(date) : addDays(moments.dayOf(date), -back),
              ...(timed && { hour: moments.hourOf(date) }),
              ...(does === 'review' && { result, judged: { by, assisted: timed } }),
              ...(does === 'item' && {
                result,
                judged: { by, assisted: false },
                score: { points: back / 8, of: 5 },
              }),
            }
            events.push(event)
            await recordEvents(trx, userId, [event])
          })
        }
        const { differences } = await rebuildLearner(db, moments, userId)
        t.same(differences, [])
        const counted = await sql<{ days: string; events: string; points: boolean }>`select
        (select coalesce(sum(questions + mistakes + reviews + items), 0) from learning_days where user_id = ${userId}) as days,
        (select count(*) from learning_events where user_id = ${userId} and voided_at is null) as events,
        (select count(*) from knowledge_points where user_id = ${userId}) =
          coalesce((select points from learner_activity where user_id = ${userId}), 0) as points`.execute(db)
        t.match(counted.rows[0], { days: counted.rows[0]?.events, points: true })
      }),
      { numRuns: 25 },
    )
  },
)

t.test('a figure that is wrong is found, told and set right', async (t) => {
  const userId = newId()
  const at = new Date(start)
  const review: NewEvent = {
    id: newId(),
    kind: 'review',
    at,
    day: '2026-01-05',
    hour: 8,
    subject: 'math',
    result: 'correct',
  }
  await transact(db, (trx) =>
    recordEvents(trx, userId, [{ ...review, judged: { by: 'rules', assisted: false }, points: ['移项'] }]),
  )
  await sql`update learning_days set correct = 2 where user_id = ${userId}`.execute(db)
  await sql`update knowledge_points set "right" = 5 where user_id = ${userId}`.execute(db)
  await sql`delete from learning_tallies where user_id = ${userId}`.execute(db)
  const { differences } = await rebuildLearner(db, moments, userId)
  t.match(differences.toSorted(), [
    '2026-01-05 hour 8: 0, not 1',
    '2026-01-05 math correct: 2, not 1',
    /^knowledge point .* right: 5, not 1$/,
  ])
  t.same((await rebuildLearner(db, moments, userId)).differences, [])
})

t.test('what was stored before there were events is counted, at its own time', async (t) => {
  const as = await identity.user()
  clock.now = new Date('2026-02-01T03:00:00Z')
  chat.script(['答'])
  await call('POST', '/api/v1/learning/ask', {
    as,
    body: { content: '什么是移项', subject: 'math', topic: '移项' },
  })
  clock.now = new Date('2026-02-01T03:02:00Z')
  const mistake = { subject: 'math', title: '方程', question_content: '解方程', knowledge_points: ['移项'] }
  const { id } = (await call('POST', '/api/v1/mistakes', { as, body: mistake })).json().data
  clock.now = new Date('2026-02-02T03:00:00Z')
  await call('POST', `/api/v1/mistakes/${id}/review`, { as, body: { review_result: 'correct' } })
  await call('POST', `/api/v1/mistakes/${id}/review`, { as, body: { review_result: 'incorrect' } })
  await call('POST', `/api/v1/mistakes/${id}/reviews/undo`, { as })
  const figures = async () =>
    (
      await sql<object>`select day::text, subject, questions, sessions, mistakes, reviews, correct, incorrect, sittings, active_ms
        from learning_days where user_id = ${as.id} order by day`.execute(db)
    ).rows
  const points = async () =>
    (
      await sql<object>`select name, questions, mistakes, "right", wrong, evidence_count from knowledge_points
        where user_id = ${as.id}`.execute(db)
    ).rows
  const [before, known] = [await figures(), await points()]
  t.match(before, [
    { day: '2026-02-01', questions: '1', sessions: '1', mistakes: '1', sittings: '1', active_ms: '150000' },
    { day: '2026-02-02', reviews: '1', correct: '1', incorrect: '0', sittings: '1', active_ms: '30000' },
  ])
  for (const table of [
    'learning_events',
    'learning_days',
    'learning_tallies',
    'knowledge_points',
    'learner_activity',
  ])
    await sql`delete from ${sql.table(table)} where user_id = ${as.id}`.execute(db)
  const { added } = await rebuildLearner(db, moments, as.id)
  t.equal(added, 3)
  t.same(await figures(), before)
  t.same(await points(), known)
  t.match(known, [{ name: '移项', questions: 1, mistakes: 1, right: 0.5, wrong: 0, evidence_count: 1 }])
})

t.test('everybody is counted, one after another', async (t) => {
  const seen: string[] = []
  for await (const { userId, differences } of rebuildAll(db, moments)) {
    seen.push(userId)
    t.same(differences, [])
  }
  t.ok(seen.length >= 3)
  t.equal(new Set(seen).size, seen.length)
})
