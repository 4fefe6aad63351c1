import t from 'tap'
import { createClient } from './client.ts'
import type { ReplyEvent } from './reply-stream.ts'
import { events, json, startServer } from './test-server.ts'

const start =
  'event: start\ndata: {"reply_id":"r","conversation_id":"c","message_id":"m","question_id":"q","agent_id":1}'
const text = (id: string, content: string) => `id: ${id}\ndata: ${JSON.stringify({ content })}`
const done = 'id: 1-9\nevent: done\ndata: {"finish_reason":"stop","cached":false,"usage":null}'
const quick = { pauseMs: 1 }

async function collect(stream: AsyncIterable<ReplyEvent>) {
  const all: ReplyEvent[] = []
  for await (const event of stream) all.push(event)
  return { types: all.map(({ type }) => type), all, texts: all.filter((event) => event.type === 'text') }
}

t.test('a broken stream continues after the last event read', async (t) => {
  const { baseUrl, seen } = await startServer(
    t,
    events([start, text('1-2', 'ab')], 'break'),
    events([text('1-4', 'cd')]),
    events([text('1-5', 'e'), done]),
  )
  const { types, texts } = await collect(createClient({ baseUrl }).chatStream({ message: 'hi' }, quick))
  t.same(types, ['start', 'text', 'text', 'text', 'done'])
  t.same(
    texts.map(({ whole }) => whole),
    ['ab', 'abcd', 'abcde'],
  )
  t.same(
    seen.map(({ method, url, headers }) => [method, url, headers['last-event-id']]),
    [
      ['POST', '/api/chat-stream', undefined],
      ['GET', '/api/chat-stream/r', '1-2'],
      ['GET', '/api/chat-stream/r', '1-4'],
    ],
  )
})

t.test('a reset voids the text before it', async (t) => {
  const reset = 'id: 2-0\nevent: reset\ndata: {}'
  const { baseUrl } = await startServer(t, events([start, text('1-2', 'ab'), reset, text('2-2', 'xy'), done]))
  const { types, texts } = await collect(createClient({ baseUrl }).chatStream({ message: 'hi' }))
  t.same(types, ['start', 'text', 'reset', 'text', 'done'])
  t.match(texts.at(-1), { whole: 'xy' })
})

t.test('a response lost before its first event is requested again under the same key', async (t) => {
  const { baseUrl, seen } = await startServer(
    t,
    (_request, response) => response.destroy(),
    events([], 'break'),
    events([start, text('1-2', 'ab'), done]),
  )
  await collect(createClient({ baseUrl }).chatStream({ message: 'hi' }, quick))
  await collect(createClient({ baseUrl }).chatStream({ message: 'hi' }, { idempotencyKey: 'mine' }))
  t.equal(seen.pop()?.headers['idempotency-key'], 'mine')
  const keys = new Set(seen.map(({ headers }) => headers['idempotency-key']))
  t.equal(seen.length, 3)
  t.equal(keys.size, 1)
  t.match([...keys][0], /^[0-9a-f]{32}$/)
})

t.test('while the platform restarts a stream is resumed; its reply’s own problem is final', async (t) => {
  const away = json(503, { error_code: 'SERVICE_UNAVAILABLE', status: 503, message: 'away' })
  const failed = 'event: error\ndata: {"error_code":"MODEL_ERROR","status":502,"message":"broke"}'
  const interrupted = 'event: error\ndata: {"error_code":"STREAM_INTERRUPTED","status":503}'
  const { baseUrl, seen } = await startServer(
    t,
    events([start, text('1-2', 'ab'), interrupted]),
    away,
    events([failed]),
  )
  await t.rejects(collect(createClient({ baseUrl }).chatStream({ message: 'hi' }, quick)), {
    code: 'MODEL_ERROR',
    status: 502,
  })
  t.equal(seen.length, 3)
})

t.test('a refused question is not retried', async (t) => {
  const full = json(503, { error_code: 'QUEUE_FULL', status: 503, message: 'full', retry_after: 1 })
  const { baseUrl, seen } = await startServer(t, full)
  await t.rejects(collect(createClient({ baseUrl }).chatStream({ message: 'hi' }, quick)), {
    code: 'QUEUE_FULL',
  })
  t.equal(seen.length, 1)
})

t.test('a stream without progress is given up after attemptsMax attempts', async (t) => {
  const { baseUrl, seen } = await startServer(t, events([start], 'break'))
  const stream = createClient({ baseUrl }).chatStream({ message: 'hi' }, { attemptsMax: 3, pauseMs: 1 })
  await t.rejects(collect(stream), { code: 'STREAM_BROKEN', status: 0 })
  t.equal(seen.length, 3)
})

t.test('an aborted signal ends the stream with its reason, also in a pause', async (t) => {
  const { baseUrl, seen } = await startServer(t, events([start, text('1-2', 'ab')], 'open'))
  const gone = new AbortController()
  const reading = (async () => {
    for await (const { type } of createClient({ baseUrl }).chatStream(
      { message: 'hi' },
      { signal: gone.signal },
    )) {
      if (type === 'text') gone.abort(new Error('left'))
    }
  })()
  await t.rejects(reading, { message: 'left' })
  t.equal(seen.length, 1)

  const soon = new AbortController()
  const broken = await startServer(t, (request, response) => {
    response.once('close', () => setImmediate(() => soon.abort(new Error('left'))))
    return events([start], 'break')(request, response)
  })
  const waiting = collect(
    createClient({ baseUrl: broken.baseUrl }).chatStream(
      { message: 'hi' },
      { signal: soon.signal, pauseMs: 60_000 },
    ),
  )
  await t.rejects(waiting, { message: 'left' })
})

