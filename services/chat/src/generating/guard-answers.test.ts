import { sendRequest } from '@lingzhi/bus/request'
import { BeginReply } from '@lingzhi/contracts/chat-replies'
import { newId } from '@lingzhi/contracts/ids'
import t from 'tap'
import { startTestApp, textOf } from '../test-app.ts'

const guard = { terms: ['x=3', 'x = 3', '答案是3'], instead: '想一想：移项以后两边同时除以几？' }

type Started = Awaited<ReturnType<typeof startTestApp>>

/** A guarded reply as its reader sees it: everything that was sent, and the end. */
async function guarded({ bus, identity, read, db }: Started, steps: () => void) {
  const user = await identity.user()
  steps()
  const reply_id = newId()
  const asked = { reply_id, user_id: user.id, agent: 'wuhao-tutor', content: '解 2x=6', request_id: 'test' }
  const { message_id } = await sendRequest(bus, BeginReply, { ...asked, guard })
  const seen = []
  for await (const event of await read(reply_id, undefined, user.headers)) seen.push(event)
  const { content } = await db
    .selectFrom('messages')
    .select('content')
    .where('id', '=', message_id)
    .executeTakeFirstOrThrow()
  const sent = seen.map(({ data }) => data.content ?? data.reasoning ?? '').join('')
  return { sent, seen, content, done: seen.at(-1)?.data, user, reply_id }
}

t.test('a known answer reaches nobody, wherever the stream splits it', async (t) => {
  const started = await startTestApp(t, { settings: { DELTA_MS: 0 } })
  const { model } = started
  const said = '先移项，得 x=3，完。'
  for (let at = 1; at < said.length; at++) {
    const { sent, content, done } = await guarded(started, () =>
      model.enqueue([said.slice(0, at), said.slice(at)], ['两边同时除以 2，', '看看得到什么？']),
    )
    t.notMatch(sent, /x\s*=\s*3/, `split at ${at}`)
    t.equal(content, '两边同时除以 2，看看得到什么？')
    t.match(done, { held_back: 1, finish_reason: 'stop' })
  }
  t.match(
    model.calls[1]!.body.messages[0]?.content,
    /绝对不要写出最终答案/,
    'the second call has a sharper rule',
  )
})

t.test('what says it twice is replaced, and every call is paid for', async (t) => {
  const started = await startTestApp(t)
  const { model } = started
  const leak = { steps: [{ reasoning: '答案是3' }, '所以 **x** = 3'], times: 2 }
  const { sent, content, done } = await guarded(started, () => model.enqueue(leak))
  t.notMatch(sent, /3/, 'neither is what the model thinks told')
  t.equal(content, guard.instead)
  t.match(done, { held_back: 2, finish_reason: 'stop', usage: { total_tokens: Number } })
  t.ok(done.usage.total_tokens > 0)
  t.equal(model.calls.length, 2)
})

t.test('what only looks like the answer passes untouched', async (t) => {
  const started = await startTestApp(t)
  const said = '第3步：把 x 移到左边，x='
  const { content, done } = await guarded(started, () => started.model.enqueue([...said]))
  t.equal(content, said)
  t.match(done, { held_back: 0 })
})

t.test('a replica that dies in the middle of a guarded answer leaves the guard to the next', async (t) => {
  const started = await startTestApp(t, { replicas: 2, workers: 1, settings: { DRAIN_MS: 0 } })
  const { model, bus, identity, replicas, db } = started
  const user = await identity.user()
  const reply_id = newId()
  const asked = { reply_id, user_id: user.id, agent: 'wuhao-tutor', content: '解 2x=6', request_id: 'test' }
  await sendRequest(bus, BeginReply, { ...asked, guard })
  const call = await model.nextCall()
  await call.delta('得 x=')
  await replicas[0]!.close()
  model.enqueue({ times: 'always', steps: ['得 x', '=3'] })
  await replicas[1]!.startWorker()
  const seen = []
  for await (const event of await replicas[1]!.read(reply_id, undefined, user.headers)) seen.push(event)
  t.notMatch(textOf(seen), /x\s*=\s*3/)
  t.match(seen.at(-1)?.data, { held_back: 2 })
  const [row] = await db.selectFrom('replies').select(['held_back', 'status']).execute()
  t.same(row, { held_back: 2, status: 'completed' })
})
