import { recordFact } from '@lingzhi/bus/outbox'
import { UserDeleted } from '@lingzhi/contracts/auth'
import { ConversationsRemoved } from '@lingzhi/contracts/chat'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { startTestChat } from '../test-chat.ts'

const base = '/api/v1/learning'

async function start(t: Parameters<typeof startTestApp>[0]) {
  const started = await startTestApp(t)
  const chat = startTestChat(t, started.bus, started.db)
  const { call, user } = started
  const tell = async (content: string, answer: string, more: object = {}, as = user) => {
    chat.script([answer])
    return (await call('POST', `${base}/ask`, { body: { content, ...more }, as })).json().data
  }
  const get = async (path: string, as = user) => (await call('GET', `${base}${path}`, { as })).json()
  return { ...started, chat, tell, get }
}

t.test(
  'sessions are made, named, listed by what they were last used for, archived and taken back',
  async (t) => {
    const { call, tell, get, identity } = await start(t)
    const made = await call('POST', `${base}/sessions`, {
      body: { title: '期中复习', subject: 'math', grade_level: 8 },
    })
    t.equal(made.statusCode, 201)
    const { id } = made.json().data
    t.match(made.json().data, { title: '期中复习', question_count: 0, status: 'active' })
    const { session } = await tell('什么是质数？'.repeat(10), '只能被一和自己整除')
    t.equal(session.title, `${'什么是质数？'.repeat(5)}...`)
    await tell('再说说', '好', { session_id: id })
    t.same(
      (await get('/sessions')).data.items.map((one: { id: string }) => one.id),
      [id, session.id],
    )
    const paged = (await get('/sessions?page=2&size=1')).data
    t.match(paged, { items: [{ id: session.id }], total: 2, page: 2, size: 1, pages: 2 })
    const first = (await get('/sessions?limit=1')).data
    t.same((await get(`/sessions?limit=1&cursor=${first.next_cursor}`)).data.items[0].id, session.id)
    t.equal((await get('/sessions?search=期中')).data.items.length, 1)
    t.equal((await get('/sessions?subject_filter=math')).data.items.length, 1)

    t.match((await call('PUT', `${base}/sessions/${id}`, { body: { title: '期末' } })).json().data, {
      title: '期末',
    })
    t.match((await call('DELETE', `${base}/sessions/${id}`)).json().data, { status: 'archived' })
    t.equal((await get('/sessions?status_filter=active')).data.items.length, 1)
    t.match((await call('PATCH', `${base}/sessions/${id}/activate`, {})).json().data, { status: 'active' })
    const as = await identity.user()
    for (const [method, path] of [
      ['GET', ''],
      ['PUT', ''],
      ['DELETE', ''],
      ['PATCH', '/archive'],
      ['GET', '/history'],
    ] as const) {
      const refused = await call(method, `${base}/sessions/${id}${path}`, {
        as,
        ...(method === 'PUT' && { body: {} }),
      })
      t.match(
        [refused.statusCode, refused.json().error_code],
        [404, 'LEARNING_SESSION_NOT_FOUND'],
        `${method} ${path}`,
      )
    }
    t.equal((await call('POST', `${base}/sessions`, { body: { title: ' ' } })).statusCode, 400)
    t.equal((await call('GET', `${base}/sessions/nonsense`)).statusCode, 404)
  },
)

t.test('a session is read from its beginning, and all questions newest first and by filter', async (t) => {
  const { tell, get, call, config } = await start(t)
  const { session } = await tell('一', '甲', { subject: 'math', question_type: 'concept' })
  await tell('二', '乙', { session_id: session.id })
  await tell('三', '丙', { subject: 'physics' })
  const contents = ({ data }: { data: { items: { question: { content: string } }[] } }) =>
    data.items.map(({ question }) => question.content)
  t.same(contents(await get(`/sessions/${session.id}/history`)), ['一', '二'])
  t.same(contents(await get(`/sessions/${session.id}/questions`)), ['二', '一'])
  t.same(contents(await get('/questions')), ['三', '二', '一'])
  t.same(contents(await get('/questions/history?subject=physics')), ['三'])
  t.same(contents(await get('/questions?question_type=concept')), ['一'])
  t.same(contents(await get(`/questions?session_id=${session.id}`)), ['二', '一'])
  t.same(contents(await get('/questions?start_date=2100-01-01')), [])
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: config.TIMEZONE }).format(new Date())
  t.equal(contents(await get(`/questions?start_date=${today}&end_date=9999-12-31`)).length, 3)
  t.same(contents(await get('/questions?end_date=2000-01-01')), [])
  t.same(contents(await get('/questions?keyword=丙')), ['三'], 'a word of the answer finds it, too')
  for (const date of ['0000-01-01', '2026-02-30', 'today'])
    t.equal((await call('GET', `${base}/questions?start_date=${date}`)).statusCode, 400, date)
  const page = (await get('/questions?limit=2')).data
  t.same(contents(await get(`/questions?limit=2&cursor=${page.next_cursor}`)), ['一'])
})

