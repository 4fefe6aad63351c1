import { newId } from '@lingzhi/contracts/ids'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

const { call, clock, identity } = await startTestApp(t)
clock.now = new Date('2026-03-01T04:00:00Z')
const path = '/api/v1/mistakes'

const equation = {
  subject: 'math',
  title: '一元二次方程',
  question_content: '解方程 $x^2-5x+6=0$',
  student_answer: 'x=2',
  correct_answer: 'x=2或x=3',
  explanation: '因式分解 (x-2)(x-3)=0',
  knowledge_points: ['一元二次方程', '因式分解'],
  tags: ['期中'],
}

async function learner() {
  const as = await identity.user()
  const add = async (mistake: object = {}) => {
    const added = await call('POST', path, { as, body: { ...equation, ...mistake } })
    t.equal(added.statusCode, 201, added.body)
    return added.json().data
  }
  return { as, add }
}

t.test('what is written into the notebook is there, with both answers, and due tomorrow', async (t) => {
  const { as, add } = await learner()
  const added = await add()
  t.match(added, {
    ...equation,
    source: 'manual',
    mastery_status: 'learning',
    next_review_date: '2026-03-02',
  })
  t.match(added.card, { interval_days: 1, streak: 0, retrievability: 1 })
  t.match(added.card.reason, /1 天后到期/)
  const shown = await call('GET', `${path}/${added.id}`, { as, headers: { 'accept-language': 'en' } })
  t.match(shown.json().data.card.reason, /due in 1 day/)
  t.same(
    (await call('GET', `/api/v1/error-book/${added.id}`, { as })).json().data,
    added,
    'under its former name',
  )
})

t.test('a change keeps what it leaves out, and deleting removes', async (t) => {
  const { as, add } = await learner()
  const { id } = await add()
  const changed = await call('PUT', `${path}/${id}`, { as, body: { notes: '再看', starred: true, tags: [] } })
  t.match(changed.json().data, { ...equation, tags: [], notes: '再看', starred: true })
  t.equal((await call('PUT', `${path}/${id}`, { as, body: {} })).statusCode, 200)
  t.equal((await call('DELETE', `${path}/${id}`, { as })).statusCode, 200)
  for (const method of ['GET', 'DELETE', 'PUT'] as const) {
    t.equal((await call(method, `${path}/${id}`, { as, body: {} })).statusCode, 404)
  }
})

t.test('somebody else’s mistake is not found, and without a token nothing is', async (t) => {
  const { add } = await learner()
  const { id } = await add()
  const other = await identity.user()
  const routes = [
    ['GET', `/${id}`],
    ['PUT', `/${id}`],
    ['DELETE', `/${id}`],
    ['GET', `/${id}/similar`],
    ['GET', `/${id}/reviews`],
    ['POST', `/${id}/review`],
    ['POST', `/${id}/reviews/undo`],
    ['POST', `/${id}/reviews/import`],
  ] as const
  const bodies: Record<string, object> = {
    [`/${id}/review`]: { review_result: 'correct' },
    [`/${id}/reviews/import`]: { reviews: [{ reviewed_on: '2026-03-01', review_result: 'correct' }] },
  }
  for (const [method, rest] of routes) {
    const body = method === 'GET' ? undefined : (bodies[rest] ?? {})
    const refused = await call(method, `${path}${rest}`, { as: other, body })
    t.equal(refused.statusCode, 404, `${method} ${rest}: ${refused.body}`)
    t.equal((await call(method, `${path}${rest}`, { as: null, body })).statusCode, 401)
    const nobody = await call(method, `${path}${rest.replace(id, 'no-id')}`, { as: other, body })
    t.equal(nobody.statusCode, 404)
  }
  for (const rest of ['', '/statistics', '/today-review', '/export', '/calibration']) {
    t.equal((await call('GET', `${path}${rest}`, { as: null })).statusCode, 401)
  }
  t.equal((await call('GET', path, { as: other })).json().data.total, 0)
})

t.test('values that are none are refused, with their member', async (t) => {
  const { as } = await learner()
  const wrong = [
    { ...equation, subject: 'astrology' },
    { ...equation, title: ' ' },
    { ...equation, question_content: '' },
    { ...equation, question_content: 'a\u0000b' },
    { ...equation, difficulty_level: 6 },
    { ...equation, tags: Array(21).fill('x') },
    { ...equation, source: 'elsewhere' },
    { title: 'no subject' },
  ]
  for (const body of wrong) {
    const refused = await call('POST', path, { as, body })
    t.equal(refused.statusCode, 400, JSON.stringify(body))
    t.equal(refused.json().error_code, 'VALIDATION_ERROR')
  }
  for (const query of [
    'search=',
    'start_date=2026-02-30',
    'cursor=zzz',
    'page_size=101',
    'sort=luck',
    'search=%00',
  ]) {
    t.equal((await call('GET', `${path}?${query}`, { as })).statusCode, 400, query)
  }
})

