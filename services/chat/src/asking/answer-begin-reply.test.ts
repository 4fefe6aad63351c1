import { sendRequest } from '@lingzhi/bus/request'
import { BeginReply, GiveFeedback, ReadReplyEntries, StopReply } from '@lingzhi/contracts/chat-replies'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { serveTestFiles } from '../test-attachments.ts'

type Started = Awaited<ReturnType<typeof startTestApp>>

/** Asks over the bus, as another service does. */
function asker({ bus }: Pick<Started, 'bus'>, user_id: string) {
  const begin = (more: object = {}) =>
    sendRequest(bus, BeginReply, {
      reply_id: newId(),
      user_id,
      agent: 'wuhao-tutor',
      content: '什么是勾股定理',
      request_id: 'test',
      ...more,
    })
  const read = (reply_id: string, after = { attempt: 0, position: 0 }, who = user_id) =>
    sendRequest(bus, ReadReplyEntries, { reply_id, user_id: who, after })
  const ended = (reply_id: string) =>
    eventually(async () => {
      const found = await read(reply_id)
      return found.ended && found
    }) as Promise<Awaited<ReturnType<typeof read>>>
  const answerOf = async (reply_id: string) =>
    (await ended(reply_id)).entries.map((entry) => (entry.kind === 'text' ? entry.text : '')).join('')
  return { begin, read, ended, answerOf }
}

const systemOf = (call: { body: { messages: { content?: unknown }[] } }) =>
  String(call.body.messages[0]?.content)

t.test(
  'the same id asked for twenty times at once, on two replicas, is one reply and one call',
  async (t) => {
    const started = await startTestApp(t, { replicas: 2 })
    const { model, db, identity } = started
    const user = await identity.user()
    const { begin, ended } = asker(started, user.id)
    model.enqueue(['a² + b² = c²'])
    const conversation_id = newId()
    const asked = { reply_id: newId(), conversation_id, may_begin: true }
    const begun = await Promise.all(Array.from({ length: 20 }, () => begin(asked)))
    t.equal(new Set(begun.map(({ message_id }) => message_id)).size, 1)
    t.match(begun[0], { reply_id: asked.reply_id, conversation_id })
    await ended(asked.reply_id)
    t.equal((await db.selectFrom('replies').select('id').execute()).length, 1)
    t.equal((await db.selectFrom('conversations').select('id').execute()).length, 1)
    t.equal(model.calls.length, 1)
    t.match(await begin({ ...asked, content: 'something else' }), { status: 'completed' })
  },
)

t.test('many first questions of one conversation at once all begin in it', async (t) => {
  const started = await startTestApp(t)
  const { model, db, identity } = started
  const user = await identity.user()
  const { begin, ended } = asker(started, user.id)
  model.enqueue({ times: 'always', steps: ['好'] })
  const conversation_id = newId()
  const begun = await Promise.all(
    Array.from({ length: 4 }, () => begin({ conversation_id, may_begin: true })),
  )
  for (const { reply_id } of begun) await ended(reply_id)
  t.equal((await db.selectFrom('conversations').select('id').execute()).length, 1)
  t.equal((await db.selectFrom('replies').select('id').execute()).length, 4)
})

t.test('blocks are told after everything else, quoted as what they are, and recorded', async (t) => {
  const started = await startTestApp(t)
  const { model, json, identity } = started
  const user = await identity.user()
  const { begin, ended } = asker(started, user.id)
  model.enqueue({ times: 'always', steps: ['好'] })
  const blocks = [
    { kind: 'rules', text: '只给提示' },
    { kind: 'task', text: `学生写道：${'算'.repeat(3_900)}` },
    { kind: 'learner', text: '八年级' },
  ]
  const { reply_id, message_id, conversation_id } = await begin({ blocks })
  await ended(reply_id)
  const told = systemOf(model.calls[0]!)
  const order = ['五好助教', '八年级', '学生写道', '只给提示'].map((text) => told.indexOf(text))
  t.same(
    order,
    order.toSorted((one, other) => one - other),
  )
  t.ok(order.every((at) => at >= 0))
  const { body } = await json('GET', `/api/messages/${message_id}/composition`, undefined, user.headers)
  t.match(
    body.data.parts.filter(({ kind }: { kind: string }) => ['learner', 'task', 'rules'].includes(kind)),
    [
      { kind: 'learner', cut: 'no' },
      { kind: 'task', cut: 'shortened' },
      { kind: 'rules', cut: 'no' },
    ],
  )
  t.equal(model.calls.length, 1, 'no scenario was asked for')

  await ended((await begin({ conversation_id, content: '再讲' })).reply_id)
  t.equal(model.calls[1]!.body.messages.length, 4)
  await ended((await begin({ conversation_id, content: '又问', history_max: 0 })).reply_id)
  t.same(
    model.calls[2]!.body.messages.slice(1).map(({ content }) => content),
    ['又问'],
  )
  const again = await json('POST', `/api/messages/${message_id}/regenerate`, {}, user.headers)
  t.equal(again.status, 200)
  t.match(systemOf(model.calls[3]!), /只给提示/, 'another answer is told the same')
})