t.test('words find the best first, formulas in any spelling, and nobody else’s', async (t) => {
  const { tell, get, identity, call } = await start(t)
  await tell('二次函数的顶点怎么求', '配方得到二次函数的顶点')
  await tell('函数是什么', '一个对应关系')
  await tell(String.raw`化简 $\frac12+x$`, String.raw`等于 $\dfrac{1}{2}+x$`)
  const stranger = await identity.user()
  await tell('二次函数的顶点', '别人的', {}, stranger)
  const found = (await get(`/search?q=${encodeURIComponent('二次函数的顶点')}`)).data
  t.match(found, { by: 'words' })
  t.match(found.items[0].content, /二次函数/)
  t.notMatch(JSON.stringify(found), /别人的/)
  t.equal(
    (await get(`/search?q=${encodeURIComponent('对应关系')}&kinds=answer`)).data.items[0].kind,
    'answer',
  )
  const formula = (await get(`/search?q=${encodeURIComponent(String.raw`\frac{1}{2}`)}`)).data
  t.ok(formula.items.some(({ content }: { content: string }) => content.includes('frac12')))
  t.equal((await get(`/questions/search?q=${encodeURIComponent('顶点')}`)).data.items.length, 1)
  const loose = (await get(`/search?q=${encodeURIComponent('顶点 量子')}`)).data
  t.equal(loose.loose, true)
  for (const q of ['', '%E3%80%82', 'x'.repeat(1_000)])
    t.equal((await call('GET', `${base}/search?q=${q}`)).statusCode, 400, q.slice(0, 9))
  for (const q of ['%', "'", ':*', '<->', '\\', '(a | b', '!!'])
    t.ok(
      [200, 400].includes(
        (await call('GET', `${base}/search?q=${encodeURIComponent(`${q} 顶点`)}`)).statusCode,
      ),
      q,
    )
})

t.test('a rating is the answer’s, and a like or dislike of the message in chat', async (t) => {
  const { tell, call, chat, identity } = await start(t)
  const { question, answer } = await tell('问', '答')
  const rate = (body: object, more: object = {}) =>
    call('POST', `${base}/feedback`, { body: { question_id: question.id, ...body }, ...more })
  const rated = await rate({ rating: 5, feedback: '很清楚', is_helpful: true })
  t.match(rated.json(), {
    message: '反馈提交成功',
    data: { user_rating: 5, user_feedback: '很清楚', is_helpful: true },
  })
  await rate({ rating: 3 })
  await rate({ rating: 1, feedback: '太长' })
  t.match(chat.feedback, [
    { message_id: answer.id, type: 'like', comment: '很清楚' },
    { message_id: answer.id, type: 'dislike', comment: '太长' },
  ])
  t.equal((await rate({ rating: 6 })).statusCode, 400)
  t.equal((await rate({ rating: 5, feedback: '长'.repeat(1_001) })).statusCode, 400)
  t.equal((await rate({ rating: 5 }, { as: await identity.user() })).statusCode, 404)
  t.equal((await rate({ rating: 5 }, { as: null })).statusCode, 401)
})

t.test('what chat deletes goes here, and with an account everything', async (t) => {
  const { tell, db, deps, user, get } = await start(t)
  const { session } = await tell('一', '甲')
  await tell('二', '乙')
  const fact = { conversation_ids: [session.id], user_id: user.id, reason: 'deleted' as const }
  for (let time = 0; time < 2; time++) await recordFact(db, ConversationsRemoved, fact)
  deps.outbox.wake()
  await eventually(async () => (await get('/questions')).data.items.length === 1)
  t.equal((await get(`/search?q=${encodeURIComponent('甲')}`)).data.items.length, 0)
  await recordFact(db, UserDeleted, { user_id: user.id })
  deps.outbox.wake()
  for (const table of ['sessions', 'questions', 'answers'] as const)
    await eventually(async () => (await db.selectFrom(table).select('user_id').execute()).length === 0)
})
