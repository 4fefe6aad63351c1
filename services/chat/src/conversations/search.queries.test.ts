import { newId } from '@lingzhi/contracts/ids'
import { searchQuery } from '@lingzhi/search-terms/search-terms'
import { sql } from 'kysely'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

// All tests share one service; each has its own users.
const shared = startTestApp(t)
t.afterEach(async () => (await shared).model.reset())

t.test('search finds Chinese and English words in titles and messages, and only the caller’s', async (t) => {
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

t.test('a search tells where it found what, and a list without a search says nothing of it', async (t) => {
  const { json, identity, model } = await shared
  const { headers } = await identity.user()
  model.enqueue({ times: 'always', steps: ['野生**大熊猫**在秦岭'] })
  const { body } = await json('POST', '/api/chat', { message: '大熊猫在哪里' }, headers)
  const { conversation_id } = body
  for (let more = 0; more < 2; more++)
    await json('POST', '/api/chat', { message: '大熊猫呢', conversation_id }, headers)
  await json('PATCH', `/api/conversations/${conversation_id}`, { title: '关于大熊猫' }, headers)
  const list = async (query: string) =>
    (await json('GET', `/api/conversations${query}`, undefined, headers)).body.data.conversations[0]
  const found = await list(`?q=${encodeURIComponent('大熊猫')}`)
  t.same(found.title_ranges, [{ start: 2, end: 5 }])
  t.equal(found.matches.length, 3)
  t.match(found.matches[0], {
    role: 'assistant',
    snippet: '野生大熊猫在秦岭',
    ranges: [{ start: 2, end: 5 }],
  })
  t.match(found.matches[1], { role: 'user', snippet: '大熊猫呢', ranges: [{ start: 0, end: 3 }] })
  t.equal((await json('GET', `/api/messages/${found.matches[0].message_id}`, undefined, headers)).status, 200)
  const plain = await list('')
  t.notOk('matches' in plain || 'title_ranges' in plain)
})

t.test('short words are looked for in what one owns, not in everybody’s words', async (t) => {
  const { json, identity, db } = await shared
  const { headers, id: userId } = await identity.user()
  const { id } = (await json('POST', '/api/new-conversation', { title: '旧' }, headers)).body.data
  await sql`insert into messages (id, conversation_id, depth, active, role, status, content, terms, created_at)
    values (gen_random_uuid(), ${id}, 2500, true, 'user', 'complete', '', array_to_tsvector(
      ${[`@${userId}`, 'zebra', '熊猫']}::text[]), now())`.execute(db)
  await db.updateTable('conversations').set({ message_count: 2_100 }).where('id', '=', id).execute()
  const search = async (q: string) =>
    (await json('GET', `/api/conversations?q=${encodeURIComponent(q)}`, undefined, headers)).body.data
  for (const q of ['z', 'ze', '熊', 'z 熊', 'zebra z']) t.match((await search(q)).conversations, [{ id }], q)
  for (const q of ['e', '猫猫', 'zebra q']) t.same((await search(q)).conversations, [], q)
  t.match(searchQuery('z zebra 熊'), { indexed: "'zebra':*" }, 'the index is asked for long prefixes only')
  t.match(searchQuery('a b'), { indexed: null })
  const many = searchQuery(Array.from({ length: 40 }, (_, n) => `word${n}`).join(' '))
  t.equal(many?.all.split(' & ').length, 8)
})

t.test('a frequent word is found anywhere, even in a single old conversation', async (t) => {
  const { json, identity, db } = await shared
  const { headers, id: userId } = await identity.user()
  const create = async (title: string) =>
    (await json('POST', '/api/new-conversation', { title }, headers)).body.data.id
  const [old, later] = [await create('旧'), await create('新')]
  // More messages than are read before the index is used.
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

t.test('a short word is looked for in so many bytes of the newest messages, and no more', async (t) => {
  const { json, identity, db } = await shared
  const { headers, id: userId } = await identity.user()
  const create = async (title: string) =>
    (await json('POST', '/api/new-conversation', { title }, headers)).body.data.id
  const [old, later] = [await create('旧'), await create('新')]
  const say = (conversation: string, ids: string[], terms: string[], heavy: number) =>
    sql`insert into messages (id, conversation_id, depth, active, role, status, content, terms, created_at)
      select id::uuid, ${conversation}, at, true, 'user', 'complete', '', array_to_tsvector(
        ${[`@${userId}`, ...terms]}::text[] || array(select (select string_agg(md5(concat_ws('-', id, n, m)), '')
          from generate_series(1, 50) m) from generate_series(1, ${heavy}::int) n)), now()
      from unnest(${ids}::text[]) with ordinality as one (id, at)`.execute(db)
  await say(old, ['00000000-0000-7000-8000-000000000001'], ['oldest', 'olm'], 0)
  const ids = Array.from({ length: 24 }, () => newId())
  await say(later, ids, ['newer'], 500)
  await db.updateTable('conversations').set({ message_count: 2_100 }).where('user_id', '=', userId).execute()
  const search = async (q: string) =>
    (await json('GET', `/api/conversations?q=${q}`, undefined, headers)).body.data.conversations
  t.match(await search('oldest'), [{ id: old }], 'the index finds it anywhere')
  t.match(await search('ne'), [{ id: later }], 'a short word is found in the newest')
  t.same(await search('ol'), [], 'and not behind so many bytes')
})
