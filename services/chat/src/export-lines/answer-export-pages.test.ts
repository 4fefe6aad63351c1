import { sendRequest } from '@lingzhi/bus/request'
import { requestBytes } from '@lingzhi/bus/request-bytes'
import { ExportLines, ExportSize } from '@lingzhi/contracts/chat-export'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import t from 'tap'
import { changeConversation, insertConversation } from '../conversations/conversations.queries.ts'
import { activateUpTo } from '../conversations/messages.queries.ts'
import type { Db, MessagesTable } from '../database.ts'
import { startTestApp } from '../test-app.ts'

/** A conversation of that many messages, stored without calling a model. */
async function converse(db: Db, userId: string | null, title: string, contents: string[], at: string) {
  const { id } = await insertConversation(db, { userId, agentId: 1, title, at: new Date(at) })
  let parent_id: string | null = null
  for (const [index, content] of contents.entries()) {
    const message: Insertable<MessagesTable> = {
      ...{
        id: newId(),
        conversation_id: id,
        parent_id,
        active: true,
        terms: sql`''::tsvector`,
        depth: index + 1,
        status: 'complete' as const,
        content,
      },
      role: index % 2 ? ('assistant' as const) : ('user' as const),
      created_at: new Date(at),
    }
    await db.insertInto('messages').values(message).execute()
    parent_id = message.id
  }
  return id
}

const collect = async (bus: Parameters<typeof sendRequest>[0], question: object) => {
  const seen: Record<string, string[]> = {}
  // biome-ignore lint/suspicious/noExplicitAny: lines as FORMAT.md describes them; tests assert on their shape
  const lines: any[] = []
  let pages = 0
  let cursor: string | undefined
  do {
    const page = { messages_max: 3, bytes_max: 600_000, user_id: null, ...question, cursor }
    const { result, pieces } = await requestBytes(bus, ExportLines, page)
    const here = Buffer.concat(pieces).toString().split('\n').slice(0, -1)
    t.equal(here.length, result.conversations + result.messages)
    lines.push(...here.map((line) => JSON.parse(line)))
    cursor = result.next_cursor ?? undefined
    pages += 1
  } while (cursor)
  const titles = new Map<string, string>()
  for (const line of lines) {
    if (line.type === 'conversation') {
      t.notOk(titles.has(line.id), 'a conversation has one line')
      titles.set(line.id, line.title)
      seen[line.title] = []
    } else seen[titles.get(line.conversation_id) ?? '']?.push(line.content)
  }
  return { seen, pages, lines }
}

