import t from 'tap'
import { startTestApp, textOf } from '../test-app.ts'

t.test('a stop at any replica ends the call to the provider and keeps the partial text', async (t) => {
  const { ask, model, replicas, identity, json } = await startTestApp(t, { replicas: 2, workers: 1 })
  const { headers } = await identity.user()
  const { start, events } = await ask({ message: '问' }, headers)
  const call = await model.nextCall()
  await call.reasoning('思')
  await call.delta('半句')
  t.match(
    [(await events.next()).value, (await events.next()).value],
    [{ event: 'reasoning' }, { data: { content: '半句' } }],
  )
  const stopped = await replicas[1]?.json(
    'POST',
    `/api/chat-stream/${start.reply_id}/stop`,
    undefined,
    headers,
  )
  t.match(stopped?.body, { success: true, data: { reply_id: start.reply_id, status: 'stopped' } })
  await call.aborted
  t.match(await Array.fromAsync(events), [
    { event: 'done', data: { finish_reason: 'stopped', usage: { estimated: true } } },
  ])
  const { body } = await json('GET', `/api/conversations/${start.conversation_id}`, undefined, headers)
  t.match(body.data.messages, [
    { role: 'user' },
    { role: 'assistant', status: 'stopped', content: '半句', reasoning: '思' },
  ])
  t.equal(body.data.message_count, 2)
  const again = await json('POST', `/api/chat-stream/${start.reply_id}/stop`, undefined, headers)
  t.match(again.body.data, { status: 'stopped' }, 'twice is once')
})

t.test('a queued reply is stopped before it starts', async (t) => {
  const { ask, model, json } = await startTestApp(t, { settings: { GENERATIONS_MAX: 1 } })
  const first = await ask({ message: '一' })
  const call = await model.nextCall()
  const second = await ask({ message: '二' })
  t.match((await second.events.next()).value, { event: 'queued', data: { position: 1 } })
  const { body } = await json('POST', `/api/chat-stream/${second.start.reply_id}/stop`)
  t.match(body.data, { status: 'stopped' })
  t.match(await Array.fromAsync(second.events), [{ event: 'done', data: { finish_reason: 'stopped' } }])
  await call.delta('好')
  await call.finish()
  t.equal(textOf(await Array.fromAsync(first.events)), '好')
  t.equal(model.calls.length, 1)
})

t.test('a reader who leaves does not stop the reply', async (t) => {
  const { call: send, model, read, db } = await startTestApp(t)
  const leave = new AbortController()
  const response = await send('POST', '/api/chat-stream', { message: '问' })
  const upstream = await model.nextCall()
  await response.body?.cancel()
  leave.abort()
  await upstream.delta('说完')
  await upstream.finish()
  const { id } = await db.selectFrom('replies').select('id').executeTakeFirstOrThrow()
  t.equal(textOf(await Array.fromAsync(await read(id))), '说完')
  t.equal(upstream.state, 'finished')
})

t.test('deleting a conversation ends its readers’ streams', async (t) => {
  const { ask, model, json } = await startTestApp(t)
  const { start, events } = await ask({ message: '问' })
  const upstream = await model.nextCall()
  await json('DELETE', `/api/conversations/${start.conversation_id}`)
  t.match(await Array.fromAsync(events), [{ event: 'error', data: { error_code: 'CONVERSATION_NOT_FOUND' } }])
  await upstream.aborted
})