t.test('a search finds by question, title, tag and knowledge point, and takes signs as text', async (t) => {
  const { as, add } = await learner()
  await add({ title: '二次函数', question_content: '求顶点', knowledge_points: [], tags: [] })
  await add({ title: '其他', question_content: '二次函数的图象', knowledge_points: [], tags: [] })
  await add({ title: '第三', question_content: '无关', knowledge_points: [], tags: ['二次函数'] })
  await add({ title: '第四', question_content: '无关', knowledge_points: ['二次函数'], tags: [] })
  await add({ title: '第五', question_content: 'the vertex of a parabola', knowledge_points: [], tags: [] })
  const found = async (search: string) =>
    (await call('GET', `${path}?search=${encodeURIComponent(search)}`, { as })).json().data.total
  t.equal(await found('二次函数'), 4)
  t.equal(await found('Parabola'), 1)
  t.equal(await found('双曲线'), 0)
  for (const signs of ["'", ':*', '<->', '%', '\\', '&|!()']) t.equal(await found(signs), 0, signs)
})

t.test('pages follow each other without a gap or a repetition, in every order', async (t) => {
  const { as, add } = await learner()
  const ids: string[] = []
  for (let n = 0; n < 7; n++) ids.push((await add({ title: `第${n}题`, difficulty_level: (n % 3) + 1 })).id)
  for (const sort of ['created_at', 'next_review_date', 'difficulty_level']) {
    for (const order of ['asc', 'desc']) {
      const seen: string[] = []
      let cursor = ''
      do {
        const query = `?limit=3&sort=${sort}&order=${order}${cursor && `&cursor=${cursor}`}`
        const { data } = (await call('GET', path + query, { as })).json()
        seen.push(...data.items.map(({ id }: { id: string }) => id))
        cursor = data.next_cursor ?? ''
      } while (cursor)
      t.same(seen.toSorted(), ids.toSorted(), `${sort} ${order}`)
    }
  }
  const { data } = (await call('GET', `${path}?page=3&page_size=3`, { as })).json()
  t.match(data, { total: 7, page: 3, page_size: 3, pages: 3, next_cursor: null })
  t.same(
    data.items.map(({ id }: { id: string }) => id),
    [ids[0]],
  )
  const other = await call('GET', `${path}?limit=3&sort=difficulty_level`, { as })
  const stray = await call('GET', `${path}?limit=3&cursor=${other.json().data.next_cursor}`, { as })
  t.equal(stray.json().error_code, 'BAD_CURSOR', 'of another order')
})

t.test('filters narrow the list', async (t) => {
  const { as, add } = await learner()
  await add()
  await add({
    subject: 'physics',
    tags: ['错误'],
    knowledge_points: [],
    starred: true,
    difficulty_level: 5,
    category: '力学',
  })
  const total = async (query: string) => (await call('GET', `${path}?${query}`, { as })).json().data.total
  for (const query of [
    'subject=physics',
    'starred=true',
    'difficulty=5',
    `tag=${encodeURIComponent('错误')}`,
  ]) {
    t.equal(await total(query), 1, query)
  }
  t.equal(await total(`knowledge_point=${encodeURIComponent('因式分解')}`), 1)
  t.equal(await total(`category=${encodeURIComponent('力学')}`), 1)
  t.equal(await total('mastery_status=learning'), 2)
  t.equal(await total('mastery_status=mastered'), 0)
  t.equal(await total('start_date=2026-03-01&end_date=2026-03-01'), 2)
  t.equal(await total('start_date=2026-03-02'), 0)
  t.equal(await total('source=homework'), 0)
})

t.test(
  'of many taken in at once the valid ones are stored, and what is wrong is told at its place',
  async (t) => {
    const { as } = await learner()
    const mistakes = [equation, { ...equation, subject: 'astrology' }, { ...equation, title: '第三' }]
    const { data } = (await call('POST', `${path}/batch-import`, { as, body: { mistakes } })).json()
    t.match(data, { total: 3, success_count: 2, failed_count: 1 })
    t.match(data.items[1], { index: 1, success: false, mistake_id: null, error: /^subject/ })
    const listed = (await call('GET', path, { as })).json().data
    t.equal(listed.total, 2)
    t.equal(listed.items[0].source, 'import')
    const many = { mistakes: Array(101).fill(equation) }
    t.equal((await call('POST', `${path}/batch-import`, { as, body: many })).statusCode, 400)
    t.equal((await call('POST', `${path}/batch-import`, { as, body: { mistakes: [] } })).statusCode, 400)
  },
)

t.test('a source enters a notebook once', async (t) => {
  const { as, add } = await learner()
  await add({ source: 'homework', source_id: 'sheet 1, 3' })
  const again = await call('POST', path, {
    as,
    body: { ...equation, source: 'homework', source_id: 'sheet 1, 3' },
  })
  t.equal(again.statusCode, 409)
  t.equal(again.json().error_code, 'MISTAKE_EXISTS')
  const { add: addOther } = await learner()
  await addOther({ source: 'homework', source_id: 'sheet 1, 3' })
})