t.test('an export has every message once, whatever the size of its pages', async (t) => {
  const { bus, db } = await startTestApp(t)
  const userId = newId()
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}`)
  for (const title of ['先空', '再空']) await converse(db, userId, title, [], '2025-12-31T00:00:00Z')
  const long = await converse(db, userId, '长', numbers(7), '2026-01-01T00:00:00Z')
  await converse(db, userId, '空', [], '2026-01-02T00:00:00Z')
  await converse(db, userId, '短', numbers(2), '2026-01-03T00:00:00Z')
  await converse(db, newId(), '别人', numbers(2), '2026-01-01T00:00:00Z')

  const all = { 先空: [], 再空: [], 长: numbers(7), 空: [], 短: numbers(2) }
  t.same((await collect(bus, { user_id: userId })).seen, all)
  for (const messages_max of [1, 2, 100])
    t.same((await collect(bus, { user_id: userId, messages_max })).seen, all, `${messages_max} a page`)
  t.same((await collect(bus, { user_id: userId, conversation_ids: [long] })).seen, { 长: numbers(7) })
  const days = { from: '2026-01-02T00:00:00Z', until: '2026-01-03T00:00:00Z' }
  t.same((await collect(bus, { user_id: userId, ...days })).seen, { 空: [] })
  const before = { until: '2026-01-01T00:00:00Z' }
  t.same((await collect(bus, { user_id: userId, ...before })).seen, { 先空: [], 再空: [] })
})

t.test('with its connections cut during every page, a repeated export has every message once', async (t) => {
  const { bus, db } = await startTestApp(t)
  const userId = newId()
  const numbers = Array.from({ length: 20 }, (_, index) => `${index + 1}`)
  await converse(db, userId, 'T', numbers, '2026-01-01T00:00:00Z')
  const cut = () =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(db)
  const seen: string[] = []
  let failures = 0
  let cursor: string | undefined
  do {
    const question = { user_id: userId, messages_max: 4, bytes_max: 600_000, cursor }
    const page = () => requestBytes(bus, ExportLines, question)
    const cutOff = Promise.allSettled([page(), cut()])
    failures += (await cutOff).filter(({ status }) => status === 'rejected').length
    await cut()
    const { result, pieces } = await eventually(() => page().catch(() => false as const))
    const lines = Buffer.concat(pieces).toString().split('\n').filter(Boolean)
    seen.push(...lines.map((line) => JSON.parse(line).content).filter((content) => content !== undefined))
    cursor = result.next_cursor ?? undefined
  } while (cursor)
  t.same(seen, numbers)
  t.comment(`${failures} answers were cut off`)
})

t.test('a page ends with the message that fills it, and the largest message fits', async (t) => {
  const { bus, db } = await startTestApp(t)
  const userId = newId()
  const large = '灵'.repeat(600_000)
  await converse(db, userId, '大', [large, large, large], '2026-01-01T00:00:00Z')
  const { seen, pages } = await collect(bus, { user_id: userId, messages_max: 5_000 })
  t.same(
    seen.大?.map((text) => text.length),
    [600_000, 600_000, 600_000],
  )
  t.equal(pages, 3)
})

t.test('a line has every member, whatever the text', async (t) => {
  const { bus, db } = await startTestApp(t)
  const userId = newId()
  const texts = ['"quotes" \\ \n\r\t', '\u0001\u001f\u007f\u2028', '👩‍👩‍👧 مرحبا', '']
  const id = await converse(db, userId, 'T "x"', texts, '2026-01-01T00:00:00.120Z')
  const { lines } = await collect(bus, { user_id: userId })
  const at = '2026-01-01T00:00:00.120Z'
  t.match(lines[0], {
    type: 'conversation',
    id,
    user_id: userId,
    title: 'T "x"',
    agent_id: 1,
    created_at: at,
  })
  t.match(lines[1], {
    type: 'message',
    parent_id: null,
    role: 'user',
    created_at: at,
    active: true,
    status: 'complete',
  })
  t.equal(lines[2].parent_id, lines[1].id)
  t.same(
    lines.slice(1).map(({ content }) => content),
    texts,
  )
})

t.test('an incremental export has only what changed between two instants', async (t) => {
  const { bus, db } = await startTestApp(t)
  const userId = newId()
  for (const day of ['01', '02', '03'])
    await converse(db, userId, day, ['a', 'b'], `2026-01-${day}T00:00:00Z`)
  const since = { changed_since: '2026-01-02T00:00:00Z' }
  const until = { as_of: '2026-01-03T00:00:00Z' }
  t.same((await collect(bus, { user_id: userId, ...since })).seen, { '02': ['a', 'b'], '03': ['a', 'b'] })
  t.same((await collect(bus, { user_id: userId, ...until })).seen, { '01': ['a', 'b'], '02': ['a', 'b'] })
  t.same((await collect(bus, { user_id: userId, ...since, ...until })).seen, { '02': ['a', 'b'] })
})

t.test('feedback is exported with its message, and counts as a change of it', async (t) => {
  const { bus, db } = await startTestApp(t)
  const userId = newId()
  await converse(db, userId, 'T', ['a', 'b'], '2026-01-01T00:00:00Z')
  const { lines } = await collect(bus, { user_id: userId })
  const at = new Date('2026-01-05T00:00:00Z')
  const feedback = { type: 'dislike' as const, comment: '"no"', created_at: at, updated_at: at }
  await db
    .insertInto('feedback')
    .values({ message_id: lines[2].id, user_id: userId, ...feedback })
    .execute()
  const changed = await collect(bus, { user_id: userId, changed_since: '2026-01-04T00:00:00Z' })
  t.match(changed.lines[1], {
    content: 'b',
    feedback: [{ type: 'dislike', comment: '"no"', created_at: at.toISOString() }],
  })
  t.equal(changed.lines.length, 2)
})

t.test(
  'renaming, pinning, archiving and branching are changes, and so is a conversation without messages',
  async (t) => {
    const { bus, db } = await startTestApp(t)
    const userId = newId()
    const at = '2020-01-01T00:00:00Z'
    const ids: Record<string, string> = {}
    for (const title of ['untouched', 'to name', 'to pin', 'to archive', 'branched']) {
      ids[title] = await converse(db, userId, title, ['question', 'answer'], at)
    }
    const question = { user_id: userId, changed_since: '2021-01-01T00:00:00Z' }
    t.same((await collect(bus, question)).seen, {})

    await changeConversation(db, ids['to name'] ?? '', { title: 'named' })
    await changeConversation(db, ids['to pin'] ?? '', { pinned: true, archived: false })
    await changeConversation(db, ids['to archive'] ?? '', { archived: true })
    await changeConversation(db, ids.untouched ?? '', { title: 'untouched', pinned: false })
    await insertConversation(db, { userId, agentId: 1, title: 'new', at: new Date() })
    const { lines } = await collect(bus, { user_id: userId, conversation_ids: [ids.branched] })
    await activateUpTo(db, ids.branched ?? '', lines[1].id)
    const { seen, pages, lines: changed } = await collect(bus, { ...question, messages_max: 1 })
    t.same(seen, { named: [], 'to pin': [], 'to archive': [], branched: ['answer'], new: [] })
    t.equal(pages, 5)
    t.match(
      changed.find(({ type }) => type === 'message'),
      { active: false },
    )
    t.same((await collect(bus, { ...question, as_of: '2022-01-01T00:00:00Z' })).seen, {
      named: [],
      'to pin': [],
      'to archive': [],
      branched: ['answer'],
    })
  },
)

t.test('all users’ conversations can be selected; guests’ are not among them', async (t) => {
  const { bus, db } = await startTestApp(t)
  for (const [title, owner] of [
    ['a', newId()],
    ['b', newId()],
    ['guest', null],
  ] as const)
    await converse(db, owner, title, ['1', '2', '3', '4'], '2026-01-01T00:00:00Z')
  const four = ['1', '2', '3', '4']
  t.same((await collect(bus, { every_user: true })).seen, { a: four, b: four })
  t.same(await sendRequest(bus, ExportSize, { user_id: null, every_user: true }), {
    conversations: 2,
    messages: 0,
  })
})

t.test('another user’s conversation, or an unknown one, is not exported', async (t) => {
  const { bus, db } = await startTestApp(t)
  const [userId, other] = [newId(), newId()]
  const mine = await converse(db, userId, '我', ['1'], '2026-01-01T00:00:00Z')
  const theirs = await converse(db, other, '他', ['1'], '2026-01-01T00:00:00Z')
  const guests = await converse(db, null, '客', ['1'], '2026-01-01T00:00:00Z')
  for (const question of [
    { user_id: userId, conversation_ids: [newId()] },
    { user_id: null, conversation_ids: [mine] },
    { user_id: null },
  ])
    await t.rejects(collect(bus, question), { code: 'CONVERSATION_NOT_FOUND' })
  t.same((await collect(bus, { conversation_ids: [guests] })).seen, { 客: ['1'] })
  t.same((await collect(bus, { user_id: userId, conversation_ids: [guests] })).seen, { 客: ['1'] })
  t.same((await collect(bus, { user_id: userId, conversation_ids: [mine, theirs] })).seen, { 我: ['1'] })
  const both = { user_id: userId, conversation_ids: [mine, theirs] }
  await t.rejects(sendRequest(bus, ExportSize, both), { code: 'CONVERSATION_NOT_FOUND' })
})
