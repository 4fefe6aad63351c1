import { requestBytes } from '@lingzhi/bus/request-bytes'
import { LearningRecords } from '@lingzhi/contracts/export-records'
import t from 'tap'
import { forgetUser } from '../removal/forget-user.ts'
import { graded, startTestHomework } from './test-homework.ts'

const started = await startTestHomework(t)
const { call, base, submit, until, correction, setHomework, identity, model, deps, db, bus } = started

const choice = { question: '1+1=? A.1 B.2', question_type: 'choice', correct_answer: 'B', points: 4 }
const solution = {
  question: '解方程 2x+1=7',
  rubric: [
    { id: 'move', text: '移项', points: 6 },
    { id: 'value', text: '求出 x', points: 4 },
  ],
}

/** Shared homework, what a pupil handed in for it, and how to decide on an item. */
async function handedIn(items: object[], answers: string[]) {
  const [owner, pupil] = await Promise.all([identity.user(), identity.user()])
  const { id: template_id } = await setHomework({ items, shared: true }, owner)
  const given = answers.map((student_answer, n) => ({ number: n + 1, student_answer }))
  const { id } = (await submit({ template_id, answers: given }, pupil)).json().data
  const item = (n: number) => `${base}/submissions/${id}/items/${n}`
  const decide = (n: number, body: object, as = owner) => call('POST', `${item(n)}/override`, { body, as })
  const appeal = (n: number, as = pupil) =>
    call('POST', `${item(n)}/appeal`, { body: { reason: '我的方法也对' }, as })
  return { owner, pupil, id, decide, appeal }
}

t.test('an administrator’s API key reads and decides what is theirs, and nobody else’s', async (t) => {
  const { id, decide } = await handedIn([choice], ['A'])
  const admin = await identity.user({ role: 'admin' })
  const key = await identity.user({ id: admin.id, role: 'admin', scopes: ['read', 'chat'] })
  const { template_id } = (await call('GET', `${base}/submissions/${id}`, { as: admin })).json().data
  const theirs = [
    ...[`submissions/${id}`, `submissions/${id}/correction`, `submissions/${id}/events`],
    `submissions?template_id=${template_id}`,
  ]
  for (const path of theirs)
    t.equal((await call('GET', `${base}/${path}`, { as: key })).statusCode, 404, path)
  t.same((await call('GET', `${base}/review-queue`, { as: key })).json().data.items, [])
  t.equal((await call('GET', `${base}/agreement`, { as: key })).json().data.compared, 0)
  const [item] = (await call('GET', `${base}/templates/${template_id}`, { as: key })).json().data.items
  t.notOk(item.correct_answer)
  t.not((await decide(1, { score: 4 }, key)).statusCode, 200)
  t.equal((await call('GET', `${base}/submissions/${id}`, { as: admin })).statusCode, 200)
})

t.test('who marks sees the pages that were handed in, and nobody else but the pupil does', async (t) => {
  const { file } = started
  const [owner, pupil, other] = await Promise.all([identity.user(), identity.user(), identity.user()])
  const { id: template_id } = await setHomework({ items: [solution], shared: true }, owner)
  const file_ids = [file({}, pupil), file({}, pupil)]
  const { id } = (await submit({ template_id, file_ids }, pupil)).json().data
  const page = (position: number | string, as = owner, of = id) =>
    call('GET', `${base}/submissions/${of}/pages/${position}`, { as })
  const shown = await page(1)
  t.equal(shown.statusCode, 200, shown.body)
  t.equal(shown.body, `model-image of ${file_ids[1]}`)
  t.match(shown.headers, { 'content-type': 'image/jpeg', 'cache-control': /no-store/ })
  t.equal((await page(0, pupil)).statusCode, 200)
  const key = await identity.user({ role: 'admin', scopes: ['read'] })
  for (const as of [other, key]) t.equal((await page(0, as)).statusCode, 404)
  t.equal((await page(2)).statusCode, 404)
  t.equal((await page('x')).statusCode, 404)
  t.equal((await page(0, owner, 'x')).statusCode, 404)
})

t.test('what a person decides counts, stays whatever is graded again, and takes the card back', async (t) => {
  const { owner, pupil, id, decide } = await handedIn([choice], ['A'])
  const cards = async () => (await call('GET', '/api/v1/mistakes', { as: pupil })).json().data.total
  t.equal(await cards(), 1)
  const decided = await decide(1, { score: 4, reason: '题目有误' })
  t.equal(decided.statusCode, 200, decided.body)
  t.match(decided.json().data, {
    ...{ score: 100, grade: { source: 'human', reason: '题目有误', score: 4 } },
    grades: [
      { source: 'rule', score: 0, is_current: false },
      { source: 'human', is_current: true },
    ],
  })
  t.match(await until(id, 'graded', pupil), { score: 4 })
  t.equal(await cards(), 0)
  await call('PUT', `${base}/templates/${(await correctionOf()).template_id}`, {
    body: { items: [{ ...choice, correct_answer: 'C' }] },
    as: owner,
  })
  await call('POST', `${base}/${id}/correct`, { as: owner })
  t.match(await until(id, 'graded', pupil), { score: 4 })
  t.match((await correction(id, pupil)).corrections[0].grades, [
    { source: 'rule' },
    { source: 'human' },
    { source: 'rule' },
  ])
  async function correctionOf() {
    return (await call('GET', `${base}/submissions/${id}`, { as: pupil })).json().data
  }
})

