import { recordFact } from '@lingzhi/bus/outbox'
import { UserDeleted } from '@lingzhi/contracts/auth'
import { eventually } from '@lingzhi/testing/eventually'
import { sql } from 'kysely'
import t from 'tap'
import { forgetUser } from '../removing/forget-user.ts'
import { startTestApp } from '../test-app.ts'
import { recordUsage } from '../usage/usage.queries.ts'

// One service for all: the tests keep apart by their users.
const shared = startTestApp(t)
t.afterEach(async () => (await shared).model.reset())

t.test('conversations are listed by use, page by page, and only to their owner', async (t) => {
  const { json, identity } = await shared
  const [mine, other] = [await identity.user(), await identity.user()]
  const ids: string[] = []
  for (const title of ['一', '二', '三', '四', '五']) {
    const { status, body } = await json('POST', '/api/new-conversation', { title }, mine.headers)
    t.equal(status, 201)
    ids.unshift(body.data.id)
  }
  await json('POST', '/api/new-conversation', {}, other.headers)
  const seen: string[] = []
  let cursor: string | null = ''
  do {
    const query = `?limit=2${cursor && `&cursor=${cursor}`}`
    const { body } = await json('GET', `/api/conversations${query}`, undefined, mine.headers)
    seen.push(...body.data.conversations.map(({ id }: { id: string }) => id))
    cursor = body.data.next_cursor
  } while (cursor)
  t.same(seen, ids)
  t.match((await json('GET', '/api/conversations')).body, { error_code: 'MISSING_TOKEN' })
  t.match((await json('GET', '/api/conversations?cursor=x', undefined, mine.headers)).body, {
    error_code: 'BAD_CURSOR',
  })
  t.match((await json('POST', '/api/new-conversation')).body, { error_code: 'MISSING_TOKEN' })
  t.match((await json('POST', '/api/new-conversation', { agent_id: 99 }, mine.headers)).body, {
    error_code: 'AGENT_NOT_FOUND',
  })
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['GET', '/messages', undefined],
    ['PATCH', '', { title: '我的' }],
    ['DELETE', '', undefined],
  ] as const) {
    const foreign = await json(method, `/api/conversations/${ids[0]}${path}`, body, other.headers)
    t.match(foreign.body, { status: 404, error_code: 'CONVERSATION_NOT_FOUND' }, `${method} ${path}`)
    const unknown = await json(method, `/api/conversations/x${path}`, body, mine.headers)
    t.match(unknown.body, { status: 404, error_code: 'CONVERSATION_NOT_FOUND' }, `${method} ${path}`)
  }
})

t.test('a cursor of our shape that no list returned is refused, not looked up', async (t) => {
  const { json, identity } = await shared
  const { headers } = await identity.user({ role: 'admin' })
  const { body } = await json('POST', '/api/new-conversation', {}, headers)
  const { id } = body.data
  const at = (last_active: string) => ['/api/conversations', { pinned: true, last_active, id }] as const
  const cases = [
    at('0000-01-01T00:00:00.000Z'),
    at('2026-01-01T00:00:00+23:00'),
    [`/api/conversations/${id}/messages`, { depth: 2 ** 31 }],
    [`/api/conversations/${id}/messages`, { depth: -(2 ** 40) }],
    ['/api/admin/agents/1/versions', { version: 2 ** 31 }],
  ] as const
  for (const [path, position] of cases) {
    const cursor = Buffer.from(JSON.stringify(position)).toString('base64url')
    const answer = await json('GET', `${path}?cursor=${cursor}`, undefined, headers)
    t.match(answer.body, { status: 400, error_code: 'BAD_CURSOR' }, JSON.stringify(position))
  }
})

t.test('a pinned conversation stands first, an archived one apart', async (t) => {
  const { json, identity } = await shared
  const { headers } = await identity.user()
  const create = async (title: string) =>
    (await json('POST', '/api/new-conversation', { title }, headers)).body.data.id
  const [first, second, third] = [await create('一'), await create('二'), await create('三')]
  const change = (id: string, body: object) => json('PATCH', `/api/conversations/${id}`, body, headers)
  t.match((await change(first, { pinned: true, title: '置顶' })).body.data, { pinned: true, title: '置顶' })
  await change(third, { archived: true })
  t.match((await change(first, { title: ' ' })).body, { error_code: 'VALIDATION_ERROR' })
  const list = async (query = '') =>
    (await json('GET', `/api/conversations${query}`, undefined, headers)).body.data.conversations.map(
      ({ id }: { id: string }) => id,
    )
  t.same(await list(), [first, second])
  t.same(await list('?archived=true'), [third])
})

t.test('search finds Chinese and English words in titles and messages, and nobody else’s', async (t) => {
  const { json, identity, model } = await shared
  const [mine, other] = [await identity.user(), await identity.user()]
  model.enqueue({ times: 'always', steps: ['秦岭的野生大熊猫 lives in the Qinling Mountains'] })
  const { body } = await json('POST', '/api/chat', { message: '讲一个故事 please' }, mine.headers)
  await json('POST', '/api/new-conversation', { title: '采购清单' }, mine.headers)
  await json('POST', '/api/chat', { message: '熊猫' }, other.headers)
  const search = async (q: string) =>
    (await json('GET', `/api/conversations?q=${encodeURIComponent(q)}`, undefined, mine.headers)).body.data
      .conversations
  for (const q of [
    '大熊猫',
    '熊',
    '猫',
    '故事',
    'qinling',
    'Mount',
    '熊猫',
    '熊猫 mountains',
    'ＱＩＮＬＩＮＧ',
  ]) {
    t.match(await search(q), [{ id: body.conversation_id }], q)
  }
  t.match(await search('采购'), [{ title: '采购清单' }])
  for (const q of ['熊大', 'intains', '…', "'", '大熊猫 elephant']) t.same(await search(q), [], q)
})

