import { sql } from 'kysely'
import type { Test } from 'tap'
import t from 'tap'
import { momentsIn } from '../moments.ts'
import { rebuildLearner } from '../rebuilding/rebuild-progress.ts'
import { addUp } from './advance.ts'
import { graded, startTestHomework } from './test-homework.ts'

const started = await startTestHomework(t)
const { call, base, submit, until, setHomework, identity, model, clock, db, deps, config } = started
const moments = momentsIn('Asia/Shanghai')

const choice = {
  ...{ question: '1+1=? A.1 B.2', question_type: 'choice', correct_answer: 'B', points: 4 },
  knowledge_points: ['加法'],
}
const solution = {
  question: '解方程 2x+1=7',
  rubric: [
    { id: 'move', text: '移项', points: 6 },
    { id: 'value', text: '求出 x', points: 4 },
  ],
  knowledge_points: ['移项'],
}
interface Reader {
  id: string
}
const data = async (as: Reader, path: string) =>
  (await call('GET', `/api/v1${path}`, { as: as as never })).json().data
const days = async ({ id }: Reader) =>
  (
    await sql<
      Record<string, string>
    >`select day::text, subject, submissions, items, correct, partial, incorrect, mistakes,
      score, score_max, active_ms from learning_days where user_id = ${id} order by day, subject`.execute(db)
  ).rows
const points = async (as: Reader) => (await data(as, '/knowledge-graph/mastery')).items
/** Nothing that is stored differs from what the events come to. */
const isExact = async (t: Test, { id }: Reader) =>
  t.same((await rebuildLearner(db, moments, id)).differences, [])

t.test('graded homework is counted on the day it was handed in, and its items are evidence', async (t) => {
  const as = await identity.user()
  // A minute before midnight; what a model says comes the day after.
  clock.now = new Date('2026-03-01T15:59:00Z')
  model.say = () => undefined
  const answers = [
    { ...choice, student_answer: 'B' },
    { ...choice, student_answer: 'A' },
    { ...solution, student_answer: '移项得 2x=6' },
  ]
  const { id } = (await submit({ subject: 'math', answers }, as)).json().data
  t.same(await days(as), [], 'what is not graded yet counts nowhere')
  clock.now = new Date('2026-03-01T16:05:00Z')
  model.say = (asked) =>
    graded(asked, (id) => ({ met: id === 'move' ? 'yes' : 'no', quote: id === 'move' ? '2x=6' : '' }))
  await model.answer()
  await until(id, 'graded', as)
  t.match(await days(as), [
    {
      ...{ day: '2026-03-01', subject: 'math', submissions: '1', items: '3', score: '1000' },
      ...{ score_max: '1800', correct: '1', partial: '1', incorrect: '1', active_ms: '30000' },
    },
    // Cards begin on the day on which the fault was found.
    { day: '2026-03-02', submissions: '0', items: '0', mistakes: '2' },
  ])
  t.match(await data(as, '/analytics/learning-stats?time_range=all'), {
    ...{ total_homework: 1, avg_score: 55.56 },
  })
  const [addition] = (await points(as)).filter(({ name }: { name: string }) => name === '加法')
  t.match(addition, { evidence_count: 2, last_evidence_on: '2026-03-01' })
  t.match(await data(as, `/knowledge-graph/mastery/${addition.id}/evidence`), {
    items: [
      { kind: 'item', judged_by: 'rules', weight: 1 },
      { kind: 'item', judged_by: 'rules', weight: 1 },
    ],
  })
  await addUp({ ...deps, config }, id)
  await isExact(t, as)
  clock.now = undefined
})

