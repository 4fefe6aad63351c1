import t from 'tap'
import { startTestApp } from '../test-app.ts'

// All tests share one service; each has its own users.
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

t.test('a well-formed cursor that no list returned is refused, not looked up', async (t) => {
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

t.test('pinned conversations come first, archived ones are listed separately', async (t) => {
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

t.test('a guest who signs in keeps what was said; from then on it is nobody else’s', async (t) => {
  const { json, identity, model } = await shared
  model.enqueue(['好的'])
  const asked = await json('POST', '/api/chat', { message: '访客的问题' })
  const id = asked.body.conversation_id
  const [mine, other] = [await identity.user(), await identity.user()]
  t.match((await json('POST', `/api/conversations/${id}/keep`)).body, { error_code: 'MISSING_TOKEN' })
  for (const time of ['first', 'again']) {
    const kept = await json('POST', `/api/conversations/${id}/keep`, undefined, mine.headers)
    t.match(kept, { status: 200, body: { data: { id, message_count: 2 } } }, time)
  }
  const list = await json('GET', '/api/conversations', undefined, mine.headers)
  t.match(list.body.data.conversations, [{ id }])
  for (const headers of [undefined, other.headers]) {
    t.equal((await json('GET', `/api/conversations/${id}`, undefined, headers)).status, 404)
    const taken = await json('POST', `/api/conversations/${id}/keep`, undefined, headers)
    t.equal(taken.status, headers ? 404 : 401)
  }
})
