import { recordFact } from '@lingzhi/bus/outbox'
import { UserDeleted } from '@lingzhi/contracts/auth'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

const path = '/api/v1/learning/settings'
const { deps, db, call, user, identity } = await startTestApp(t, { TUTOR_GUIDANCE: 'steps' })

const usual = { daily_goals: { reviews: 5, questions: 3, minutes: 30 }, rescheduling: null }

t.test('somebody who never chose gets what the deployment says', async (t) => {
  const { statusCode, json } = await call('GET', path, { as: await identity.user() })
  t.equal(statusCode, 200)
  t.same(json().data, {
    ...{ grade_level: null, subjects: [], guidance: null, weak_points: [] },
    ...{ scheduler: 'fsrs', retention: 0.9, effective_guidance: 'steps', ...usual },
  })
})

t.test('what is chosen stays, and what a change leaves out too', async (t) => {
  await call('PUT', path, { body: { grade_level: 8, subjects: ['math', 'physics'] } })
  const changed = await call('PUT', path, { body: { guidance: 'hints', weak_points: ['二次函数'] } })
  const settings = {
    grade_level: 8,
    subjects: ['math', 'physics'],
    guidance: 'hints',
    weak_points: ['二次函数'],
    ...{ scheduler: 'fsrs', retention: 0.9, effective_guidance: 'hints', ...usual },
  }
  t.same(changed.json().data, settings)
  t.same((await call('GET', path)).json().data, settings)
  t.same((await call('PUT', path, { body: { grade_level: null } })).json().data, {
    ...settings,
    grade_level: null,
  })
  t.equal((await call('PUT', path, { body: {} })).statusCode, 200, 'a change of nothing')
})

t.test('no token, and values that are none, are refused', async (t) => {
  for (const method of ['GET', 'PUT'] as const)
    t.equal((await call(method, path, { as: null, body: {} })).statusCode, 401)
  for (const body of [
    { grade_level: 13 },
    { grade_level: 0 },
    { subjects: ['astrology'] },
    { subjects: ['math', 'math'] },
    { guidance: 'shout' },
    { weak_points: [' '] },
    { weak_points: ['a\u0000b'] },
    { weak_points: ['1', '2', '3', '4', '5', '6'] },
  ]) {
    const refused = await call('PUT', path, { body })
    t.equal(refused.statusCode, 400, JSON.stringify(body))
    t.equal(refused.json().error_code, 'VALIDATION_ERROR')
  }
})

t.test('nothing is left of a deleted account, however often that is told', async (_t) => {
  await call('PUT', path, { body: { grade_level: 3 } })
  for (let time = 0; time < 2; time++) await recordFact(db, UserDeleted, { user_id: user.id })
  deps.outbox.wake()
  await eventually(
    async () => (await db.selectFrom('learner_settings').select('user_id').execute()).length === 0,
  )
})