t.test('a page that let its stream go continues from where it stopped, and repeats nothing', async (t) => {
  const { baseUrl, seen } = await startServer(
    t,
    events([start, text('1-2', 'ab')], 'open'),
    events([text('1-4', 'cd')], 'break'),
    events([text('1-5', 'e'), done]),
  )
  const client = createClient({ baseUrl })
  const hidden = new AbortController()
  const place = { lastEventId: '', text: '', reasoning: '' }
  const reading = (async () => {
    for await (const event of client.chatStream({ message: 'hi' }, { signal: hidden.signal })) {
      place.lastEventId = event.id
      if (event.type === 'text') place.text = event.whole
      if (event.type === 'text') hidden.abort()
    }
  })()
  await t.rejects(reading)
  t.same(place, { lastEventId: '1-2', text: 'ab', reasoning: '' })
  const { types, texts, all } = await collect(client.replyStream('r', { ...quick, after: place }))
  t.same(types, ['text', 'text', 'done'])
  t.same(
    texts.map(({ whole }) => whole),
    ['abcd', 'abcde'],
  )
  t.same(
    all.map(({ id }) => id),
    ['1-4', '1-5', '1-9'],
  )
  t.same(
    seen.map(({ headers }) => headers['last-event-id']),
    [undefined, '1-2', '1-4'],
  )
  t.same(place, { lastEventId: '1-2', text: 'ab', reasoning: '' }, 'the place given is not changed')
})

t.test('after the end there is nothing more, which is no failure', async (t) => {
  const { baseUrl, seen } = await startServer(t, (_request, response) => response.writeHead(204).end())
  const after = { lastEventId: '1-9', text: 'ab', reasoning: '' }
  const { all } = await collect(createClient({ baseUrl }).replyStream('r', { after }))
  t.same(all, [])
  t.equal(seen.length, 1)
})

t.test('a page hears that it reconnects, and that it is connected before the reply says more', async (t) => {
  const away = json(503, { error_code: 'SERVICE_UNAVAILABLE', status: 503, message: 'away' })
  const { baseUrl } = await startServer(
    t,
    events([start, text('1-2', 'ab')], 'break'),
    away,
    events([text('1-4', 'cd'), done]),
  )
  const heard: string[] = []
  const stream = createClient({ baseUrl }).chatStream(
    { message: 'hi' },
    {
      ...quick,
      onConnected: () => heard.push('connected'),
      onTrouble: () => heard.push('trouble'),
      onMended: () => heard.push('mended'),
    },
  )
  for await (const { type } of stream) heard.push(type)
  const [first, again] = [
    ['connected', 'start', 'text'],
    ['connected', 'mended', 'text', 'done'],
  ]
  t.same(heard, [...first!, 'trouble', 'trouble', ...again!])
})

t.test('a connection that falls silent, before or after its response, counts as broken', async (t) => {
  const { baseUrl, seen } = await startServer(
    t,
    () => {},
    events([start, text('1-2', 'ab')], 'open'),
    events([text('1-4', 'cd'), done]),
  )
  const reasons: unknown[] = []
  const { texts } = await collect(
    createClient({ baseUrl }).chatStream(
      { message: 'hi' },
      { ...quick, silenceMs: 1_500, onTrouble: (reason) => reasons.push(reason) },
    ),
  )
  t.match(texts.at(-1), { whole: 'abcd' })
  t.match(reasons, [{ message: 'no response came' }, { message: 'the stream fell silent' }])
  t.same(
    seen.map(({ headers }) => headers['last-event-id']),
    [undefined, undefined, '1-2'],
  )
})

t.test('the tutor’s frames are read as a reply’s events, and a broken stream of it goes on', async (t) => {
  const ids = { reply_id: 'r', question_id: 'q', session_id: 's' }
  const frame = (id: string, data: object) => `${id && `id: ${id}\n`}data: ${JSON.stringify(data)}`
  const content = (id: string, text: string) =>
    frame(id, { type: 'content', content: text, full_content: null, finish_reason: null })
  const { baseUrl, seen } = await startServer(
    t,
    events([frame('0-0', { type: 'start', ...ids }), frame('', { type: 'queued', position: 1 })], 'break'),
    events([content('1-2', 'ab'), frame('2-0', { type: 'reset' }), content('2-1', 'x')], 'break'),
    events([
      frame('', { type: 'content_finished', full_content: 'xy', finish_reason: 'stop' }),
      frame('2-3', { type: 'done', ...ids, answer_id: 'a', full_content: 'xy' }),
    ]),
  )
  const all = await Array.fromAsync(createClient({ baseUrl }).tutorStream({ content: '?' }, quick))
  t.same(
    all.map(({ type }) => type),
    ['start', 'queued', 'text', 'reset', 'text', 'done'],
  )
  t.match(all.at(-1), { text: 'xy', answer_id: 'a', session_id: 's' })
  t.same(
    seen.map(({ method, url, headers }) => [method, url, headers['last-event-id']]),
    [
      ['POST', '/api/v1/learning/ask-stream', undefined],
      ['GET', '/api/v1/learning/ask-stream/r', '0-0'],
      ['GET', '/api/v1/learning/ask-stream/r', '2-1'],
    ],
  )
})

t.test('a failure of the tutor is thrown as its problem', async (t) => {
  const start = 'id: 0-0\ndata: {"type":"start","reply_id":"r","question_id":"q","session_id":"s"}'
  const error =
    'data: {"type":"error","problem_type":"x","status":503,"error_code":"MODEL_UNAVAILABLE","message":"no"}'
  const { baseUrl } = await startServer(t, events([start, error]))
  await t.rejects(Array.fromAsync(createClient({ baseUrl }).tutorStream({ content: '?' }, quick)), {
    code: 'MODEL_UNAVAILABLE',
    message: 'no',
  })
})
