import { newId } from '@lingzhi/contracts/ids'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test('a page of messages ends at a megabyte, and the cursor leads through all of them', async (t) => {
  const { json, identity, db } = await startTestApp(t)
  const { headers } = await identity.user()
  const { id } = (await json('POST', '/api/new-conversation', { title: '长' }, headers)).body.data
  const ids = Array.from({ length: 9 }, newId)
  for (const [n, message] of ids.entries())
    await db
      .insertInto('messages')
      .values({
        id: message,
        conversation_id: id,
        parent_id: ids[n - 1] ?? null,
        depth: n + 1,
        active: true,
        role: n % 2 === 0 ? 'user' : 'assistant',
        status: 'complete',
        content: '字'.repeat(100_000),
        terms: '',
        created_at: new Date(),
      })
      .execute()
  const detail = (await json('GET', `/api/conversations/${id}`, undefined, headers)).body.data
  t.same(
    detail.messages.map((message: { id: string }) => message.id),
    ids.slice(5),
  )
  const seen: string[] = []
  let query = 'order=desc&limit=3'
  for (let pages = 0; pages < 9 && query !== ''; pages++) {
    const { data } = (await json('GET', `/api/conversations/${id}/messages?${query}`, undefined, headers))
      .body
    seen.push(...data.messages.map((message: { id: string }) => message.id))
    query = data.next_cursor ? `order=desc&limit=3&cursor=${data.next_cursor}` : ''
  }
  t.same(seen, ids.toReversed())
  const cursor = detail.earlier_cursor
  const earlier = `/api/conversations/${id}/messages?order=desc&limit=100&cursor=${cursor}`
  t.equal((await json('GET', earlier, undefined, headers)).body.data.messages.length, 4)
})