t.test('a frequent word is found wherever it stands, were it in one old conversation alone', async (t) => {
  const { json, identity, db } = await shared
  const { headers, id: userId } = await identity.user()
  const create = async (title: string) =>
    (await json('POST', '/api/new-conversation', { title }, headers)).body.data.id
  const [old, later] = [await create('旧'), await create('新')]
  // More messages than are read before the index is asked.
  const say = (conversation: string, words: string[], count: number) =>
    sql`insert into messages (id, conversation_id, depth, active, role, status, content, terms, created_at)
      select gen_random_uuid(), ${conversation}, n, true, 'user', 'complete', '', array_to_tsvector(
        ${[`@${userId}`, ...words]}::text[]), now() from generate_series(1, ${count}::int) n`.execute(db)
  await say(old, ['palimpsest', 'both'], 2_100)
  await say(later, ['both'], 1)
  await db.updateTable('conversations').set({ message_count: 2_100 }).where('id', '=', old).execute()
  const search = async (query: string) =>
    (await json('GET', `/api/conversations?${query}`, undefined, headers)).body.data
  t.match((await search('q=palimpsest')).conversations, [{ id: old }])
  const first = await search('q=both&limit=1')
  t.match(first.conversations, [{ id: later }])
  const second = await search(`q=both&limit=1&cursor=${first.next_cursor}`)
  t.match(second, { conversations: [{ id: old }], next_cursor: null })
  t.same((await search('q=both%20nothing')).conversations, [])
})

t.test('a page of messages is a page of the active path, in either direction', async (t) => {
  const { json, identity, model } = await shared
  const { headers } = await identity.user()
  model.enqueue({ times: 'always', steps: ['答'] })
  let conversation_id: string | undefined
  for (const message of ['1', '2', '3'])
    conversation_id = (await json('POST', '/api/chat', { message, conversation_id }, headers)).body
      .conversation_id
  const pages = async (order: string) => {
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = `?order=${order}&limit=4${cursor && `&cursor=${cursor}`}`
      const path = `/api/conversations/${conversation_id}/messages${query}`
      const { body } = await json('GET', path, undefined, headers)
      seen.push(...body.data.messages.map(({ content }: { content: string }) => content))
      cursor = body.data.next_cursor
    }
    return seen
  }
  t.same(await pages('asc'), ['1', '答', '2', '答', '3', '答'])
  t.same(await pages('desc'), ['答', '3', '答', '2', '答', '1'])
})

t.test('the account’s deletion removes its conversations, once or twice told', async (t) => {
  const { json, identity, db, deps, model } = await startTestApp(t)
  const [gone, stays] = [await identity.user(), await identity.user()]
  model.enqueue(['一'], ['二'])
  await json('POST', '/api/chat', { message: '问' }, gone.headers)
  await json('POST', '/api/chat', { message: '问' }, stays.headers)
  for (const _ of [1, 2]) await recordFact(db, UserDeleted, { user_id: gone.id })
  deps.outbox.wake()
  const owners = () => db.selectFrom('conversations').select('user_id').execute()
  await eventually(async () => (await owners()).length === 1)
  t.same(await owners(), [{ user_id: stays.id }])
})

t.test('an answer that ends while its user is deleted leaves nothing of them', async (t) => {
  const { json, identity, db, deps, model } = await startTestApp(t)
  const { id: userId, headers } = await identity.user()
  model.enqueue(['一'])
  const { body } = await json('POST', '/api/chat', { message: '问' }, headers)
  const [held, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const ending = db.transaction().execute(async (trx) => {
    await sql`select from conversations where id = ${body.conversation_id} for update`.execute(trx)
    held.resolve()
    await free.promise
    await recordUsage(trx, { userId, model: 'm', usage: body.data.usage, at: new Date() }, 'UTC')
  })
  const waits = sql<{ pid: number }>`select pid from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  await held.promise
  const deletion = forgetUser(deps, userId)
  await eventually(async () => (await waits.execute(db)).rows.length > 0)
  free.resolve()
  await Promise.all([ending, deletion])
  t.same(await db.selectFrom('usage_days').selectAll().execute(), [])
})

t.test('the model names a conversation after its first exchange, where it is told to', async (t) => {
  const { json, identity, model } = await startTestApp(t, { settings: { TITLES: 'model' } })
  const { headers } = await identity.user()
  model.enqueue({ match: '标题', steps: ['西安三日'] }, ['先看城墙。'])
  const { body } = await json('POST', '/api/chat', { message: '怎么玩西安？\n三天时间。' }, headers)
  const path = `/api/conversations/${body.conversation_id}`
  await eventually(async () => (await json('GET', path, undefined, headers)).body.data.title === '西安三日')
  model.enqueue(['再看碑林。'])
  const named = await json('PATCH', path, { title: '我的' }, headers)
  t.equal(named.body.data.title, '我的')
  await json('POST', '/api/chat', { message: '然后？', conversation_id: body.conversation_id }, headers)
  t.equal((await json('GET', path, undefined, headers)).body.data.title, '我的', 'its owner’s title stays')
  t.equal(model.calls.length, 3)
})
