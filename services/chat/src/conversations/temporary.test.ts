import t from 'tap'
import { countExportable, exportSize } from '../export-lines/export.queries.ts'
import { sweepConversations } from '../removing/sweep-conversations.ts'
import { startTestApp } from '../test-app.ts'

// All tests share one service; each has its own users.
const shared = startTestApp(t)
t.afterEach(async () => (await shared).model.reset())

/** A temporary conversation of a new user. */
async function begin(app = shared, message = '悄悄问') {
  const { json, identity, model } = await app
  const user = await identity.user()
  model.enqueue(['悄悄答'])
  const { body } = await json('POST', '/api/chat', { message, temporary: true }, user.headers)
  const of = (path = '') => `/api/conversations/${body.conversation_id}${path}`
  const list = async (query = '') =>
    (await json('GET', `/api/conversations${query}`, undefined, user.headers)).body.data.conversations
  return { ...user, conversation_id: body.conversation_id as string, data: body.data, of, list }
}

t.test('a temporary conversation is its owner’s to continue, in no list, search or export', async (t) => {
  const app = startTestApp(t, { settings: { TITLES: 'model' } })
  const { json, identity, model, db } = await app
  const { id, headers, conversation_id, data, of, list } = await begin(app)
  const calls = model.calls.length
  t.same(await list(), [])
  t.same(await list('?archived=true'), [])
  for (const q of ['悄悄问', '悄悄答']) t.same(await list(`?q=${encodeURIComponent(q)}`), [], q)
  await json('PATCH', of(), { pinned: true }, headers)
  t.same(await list(), [], 'also not when it is pinned')

  model.enqueue(['再答'])
  await json('POST', '/api/chat', { message: '再问', conversation_id }, headers)
  const shown = (await json('GET', of(), undefined, headers)).body.data
  t.match(shown, { temporary: true, message_count: 4 })
  t.equal(model.calls.length, calls + 1, 'no model is asked for a title')
  const stranger = await identity.user()
  t.equal((await json('GET', of(), undefined, stranger.headers)).status, 404)
  t.equal((await json('GET', of())).status, 404)

  const all = {
    user_id: id,
    conversation_ids: null,
    from: null,
    until: null,
    as_of: null,
    changed_since: null,
  }
  const select = (more: object) => ({ ...all, every_user: false, ...more }) as never
  t.match(await exportSize(db, select({})), { conversations: 0, messages: 0 })
  t.equal(await countExportable(db, select({ conversation_ids: [conversation_id] })), 0)

  const admin = await identity.user({ role: 'admin' })
  await json('POST', `/api/messages/${data.message_id}/feedback`, { type: 'dislike' }, headers)
  t.same((await json('GET', '/api/admin/feedback', undefined, admin.headers)).body.data.feedback, [])
  const stats = await json('GET', '/api/v1/sessions/stats', undefined, headers)
  t.match(stats.body.data.per_model, [{ answers: 2 }], 'what it used counts')
})

t.test(
  'what is said in a temporary conversation is neither taken from the cache nor put there',
  async (t) => {
    const { json, model } = await shared
    const { headers, data } = await begin(shared, '缓存吗')
    model.enqueue({ times: 'always', steps: ['新的'] })
    for (const temporary of [true, true, false]) {
      const { body } = await json('POST', '/api/chat', { message: '缓存吗', temporary }, headers)
      t.match(body.data, { cached: false })
    }
    const edit = await json('POST', `/api/messages/${data.question_id}/edit`, { message: '缓存吗' }, headers)
    t.match(edit.body.data, { cached: false })
    const again = await json('POST', '/api/chat', { message: '缓存吗' }, headers)
    t.match(again.body.data, { cached: true }, 'what was said in the one that is kept is')
  },
)

t.test('a temporary conversation ends a day after its last use, or at once; a kept one stays', async (t) => {
  const { deps, config, json, db, clock } = await shared
  const [gone, ended, kept] = [await begin(), await begin(), await begin()]
  t.equal((await json('DELETE', gone.of(), undefined, gone.headers)).status, 200)
  t.equal((await json('GET', gone.of(), undefined, gone.headers)).status, 404)

  const keep = await json('POST', kept.of('/keep'), undefined, kept.headers)
  t.match(keep, { status: 200, body: { data: { temporary: false } } })
  t.match(await kept.list('?q=%E6%82%84%E6%82%84'), [{ id: kept.conversation_id, matches: [{}, {}] }])

  const before = clock.now
  t.teardown(() => {
    clock.now = before
  })
  const start = before().getTime()
  const left = async () => (await db.selectFrom('conversations').select('id').execute()).map(({ id }) => id)
  clock.now = () => new Date(start + 23 * 3_600_000)
  await sweepConversations(deps, config)
  t.ok((await left()).includes(ended.conversation_id))
  clock.now = () => new Date(start + 25 * 3_600_000)
  await sweepConversations(deps, config)
  t.notOk((await left()).includes(ended.conversation_id))
  t.ok((await left()).includes(kept.conversation_id))
})

t.test('a conversation that exists does not become temporary, and a guest’s is one already', async (t) => {
  const { json, identity, model } = await shared
  const { headers } = await identity.user()
  model.enqueue({ times: 'always', steps: ['好'] })
  const { conversation_id } = (await json('POST', '/api/chat', { message: '一' }, headers)).body
  await json('POST', '/api/chat', { message: '二', conversation_id, temporary: true }, headers)
  const list = await json('GET', '/api/conversations', undefined, headers)
  t.match(list.body.data.conversations, [{ id: conversation_id, temporary: false }])
  const guests = (await json('POST', '/api/chat', { message: '一', temporary: true })).body
  t.equal((await json('GET', `/api/conversations/${guests.conversation_id}`)).status, 200)
  t.equal((await json('POST', '/api/chat', { message: '一', temporary: 'x' }, headers)).status, 400)
})