t.test(
  'nobody gives more than an item has, decides what is not theirs, or invents a criterion',
  async (t) => {
    const { pupil, decide, appeal } = await handedIn([choice], ['A'])
    t.match((await decide(1, { score: 5 })).json(), { status: 400, errors: [{ path: 'score' }] })
    t.equal((await decide(1, {})).statusCode, 400)
    t.equal((await decide(1, { criteria: [{ id: 'none', met: 'yes' }] })).statusCode, 400)
    t.equal((await decide(9, { score: 1 })).statusCode, 404)
    t.equal((await decide(1, { score: 4 }, pupil)).statusCode, 404, 'a pupil decides nothing')
    t.equal((await decide(1, { score: 4 }, await identity.user())).statusCode, 404)
    t.equal((await appeal(1, await identity.user())).statusCode, 404)
    t.equal((await decide(1, { score: 3 }, await identity.user({ role: 'admin' }))).statusCode, 200)
  },
)

t.test('an appeal is in the queue of whoever set the homework, once, and a grade decides it', async (t) => {
  const { owner, pupil, id, decide, appeal } = await handedIn([choice], ['A'])
  const queue = async (as = owner) => (await call('GET', `${base}/review-queue`, { as })).json().data.items
  t.same(await queue(), [])
  t.equal((await appeal(1)).statusCode, 201)
  const again = await appeal(1)
  t.equal(again.statusCode, 409)
  t.match(again.json(), { error_code: 'APPEAL_OPEN' })
  t.match(await queue(), [
    { submission_id: id, number: 1, appeal_reason: '我的方法也对', student_answer: 'A' },
  ])
  t.same(await queue(pupil), [])
  await decide(1, { score: 0 })
  t.same(await queue(), [])
  await appeal(1)
  await decide(1, { score: 4 })
  await appeal(1)
  t.match((await correction(id, pupil)).corrections[0].appeals, [
    { status: 'rejected' },
    { status: 'upheld' },
    { status: 'open' },
  ])
  await decide(1, { score: 4 })
  t.equal((await appeal(1)).statusCode, 409, 'three times')
})

t.test('what waits for a person is in the queue, and its criteria can be decided one by one', async (t) => {
  model.say = (asked) => graded(asked, () => ({ met: 'unsure' }))
  const { owner, pupil, id, decide } = await handedIn([solution], ['x=3'])
  await until(id, 'needs_review', pupil)
  t.match((await call('GET', `${base}/review-queue`, { as: owner })).json().data.items, [
    { needs_review: ['unsure'], low: 0, high: 10, points: 10 },
  ])
  t.same(
    (await correction(id, pupil)).corrections[0].grade.criteria,
    [],
    'a pupil sees no criteria before the score',
  )
  t.equal((await correction(id, owner)).corrections[0].grade.criteria.length, 2)
  const decided = await decide(1, {
    criteria: [
      { id: 'move', met: 'no' },
      { id: 'value', met: 'yes', note: '结果对' },
    ],
  })
  t.match(decided.json().data, {
    points_awarded: 4,
    grade: { criteria: [{ points: 0 }, { points: 4, note: '结果对' }] },
  })
  t.match(await until(id, 'graded', pupil), { score: 4 })
})

t.test('agreement: of ten decisions eight like the machine’s, and of their criteria', async (t) => {
  model.say = (asked) =>
    graded(asked, (id) => ({ met: id === 'move' ? 'yes' : 'no', quote: id === 'move' ? '2x=6' : '' }))
  const items = Array.from({ length: 10 }, () => solution)
  const { owner, pupil, id, decide } = await handedIn(
    items,
    items.map(() => '移项得 2x=6'),
  )
  await until(id, 'graded', pupil)
  const agreement = async (as = owner) => (await call('GET', `${base}/agreement`, { as })).json().data
  t.match(await agreement(), { compared: 0, exact: null, qwk: null, per_criterion: [] })
  for (let n = 1; n <= 10; n++)
    await decide(n, {
      criteria: [
        { id: 'move', met: n <= 8 ? 'yes' : 'no' },
        { id: 'value', met: 'no' },
      ],
    })
  t.match(await agreement(), {
    ...{ compared: 10, exact: 0.8, criteria_compared: 20, criteria_exact: 0.9 },
    per_criterion: [
      { id: 'move', compared: 10, exact: 0.8 },
      { id: 'value', exact: 1 },
    ],
  })
  t.equal((await agreement(pupil)).compared, 0)
  const [first] = (await call('GET', `${base}/submissions?limit=1`, { as: pupil })).json().data.items
  t.equal(first.overall_score, 48)
})

