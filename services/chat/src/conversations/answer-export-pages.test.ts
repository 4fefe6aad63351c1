import { ask } from '@lingzhi/bus/ask'
import { ExportPage } from '@lingzhi/contracts/chat'
import { newId } from '@lingzhi/contracts/ids'
import t from 'tap'
import type { Db } from '../database.ts'
import { startTestApp } from '../test-app.ts'
import { insertConversation } from './conversations.queries.ts'
import type { NewMessage } from './messages.queries.ts'
import { insertMessages } from './messages.queries.ts'

/** A conversation of so many messages, stored without asking a model. */
async function converse(db: Db, userId: string | null, title: string, contents: string[], at: string) {
  const { id } = await insertConversation(db, { userId, agentId: 1, title, at: new Date(at) })
  let parent_id: string | null = null
  for (const [index, content] of contents.entries()) {
    const message: NewMessage = {
      ...{ id: newId(), parent_id, depth: index + 1, status: 'complete' as const, content },
      ...{ role: index % 2 ? ('assistant' as const) : ('user' as const), created_at: new Date(at) },
    }
    await insertMessages(db, { id, user_id: userId }, [message])
    parent_id = message.id
  }
  return id
}

const collect = async (bus: Parameters<typeof ask>[0], question: object) => {
  const seen: Record<string, string[]> = {}
  let pages = 0
  let cursor: string | undefined
  do {
    const page = { messages_max: 3, user_id: null, ...question, cursor }
    const answer = await ask(bus, ExportPage, page)
    for (const { conversation, messages } of answer.chunks) {
      seen[conversation.title] = [
        ...(seen[conversation.title] ?? []),
        ...messages.map(({ content }) => content),
      ]
    }
    cursor = answer.next_cursor ?? undefined
    pages += 1
  } while (cursor)
  return { seen, pages }
}

t.test('an export has every message once, whatever the pages', async (t) => {
  const { bus, db } = await startTestApp(t)
  const userId = newId()
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}`)
  const long = await converse(db, userId, '长', numbers(7), '2026-01-01T00:00:00Z')
  await converse(db, userId, '空', [], '2026-01-02T00:00:00Z')
  await converse(db, userId, '短', numbers(2), '2026-01-03T00:00:00Z')
  await converse(db, newId(), '别人', numbers(2), '2026-01-01T00:00:00Z')

  const all = { 长: numbers(7), 空: [], 短: numbers(2) }
  t.same((await collect(bus, { user_id: userId })).seen, all)
  for (const messages_max of [1, 2, 100])
    t.same((await collect(bus, { user_id: userId, messages_max })).seen, all, `${messages_max} a page`)
  t.same((await collect(bus, { user_id: userId, conversation_ids: [long] })).seen, { 长: numbers(7) })
  const days = { from: '2026-01-02T00:00:00Z', until: '2026-01-03T00:00:00Z' }
  t.same((await collect(bus, { user_id: userId, ...days })).seen, { 空: [] })
})

t.test('an answer never outgrows a message on the bus', async (t) => {
  const { bus, db } = await startTestApp(t)
  const userId = newId()
  const large = '灵'.repeat(150_000)
  await converse(db, userId, '大', [large, large, large], '2026-01-01T00:00:00Z')
  const { seen, pages } = await collect(bus, { user_id: userId, messages_max: 5_000 })
  t.same(
    seen.大?.map((text) => text.length),
    [150_000, 150_000, 150_000],
  )
  t.equal(pages, 3)
})

t.test('a conversation of somebody else, or none, is not exported', async (t) => {
  const { bus, db } = await startTestApp(t)
  const [userId, other] = [newId(), newId()]
  const mine = await converse(db, userId, '我', ['1'], '2026-01-01T00:00:00Z')
  const theirs = await converse(db, other, '他', ['1'], '2026-01-01T00:00:00Z')
  const guests = await converse(db, null, '客', ['1'], '2026-01-01T00:00:00Z')
  for (const question of [
    { user_id: userId, conversation_ids: [mine, theirs] },
    { user_id: userId, conversation_ids: [newId()] },
    { user_id: null, conversation_ids: [mine] },
    { user_id: null },
  ])
    await t.rejects(collect(bus, question), { code: 'CONVERSATION_NOT_FOUND' })
  t.same((await collect(bus, { conversation_ids: [guests] })).seen, { 客: ['1'] })
})
