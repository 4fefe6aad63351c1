import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test(
  'administrators read feedback newest first, with what it is about, by page and by filter',
  async (t) => {
    const { model, identity, json, clock } = await startTestApp(t)
    const [user, admin] = [await identity.user(), await identity.user({ role: 'admin' })]
    const start = Date.parse('2026-03-05T04:00:00Z')
    const types = ['like', 'dislike', 'correct'] as const
    const given: string[] = []
    for (const [n, type] of types.entries()) {
      clock.now = () => new Date(start + n * 60_000)
      model.enqueue([`答${n}`])
      const { message_id } = (await json('POST', '/api/chat', { message: `问${n}` }, user.headers)).body.data
      const comment = type === 'correct' ? '应为二' : undefined
      await json('POST', `/api/messages/${message_id}/feedback`, { type, comment }, user.headers)
      given.unshift(message_id)
    }
    const list = (query = '') => json('GET', `/api/admin/feedback${query}`, undefined, admin.headers)
    const found = async (query: string) =>
      (await list(query)).body.data.feedback.map((one: { message_id: string }) => one.message_id)

    const first = (await list('?limit=2')).body.data
    t.match(first.feedback[0], {
      message_id: given[0],
      conversation_id: String,
      user_id: user.id,
      type: 'correct',
      comment: '应为二',
      question: '问2',
      answer: '答2',
      agent_id: 1,
      agent_name: String,
      model: 'scripted',
      created_at: '2026-03-05T04:02:00.000Z',
    })
    t.same(await found('?limit=2'), given.slice(0, 2))
    t.same(await found(`?limit=2&cursor=${first.next_cursor}`), given.slice(2))
    t.same(await found('?type=dislike'), [given[1]])
    t.same(await found('?commented=true'), [given[0]])
    t.same(await found('?commented=false'), given.slice(1))
    t.same(await found('?agent_id=1'), given)
    t.same(await found('?agent_id=2'), [])
    t.same(await found('?from=2026-03-05T04:01:00Z&to=2026-03-05T04:02:00Z'), [given[1]])

    // Given again: the newest.
    clock.now = () => new Date(start + 600_000)
    await json('POST', `/api/messages/${given[2]}/feedback`, { type: 'dislike' }, user.headers)
    t.same(await found('?type=dislike'), [given[2], given[1]])

    for (const query of ['?type=love', '?from=yesterday', '?limit=0', '?agent_id=x'])
      t.match((await list(query)).body, { status: 400, error_code: 'VALIDATION_ERROR' }, query)
    t.match((await list('?cursor=x')).body, { status: 400, error_code: 'BAD_CURSOR' })
    t.match((await json('GET', '/api/admin/feedback', undefined, user.headers)).body, { status: 403 })
    t.match((await json('GET', '/api/admin/feedback')).body, { status: 401, error_code: 'MISSING_TOKEN' })
  },
)
