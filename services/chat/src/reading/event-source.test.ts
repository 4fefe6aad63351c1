import { EventSource } from 'eventsource'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

/** Reads a URL with the EventSource of browsers until it gives up by itself; requests are counted. */
function follow(url: string, headers: Record<string, string>) {
  const seen = { requests: 0, text: '', done: 0, errors: [] as unknown[] }
  const source = new EventSource(url, {
    fetch: (input, init) => {
      seen.requests += 1
      return fetch(input, { ...init, headers: { ...init.headers, ...headers } })
    },
  })
  source.onmessage = ({ data }) => {
    seen.text += JSON.parse(data).content
  }
  source.addEventListener('done', () => {
    seen.done += 1
  })
  const closed = new Promise<number | undefined>((resolve) => {
    source.onerror = (event: Event & { code?: number }) => {
      if (event instanceof MessageEvent) seen.errors.push(JSON.parse(event.data).error_code)
      if (source.readyState === source.CLOSED) resolve(event.code)
    }
  })
  return { seen, closed, close: () => source.close() }
}

t.test('an EventSource that is never closed reads an answer once, and is then told to stop', async (t) => {
  const { origin, ask, call, json, model, identity } = await startTestApp(t)
  const { headers } = await identity.user()
  model.enqueue(['甲', '乙'])
  const { start, events } = await ask({ message: '问' }, headers)
  const own = await Array.fromAsync(events)
  const url = `${origin}/api/chat-stream/${start.reply_id}`
  const reader = follow(`${url}?`, headers)
  t.equal(await reader.closed, 204)
  t.match(reader.seen, { text: '甲乙', done: 1, requests: 2 })

  const end = own.at(-1)?.id ?? ''
  const status = async (id: string, more = {}) =>
    (await call('GET', url.slice(origin.length), undefined, { ...headers, 'last-event-id': id, ...more }))
      .status
  t.equal(await status(end), 204)
  t.equal(await status(end.split('-').slice(0, 2).join('-')), 204, 'also by the id of an older version')
  t.equal(await status(own[0]?.id ?? ''), 200, 'whoever has not seen the end gets it')
  t.equal(await status(end, { 'idempotency-key': 'k' }), 200, 'a repeated POST is no EventSource')
  const text = follow(`${url}?format=text`, headers)
  t.equal(await text.closed, 204)
  t.match(text.seen, { text: '甲乙', done: 1, requests: 2 })

  t.equal(await follow(url, { authorization: 'Bearer x.y.z' }).closed, 401)
  await json('DELETE', `/api/conversations/${start.conversation_id}`, undefined, headers)
  t.equal(await follow(url, headers).closed, 404, 'deleted')
})

t.test('an answer that failed stops an EventSource too', async (t) => {
  const { origin, ask, model } = await startTestApp(t)
  model.enqueue({ times: 'always', steps: [{ fail: { status: 400 } }] })
  const { start, events } = await ask({ message: '问' })
  await Array.fromAsync(events)
  const reader = follow(`${origin}/api/chat-stream/${start.reply_id}`, {})
  t.equal(await reader.closed, 204)
  t.equal(reader.seen.requests, 2)
  t.match(reader.seen.errors, [/^MODEL_/])
})

t.test(
  'a ticket in the URL is enough for an EventSource without headers, for its own reply only',
  async (t) => {
    const { origin, ask, call, model, identity } = await startTestApp(t)
    const user = await identity.user()
    model.enqueue(['甲'], ['乙'])
    const { start, events } = await ask({ message: '问' }, user.headers)
    await Array.fromAsync(events)
    const path = `/api/chat-stream/${start.reply_id}`
    const ticket = await user.ticket(path)
    const reader = follow(`${origin}${path}?ticket=${ticket}`, {})
    t.equal(await reader.closed, 204)
    t.match(reader.seen, { text: '甲', done: 1 })
    const status = async (method: string, url: string) => (await call(method, url)).status
    t.equal(await status('GET', `/api/conversations/${start.conversation_id}?ticket=${ticket}`), 401)
    t.equal(await status('POST', `${path}/stop?ticket=${ticket}`), 404, 'a ticket changes nothing')
    const other = await identity.user()
    t.equal(await status('GET', `${path}?ticket=${await other.ticket(path)}`), 404, 'of another user')
  },
)
