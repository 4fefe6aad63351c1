import { newId } from '@lingzhi/contracts/ids'
import t from 'tap'
import { startTestHomework } from './test-homework.ts'

const { call, base, submit, show, correction, setHomework, identity, user, model, clock } =
  await startTestHomework(t)

const choice = { question: '1+1=? A.1 B.2', question_type: 'choice', correct_answer: 'B', points: 4 }
const number = { question: '桌子多长？', question_type: 'number', correct_answer: '3米', points: 6 }

t.test('what rules can decide is graded before the response, and no model is asked', async (t) => {
  const { id: template_id } = await setHomework({ items: [choice, number] })
  const asked = model.asked.length
  const answers = [
    { number: 1, student_answer: '选 b' },
    { number: 2, student_answer: '3' },
  ]
  const handed = await submit({ template_id, answers })
  t.equal(handed.statusCode, 202, handed.body)
  t.match(handed.json().message, /作业提交成功/)
  const { data } = handed.json()
  t.match(data, {
    status: 'graded',
    score: 4,
    score_max: 10,
    overall_score: 40,
    template_id,
    kind: 'answers',
  })
  t.equal(model.asked.length, asked)
  t.match(await correction(data.id), {
    ...{ overall_score: 40, total_questions: 2, unanswered_count: 0, error_count: 1, needs_review_count: 0 },
    corrections: [
      {
        question_number: 1,
        score: 100,
        error_type: null,
        correct_answer: 'B',
        grade: { source: 'rule', confidence: 1 },
      },
      { question_number: 2, score: 0, error_type: '单位错误', student_answer: '3', points_awarded: 0 },
    ],
  })
})

t.test('an item that was left out is unanswered, and what was wrong is in the notebook once', async (t) => {
  const as = await identity.user()
  const { id: template_id } = await setHomework({ items: [choice, number] }, as)
  const { id } = (await submit({ template_id, answers: [{ number: 1, student_answer: 'B' }] }, as)).json()
    .data
  t.match(await correction(id, as), {
    unanswered_count: 1,
    corrections: [
      { is_unanswered: false },
      { is_unanswered: true, error_type: '未作答', student_answer: null },
    ],
  })
  const notebook = async () => (await call('GET', '/api/v1/mistakes', { as })).json().data.items
  t.match(await notebook(), [
    {
      title: '第2题 - 未作答',
      source: 'homework_correction',
      correct_answer: '3米',
      question_content: '桌子多长？',
    },
  ])
  // Removed by hand, it does not come back by being graded again.
  await call('DELETE', `/api/v1/mistakes/${(await notebook())[0].id}`, { as })
  t.equal((await call('POST', `${base}/${id}/correct`, { as })).statusCode, 202)
  t.same(await notebook(), [])
})

t.test('homework that is shared is shown without keys, and taken from each once', async (t) => {
  const [owner, pupil] = [user, await identity.user()]
  const { id: template_id } = await setHomework({ items: [choice], due_at: '2026-03-01T00:00:00Z' })
  const path = `${base}/templates/${template_id}`
  t.equal((await call('GET', path, { as: pupil })).statusCode, 404)
  t.equal((await submit({ template_id, answers: [{ student_answer: 'B' }] }, pupil)).statusCode, 404)
  await call('PUT', path, { body: { shared: true }, as: owner })
  const seen = await call('GET', path, { as: pupil })
  t.match(seen.json().data, {
    is_owner: false,
    items: [{ question: choice.question, correct_answer: null, rubric: null }],
  })
  t.notMatch(seen.body, /"B"/)
  clock.now = new Date('2026-03-02T00:00:00Z')
  const first = await submit({ template_id, answers: [{ student_answer: 'A' }] }, pupil)
  t.match(first.json().data, { status: 'graded', score: 0, late: true })
  const again = await submit({ template_id, answers: [{ student_answer: 'B' }] }, pupil)
  t.equal(again.statusCode, 409)
  t.match(again.json(), { error_code: 'HOMEWORK_ALREADY_SUBMITTED', message: '该作业已经提交过了' })
  await call('PUT', path, { body: { allow_again: true }, as: owner })
  t.equal((await submit({ template_id, answers: [{ student_answer: 'B' }] }, pupil)).statusCode, 202)
  clock.now = undefined
  const list = await call('GET', `${base}/submissions?template_id=${template_id}`, { as: owner })
  t.equal(list.json().data.items.length, 2)
  t.equal(
    (await call('GET', `${base}/submissions?template_id=${template_id}`, { as: pupil })).statusCode,
    404,
  )
})

t.test('two of one learner’s at once for one template are one', async (t) => {
  const as = await identity.user()
  const { id: template_id } = await setHomework({ items: [choice] }, as)
  const both = await Promise.all(
    [1, 2, 3].map(() => submit({ template_id, answers: [{ student_answer: 'B' }] }, as)),
  )
  t.same(both.map(({ statusCode }) => statusCode).sort(), [202, 409, 409])
})