t.test('what is not there, or somebody else’s, is refused by its problem', async (t) => {
  const started = await startTestApp(t)
  const { bus, db, model, identity } = started
  const [user, stranger] = [await identity.user(), await identity.user()]
  const { begin, ended, read } = asker(started, user.id)
  model.enqueue({ times: 'always', steps: ['好'] })
  const { reply_id, conversation_id, message_id } = await begin()
  await ended(reply_id)
  const other = asker(started, stranger.id)
  await t.rejects(other.begin({ reply_id }), { code: 'REPLY_NOT_FOUND' })
  await t.rejects(other.begin({ conversation_id, may_begin: true }), { code: 'CONVERSATION_NOT_FOUND' })
  await t.rejects(begin({ conversation_id: newId() }), { code: 'CONVERSATION_NOT_FOUND' })
  await t.rejects(begin({ agent: 'nobody' }), { code: 'AGENT_NOT_FOUND' })
  await t.rejects(read(reply_id, undefined, stranger.id), { code: 'REPLY_NOT_FOUND' })
  await t.rejects(sendRequest(bus, StopReply, { reply_id, user_id: stranger.id }), {
    code: 'REPLY_NOT_FOUND',
  })
  const feedback = { message_id, type: 'dislike' as const, comment: '太长' }
  await t.rejects(sendRequest(bus, GiveFeedback, { ...feedback, user_id: stranger.id }), {
    code: 'MESSAGE_NOT_FOUND',
  })
  await sendRequest(bus, GiveFeedback, { ...feedback, user_id: user.id })
  const given = await db.selectFrom('feedback').select(['type', 'comment']).execute()
  t.same(given, [{ type: 'dislike', comment: '太长' }])
})

t.test('a reply is stopped for another service, and keeps its partial text', async (t) => {
  const started = await startTestApp(t)
  const { bus, model, identity } = started
  const user = await identity.user()
  const { begin, ended, answerOf } = asker(started, user.id)
  const { reply_id } = await begin()
  const call = await model.nextCall()
  await call.delta('一半')
  await eventually(async () => (await asker(started, user.id).read(reply_id)).entries.length > 0)
  t.match(await sendRequest(bus, StopReply, { reply_id, user_id: user.id }), { status: 'stopped' })
  t.equal(await answerOf(reply_id), '一半')
  t.match((await ended(reply_id)).entries.at(-1), { kind: 'end', outcome: { finish_reason: 'stopped' } })
})

t.test(
  'files that another service names go with the question, and what is wrong with them is told',
  async (t) => {
    const started = await startTestApp(t, { settings: { LLM_VISION_MODEL: 'seeing' } })
    const { model, bus, identity } = started
    const files = await serveTestFiles(t, bus)
    const [user, other] = [await identity.user(), await identity.user()]
    const { begin, answerOf } = asker(started, user.id)
    model.enqueue(['三角形'])
    const id = files.picture(user.id, '图.jpg', '像素')
    const conversation_id = newId()
    const { reply_id } = await begin({ file_ids: [id], conversation_id, may_begin: true })
    t.equal(await answerOf(reply_id), '三角形')
    t.match(JSON.stringify(model.calls[0]?.body.messages.at(-1)), 'data:image/jpeg;base64,')
    t.same(files.references, [{ kind: 'conversation', id: conversation_id }])
    await t.rejects(begin({ file_ids: [files.picture(other.id, '别人的', '像素')] }), {
      code: 'FILE_NOT_FOUND',
    })
    await t.rejects(begin({ file_ids: [files.picture(user.id, '新', '新', 'processing')] }), {
      code: 'FILE_NOT_READY',
    })
    t.equal(model.calls.length, 1)
  },
)