t.test('a grade that a person changes counts in place of the machine’s, once', async (t) => {
  const [owner, pupil] = await Promise.all([identity.user(), identity.user()])
  const { id: template_id } = await setHomework({ items: [choice], shared: true }, owner)
  const { id } = (await submit({ template_id, answers: [{ student_answer: 'A' }] }, pupil)).json().data
  t.match(await days(pupil), [{ items: '1', incorrect: '1', mistakes: '1', score: '0' }])
  const decide = (score: number) =>
    call('POST', `${base}/submissions/${id}/items/1/override`, { as: owner, body: { score } })
  await decide(4)
  const right = { submissions: '1', items: '1', correct: '1', incorrect: '0', mistakes: '0', score: '400' }
  t.match(await days(pupil), [right])
  await Promise.all([decide(2), decide(2)])
  const half = { ...right, correct: '0', partial: '1', mistakes: '1', score: '200', score_max: '400' }
  t.match(await days(pupil), [half])
  t.match(await points(pupil), [{ evidence_count: 1 }])
  t.same(await days(owner), [], 'whoever grades has learned nothing')
  await isExact(t, pupil)
})

t.test('a score that is taken back until a person looks counts no more', async (t) => {
  const as = await identity.user()
  model.say = (asked) => graded(asked, () => ({ met: 'yes', quote: 'x=3' }))
  const answers = [{ ...solution, student_answer: 'x=3' }]
  const { id } = (await submit({ subject: 'math', answers }, as)).json().data
  await until(id, 'graded', as)
  t.match(await days(as), [{ submissions: '1', items: '1', score: '1000' }])
  model.say = (asked) => graded(asked, () => ({ met: 'unsure' }))
  await call('POST', `${base}/${id}/correct`, { as, body: { force: true } })
  await until(id, 'needs_review', as)
  t.match(await days(as), [{ submissions: '1', items: '0', score: '0', score_max: '0', correct: '0' }])
  t.match(await points(as), [{ evidence_count: 0 }])
  await isExact(t, as)
})

t.test('homework that is deleted is uncounted, its cards and what only it was about with it', async (t) => {
  const as = await identity.user()
  const other = { ...choice, knowledge_points: ['减法'] }
  const hand = async (item: object) =>
    (await submit({ subject: 'math', answers: [{ ...item, student_answer: 'A' }] }, as)).json().data.id
  const [first, second] = [await hand(choice), await hand(other)]
  t.match(await days(as), [{ submissions: '2', items: '2', mistakes: '2' }])
  await call('DELETE', `${base}/submissions/${first}`, { as })
  t.match(await days(as), [{ submissions: '1', items: '1', mistakes: '1', incorrect: '1', score_max: '400' }])
  t.match(await points(as), [{ name: '减法', evidence_count: 1, mistake_count: 1 }])
  await isExact(t, as)
  await call('POST', `${base}/batch-delete`, { as, body: { homework_ids: [second, first] } })
  t.match(await days(as), [{ submissions: '0', items: '0', mistakes: '0', score_max: '0' }])
  t.same(await points(as), [])
  await isExact(t, as)
})

t.test('homework graded before it was counted is counted by the rebuild, to the same figures', async (t) => {
  const [owner, as] = await Promise.all([identity.user(), identity.user()])
  const { id: template_id } = await setHomework({ items: [choice, choice], shared: true }, owner)
  const given = [{ student_answer: 'A' }, { student_answer: 'B' }]
  const { id } = (await submit({ template_id, answers: given }, as)).json().data
  await call('POST', `${base}/submissions/${id}/items/1/override`, { as: owner, body: { score: 1.5 } })
  const [before, known] = [await days(as), await points(as)]
  t.match(before, [{ submissions: '1', items: '2', score: '550', score_max: '800' }])
  for (const table of [
    ...['learning_events', 'learning_days', 'learning_tallies', 'knowledge_points', 'learner_activity'],
  ])
    await sql`delete from ${sql.table(table)} where user_id = ${as.id}`.execute(db)
  const { added } = await rebuildLearner(db, moments, as.id)
  t.equal(added, 4, 'the submission, two items and the card of the first')
  t.same(await days(as), before)
  t.match(
    await points(as),
    known.map(({ id: _, ...point }: { id: string }) => point),
  )
  t.same((await rebuildLearner(db, moments, as.id)).added, 0)
})