t.test(
  'a correction is the same as Markdown and as a page, in which nothing of a pupil’s runs',
  async (t) => {
    const as = await identity.user()
    const evil = '<script>alert(1)</script>\n# 标题 [x](javascript:alert(1)) `<img onerror=x>`'
    const answers = [{ ...choice, question: evil, student_answer: `A ${evil}` }]
    model.say = (asked) => graded(asked, () => ({ met: 'no' }), { explanation: evil, correct_answer: evil })
    const { id } = (await submit({ title: `作业 ${evil}`, answers }, as)).json().data
    await until(id, 'graded', as)
    const form = (type: string) =>
      call('GET', `${base}/submissions/${id}/correction?format_type=${type}`, {
        as,
        headers: { 'accept-language': 'en' },
      })
    const markdown = await form('markdown')
    t.match(markdown.headers['content-type'], /text\/markdown/)
    t.match(markdown.body, /## Item 1 · 0 \/ 4/)
    t.notMatch(markdown.body, /<script|<img|\]\(|^# 标题/m)
    const html = await form('html')
    t.match(html.headers, { 'content-type': /text\/html/, 'x-content-type-options': 'nosniff' })
    t.match(html.headers['content-security-policy'], /default-src 'none'.*sandbox/)
    t.notMatch(html.body, /<script|<img|<a /)
    t.match(html.body, /&lt;script&gt;alert\(1\)/)
    t.equal((await form('pdf')).statusCode, 400)
  },
)

t.test('that homework is served is told to everybody, in the shape of before', async (t) => {
  const told = await call('GET', `${base}/health`, { as: null })
  t.same(told.statusCode, 200)
  t.same(Object.keys(told.json()), ['status', 'module', 'version'])
  t.match(told.json(), { status: 'ok', module: 'homework', version: /^\d+\.\d+\.\d+/ })
})

t.test('statistics count what there is, and constants of nothing', async (t) => {
  const as = await identity.user()
  const stats = async (query = '') => (await call('GET', `${base}/stats${query}`, { as })).json()
  t.match((await stats()).data, {
    total: 0,
    average_score: null,
    by_subject: [],
    time_trend: [],
    recent_performance: [],
  })
  const answers = (...given: string[]) => given.map((student_answer) => ({ ...choice, student_answer }))
  await submit({ subject: 'math', grade_level: 8, answers: answers('B', 'A') }, as)
  await submit({ subject: 'math', grade_level: 8, answers: answers('B') }, as)
  await submit({ subject: 'physics', auto_grade: false, answers: answers('B') }, as)
  t.match((await stats('?granularity=month')).data, {
    ...{ total: 3, completed: 2, processing: 1, failed: 0, average_score: 75 },
    by_subject: [
      { subject: 'math', count: 2, average_score: 75 },
      { subject: 'physics', average_score: null },
    ],
    by_grade: [
      { grade_level: null, count: 1 },
      { grade_level: 8, count: 2 },
    ],
    time_trend: [{ count: 3, average_score: 75 }],
    recent_performance: [{ overall_score: 100 }, { overall_score: 50 }],
  })
  t.equal((await stats('?start_date=2026-02-30')).status, 400)
  t.equal((await stats('?start_date=2027-01-01&end_date=2026-01-01')).status, 400)
})

t.test('a deleted account takes its homework, and leaves the grades that it gave to others', async (t) => {
  const { owner, pupil, id, decide, appeal } = await handedIn([choice, choice], ['A', 'B'])
  await appeal(1)
  await decide(1, { score: 2 })
  const exported = async (as = pupil) => {
    const asked = { user_id: as.id, records_max: 1_000, bytes_max: 1_000_000 }
    const { result, pieces } = await requestBytes(bus, LearningRecords, asked)
    return { records: result.records, text: Buffer.concat(pieces).toString() }
  }
  t.match((await exported()).records, {
    homework: 1,
    homework_item: 2,
    homework_grade: 3,
    homework_appeal: 1,
  })
  t.notMatch((await exported()).text, new RegExp(owner.id), 'who decided is nobody’s to take along')
  t.match((await exported(owner)).records, { homework_template: 1 })
  await forgetUser(deps, owner.id)
  t.match(await until(id, 'graded', pupil), { score: 6, template_id: null })
  const grades = await db
    .selectFrom('homework_grades')
    .select('created_by')
    .where('source', '=', 'human')
    .execute()
  t.notOk(grades.some(({ created_by }) => created_by === owner.id))
  await forgetUser(deps, pupil.id)
  t.same((await exported()).records, {})
  for (const table of [
    'homework_submissions',
    'homework_items',
    'homework_grades',
    'homework_appeals',
    'homework_calls',
  ] as const)
    t.same(await db.selectFrom(table).select('user_id').where('user_id', '=', pupil.id).execute(), [], table)
})