t.test('what is no homework is refused with its place', async (t) => {
  const refused = async (body: object, status: number, path?: RegExp) => {
    const response = await submit(body)
    t.equal(response.statusCode, status, response.body)
    if (path) t.match(response.json().errors?.[0]?.path, path)
  }
  await refused({}, 400, /file_ids/)
  await refused({ subject: 'math', text: '  \u200b ' }, 400)
  await refused({ answers: [{ student_answer: 'x' }], grade_level: 13 }, 400, /grade_level/)
  await refused({ answers: [{ student_answer: 'x' }], text: '一' }, 400, /text/)
  await refused(
    { answers: [{ student_answer: 'x' }, { number: 1, student_answer: 'y' }] },
    400,
    /answers.1.number/,
  )
  await refused({ text: '长'.repeat(20_001) }, 413)
  await refused({ file_ids: [newId()] }, 404)
  await refused({ template_id: newId(), answers: [{ student_answer: 'x' }] }, 404)
  const { id: template_id } = await setHomework({ items: [choice] })
  await refused({ template_id, answers: [{ number: 7, student_answer: 'x' }] }, 400, /answers.0.number/)
  const make = (items: object[]) =>
    call('POST', `${base}/templates`, { body: { title: '题', subject: 'math', items } })
  t.match((await make([choice, { ...choice, number: 1 }])).json().errors, [{ path: 'items.1.number' }])
  const one = { text: '步骤', points: 2 }
  t.match((await make([{ question: '解', points: 5, rubric: [one] }])).json().errors, [
    { path: 'items.0.rubric' },
  ])
  t.match(
    (
      await make([
        {
          question: '解',
          rubric: [
            { ...one, id: 'a' },
            { ...one, id: 'a' },
          ],
        },
      ])
    ).json().errors,
    [{ path: 'items.0.rubric.1.id' }],
  )
  t.equal((await call('POST', `${base}/submit`, { body: { text: '一' }, as: null })).statusCode, 401)
})

t.test(
  'a submission is its owner’s: others find nothing, and it goes with its grades and cards',
  async (t) => {
    const as = await identity.user()
    const { id } = (
      await submit({ title: '周末作业', answers: [{ ...choice, student_answer: 'A' }] }, as)
    ).json().data
    t.match(await show(id, as), {
      title: '周末作业',
      items: [{ number: 1, student_answer: 'A', transcribed_answer: null }],
    })
    for (const [method, path] of [
      ...[
        ['GET', `submissions/${id}`],
        ['GET', `submissions/${id}/correction`],
        ['GET', `submissions/${id}/events`],
      ],
      ...[
        ['DELETE', `submissions/${id}`],
        ['PUT', `submissions/${id}/items/1`],
        ['POST', `${id}/correct`],
      ],
      ...[
        ['POST', `submissions/${id}/items/1/appeal`],
        ['POST', `submissions/${id}/items/1/override`],
      ],
      ...[
        ['POST', `${id}/correct/retry`],
        ['PUT', `submissions/${id}`],
      ],
    ] as ['GET', string][]) {
      const body = { GET: undefined, DELETE: undefined }[method as string] ?? {
        ...{ student_answer: 'B', reason: '请看', score: 1, title: '我的' },
      }
      const stranger = await call(method, `${base}/${path}`, {
        ...(method === 'GET' ? {} : { body }),
        as: user,
      })
      t.equal(stranger.statusCode, 404, `${method} ${path}: ${stranger.body}`)
      t.equal(
        (await call(method, `${base}/${path}`, { ...(method === 'GET' ? {} : { body }), as: null }))
          .statusCode,
        401,
      )
    }
    const changed = await call('PUT', `${base}/submissions/${id}`, {
      body: { submission_title: '改名', submission_note: '慢慢做的', completion_time: 1_800 },
      as,
    })
    t.match(changed.json().data, { title: '改名', note: '慢慢做的', completion_time: 1_800 })
    t.match((await call('GET', `${base}/list?page=1&size=5`, { as })).json().data, {
      total: 1,
      items: [{ id }],
    })
    t.equal((await call('GET', `${base}/${id}`, { as })).json().data.id, id, 'as the replaced system had it')
    t.equal((await call('GET', '/api/v1/mistakes', { as })).json().data.total, 1)
    const gone = await call('POST', `${base}/batch-delete`, { body: { homework_ids: [id, newId()] }, as })
    t.match(gone.json().data, { total_requested: 2, success_count: 1, failed_count: 1 })
    t.equal((await call('GET', '/api/v1/mistakes', { as })).json().data.total, 0)
    t.equal((await call('GET', `${base}/submissions/${id}`, { as })).statusCode, 404)
  },
)

t.test('lists page by cursor without a gap, and are filtered', async (t) => {
  const as = await identity.user()
  for (let n = 0; n < 5; n++)
    await submit(
      { title: `${n}`, subject: n < 2 ? 'physics' : 'math', answers: [{ ...choice, student_answer: 'B' }] },
      as,
    )
  const titles: string[] = []
  let cursor = ''
  do {
    const { data } = (
      await call('GET', `${base}/submissions?limit=2${cursor && `&cursor=${cursor}`}`, { as })
    ).json()
    titles.push(...data.items.map(({ title }: { title: string }) => title))
    cursor = data.next_cursor ?? ''
  } while (cursor)
  t.same(titles, ['4', '3', '2', '1', '0'])
  const of = async (query: string) =>
    (await call('GET', `${base}/submissions?${query}`, { as })).json().data.items.length
  t.equal(await of('subject=physics'), 2)
  t.equal(await of('status=failed'), 0)
  t.equal((await call('GET', `${base}/submissions?cursor=x`, { as })).statusCode, 400)
})