t.test('many are starred, tagged and deleted at once, with a result for each', async (t) => {
  const { as, add } = await learner()
  const ids = [(await add()).id, (await add()).id]
  const stranger = newId()
  const batch = async (action: string, more: object = {}) =>
    (
      await call('POST', `${path}/batch`, { as, body: { action, mistake_ids: [...ids, stranger], ...more } })
    ).json().data
  const starred = await batch('star')
  t.match(starred, { total: 3, success_count: 2, failed_count: 1 })
  t.match(starred.items[2], { mistake_id: stranger, success: false, error: '错题不存在' })
  await batch('add_tags', { tags: ['易错', '期中'] })
  t.same((await call('GET', `${path}/${ids[0]}`, { as })).json().data.tags, ['期中', '易错'])
  await batch('remove_tags', { tags: ['期中'] })
  t.same((await call('GET', `${path}/${ids[0]}`, { as })).json().data.tags, ['易错'])
  t.equal(
    (await call('POST', `${path}/batch`, { as, body: { action: 'add_tags', mistake_ids: ids } })).statusCode,
    400,
  )
  await batch('delete')
  t.equal((await call('GET', path, { as })).json().data.total, 0)
})

t.test('each form of an export holds every mistake of the list, and no formula', async (t) => {
  const { as, add } = await learner()
  for (let n = 0; n < 3; n++) await add({ title: `=1+${n}`, question_content: `第${n}题\n<b>"引"</b>\t` })
  const file = async (format: string) => call('GET', `${path}/export?format=${format}`, { as })
  const json = await file('json')
  t.equal(json.json().mistakes.length, 3)
  t.match(json.headers['content-disposition'], /attachment; .*filename\*=UTF-8''%E9%94%99/)
  const csv = (await file('csv')).body
  t.equal(csv.match(/^[0-9a-f-]{36},/gm)?.length, 3)
  t.match(csv, /,'=1\+0,/)
  t.match((await file('markdown')).body, /## 3\. =1\+2/)
  const anki = (await file('anki')).body.trim().split('\n').slice(3)
  t.equal(anki.length, 3)
  t.match(anki[0], /^第0题<br>&lt;b&gt;&quot;引&quot;&lt;\/b&gt; \t/)
  t.equal((await call('GET', `${path}/export?format=pdf`, { as })).statusCode, 400)
  const none = await call('GET', `${path}/export?format=json`, { as: await identity.user() })
  t.same(none.json(), { mistakes: [] })
})

t.test('what is alike is found, the most alike first, and only one’s own', async (t) => {
  const { as, add } = await learner()
  const { id } = await add()
  const near = await add({ title: '一元二次方程的根', question_content: '解方程 $x^2-4x+3=0$' })
  const far = await add({ title: '方程', question_content: '求和', knowledge_points: [], explanation: '' })
  await add({
    title: '古诗',
    question_content: '床前明月光',
    knowledge_points: [],
    tags: [],
    explanation: '',
    subject: 'chinese',
  })
  const { add: addOther } = await learner()
  await addOther()
  const { items } = (await call('GET', `${path}/${id}/similar`, { as })).json().data
  t.same(
    items.map(({ mistake }: { mistake: { id: string } }) => mistake.id),
    [near.id, far.id],
  )
  t.ok(items[0].score > items[1].score)
})

t.test('statistics are what is in the notebook, and zeros where nothing is', async (t) => {
  const { as, add } = await learner()
  const none = (await call('GET', `${path}/statistics`, { as })).json().data
  t.match(none, { total_mistakes: 0, by_subject: {}, review_streak_days: 0, this_week_reviews: 0 })
  const { id } = await add()
  await add({ subject: 'physics', difficulty_level: 4 })
  clock.now = new Date('2026-03-02T04:00:00Z')
  await call('POST', `${path}/${id}/review`, { as, body: { review_result: 'correct' } })
  const data = (await call('GET', `${path}/statistics`, { as })).json().data
  t.match(data, {
    ...{ total_mistakes: 2, not_mastered: 2, learning: 1, reviewing: 1, mastered: 0, due_today: 1 },
    ...{
      by_subject: { math: 1, physics: 1 },
      by_difficulty: { 2: 1, 4: 1 },
      by_knowledge_point: { 因式分解: 2 },
    },
    ...{ review_streak_days: 1, this_week_reviews: 1 },
  })
  clock.now = new Date('2026-03-01T04:00:00Z')
})

t.test('only what is due is for today, the most forgotten first, with a reason', async (t) => {
  const { as, add } = await learner()
  const older = await add({ title: '早' })
  clock.now = new Date('2026-03-03T04:00:00Z')
  const newer = await add({ title: '晚' })
  clock.now = new Date('2026-03-04T04:00:00Z')
  await add({ title: '未到期' })
  const { data } = (await call('GET', `${path}/today-review`, { as })).json()
  t.same(
    data.tasks.map(({ mistake_id }: { mistake_id: string }) => mistake_id),
    [older.id, newer.id],
  )
  t.match(data, { total_count: 2, completed_count: 0, estimated_minutes: 10 })
  t.match(data.tasks[0], { review_round: 1, due_date: '2026-03-02', overdue_days: 2, reason: /逾期 2 天/ })
  t.ok(data.tasks[0].retrievability < data.tasks[1].retrievability)
  clock.now = new Date('2026-03-01T04:00:00Z')
})
