import { eventually } from '@lingzhi/testing/eventually'
import { readAllEvents } from '@lingzhi/testing/read-events'
import t from 'tap'
import { conversation } from '../test-chat.ts'
import { startTestJobs, texts } from '../test-jobs.ts'

t.test('progress is reported from the first row to the end', async (t) => {
  const { app, call, chat, start, user } = await startTestJobs(t, (id) => [
    conversation(id, 'One', texts(30)),
  ])
  const gate = Promise.withResolvers<void>()
  chat.beforePage = async (cursor) => {
    if (Number(cursor) > 15) await gate.promise
  }
  const { id } = await start()
  const half = await eventually(async () => {
    const { data } = (await call('GET', `/api/exports/${id}`)).json()
    return data.rows >= 14 && data
  })
  t.match(half, { status: 'running', rows_expected: 30, percent: Math.floor((half.rows * 100) / 30) })
  t.equal(typeof half.eta_seconds, 'number')

  const address = await app.listen({ port: 0 })
  const reply = await fetch(`${address}/api/exports/${id}/events`, { headers: user.headers })
  const events = readAllEvents(reply)
  gate.resolve()
  const [first, ...rest] = await events
  t.match(first, { event: 'progress', data: { id, status: 'running' } })
  t.match(rest.at(-1), { event: 'done', data: { id, status: 'completed', percent: 100, rows: 30 } })

  const again = (lastId: string) =>
    fetch(`${address}/api/exports/${id}/events`, { headers: { ...user.headers, 'last-event-id': lastId } })
  t.equal((await again(rest.at(-1)?.id ?? '')).status, 204, 'an EventSource that has seen the end stops')
  t.match(await readAllEvents(await again('')), [{ event: 'done' }])
})

t.test('the preview shows the first rows without a file', async (t) => {
  // Empty conversations come before the first row, one or more a page.
  const empty = (id: string) => Array.from({ length: 60 }, () => conversation(id, 'Empty', []))
  const { start, call, chat } = await startTestJobs(
    t,
    (id) => [...empty(id), conversation(id, 'One', texts(90))],
    { worker: false },
  )
  chat.messagesMax = 20
  const { id } = await start({ format: 'csv' })
  const { data } = (await call('GET', `/api/exports/${id}/preview`)).json()
  t.equal(data.rows.length, 50)
  t.match(data, {
    format: 'csv',
    has_more: true,
    rows: [{ role: 'user', content: /^消息 0/, conversation_title: 'One' }],
  })
})
