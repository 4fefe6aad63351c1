import { carry } from '@lingzhi/contracts/carried-problem'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import { readEvents } from '@lingzhi/testing/read-events'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { startTestChat } from '../test-chat.ts'

const path = '/api/v1/learning/ask-stream'

/** The service over a real socket, because streams depend on sockets. */
async function start(t: Parameters<typeof startTestApp>[0]) {
  const started = await startTestApp(t)
  const chat = startTestChat(t, started.bus, started.db)
  const { app, user } = started
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.server.closeAllConnections())
  const request = (method: string, url: string, body?: object, headers: Record<string, string> = {}) =>
    fetch(origin + url, {
      method,
      headers: { ...user.headers, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    })
  const ask = async (body: object, query = '') => readEvents(await request('POST', `${path}${query}`, body))
  const resume = async (id: string, last?: string, query = '') =>
    readEvents(
      await request('GET', `${path}/${id}${query}`, undefined, last ? { 'last-event-id': last } : {}),
    )
  return { ...started, chat, request, ask, resume }
}

const textOf = (frames: { data: { type: string; content?: string } }[]) =>
  frames.reduce(
    (text, { data }) => (data.type === 'reset' ? '' : data.type === 'content' ? text + data.content : text),
    '',
  )

async function all(events: AsyncIterable<{ id: string | undefined; data: { type: string } }>) {
  const frames = []
  for await (const event of events) frames.push(event)
  return frames as {
    id: string | undefined
    data: { type: string; content?: string; [member: string]: unknown }
  }[]
}

t.test('frames come in the shape that front ends know, and add up to what is stored', async (t) => {
  const { chat, ask, call } = await start(t)
  const pieces = Array.from({ length: 200 }, (_, n) => `第${n}句。`)
  chat.script(pieces)
  const frames = await all(await ask({ content: '问' }))
  const types = frames.map(({ data }) => data.type)
  t.same([types[0], ...types.slice(-2)], ['start', 'content_finished', 'done'])
  t.ok(types.slice(1, -2).every((type) => type === 'content'))
  const done = frames.at(-1)!.data
  t.equal(textOf(frames), pieces.join(''))
  t.match(frames.at(-2)!.data, { full_content: pieces.join(''), finish_reason: 'stop' })
  t.match(done, { usage: { total_tokens: 42 }, latex: { formulas: 0 }, guidance: { mode: 'answer' } })
  t.match(frames[1]!.data, { full_content: null, finish_reason: null })
  const stored = (await call('GET', `/api/v1/learning/answers/${done.question_id}`)).json().data
  t.match(stored, { content: pieces.join(''), id: done.answer_id })
  const places = frames.flatMap(({ id }) => (id ? [id.split('-').map(Number)] : []))
  t.ok(
    places.every(([, at], n) => n === 0 || at! > places[n - 1]![1]!),
    'ids rise',
  )
})

t.test('cut after any frame, a stream resumes to the same text', async (t) => {
  const { chat, ask, resume } = await start(t)
  const pieces = Array.from({ length: 30 }, (_, n) => `第${n}😀。`)
  const asked = ask({ content: '问' })
  const reply = await chat.reply()
  const { value: begun } = await (await asked).next()
  const id = begun!.data.reply_id
  t.equal(id, reply.asked.reply_id)
  const frames: Awaited<ReturnType<typeof all>> = []
  let last: string | undefined
  for (const piece of pieces) {
    reply.say(piece)
    for await (const frame of await resume(id, last)) {
      if (frame.data.type !== 'content') continue
      frames.push(frame)
      last = frame.id
      break
    }
  }
  await reply.end()
  const rest = await all(await resume(id, last))
  t.equal(textOf([...frames, ...rest]), pieces.join(''))
  t.equal(
    rest.at(-2)?.data.full_content,
    pieces.join(''),
    'the whole text comes at the end, wherever one resumed',
  )
  t.equal(textOf(await all(await resume(id, 'zzz'))), pieces.join(''), 'an id that is none is the beginning')
})

t.test('who has seen the end gets 204, which stops an EventSource', async (t) => {
  const { chat, ask, request } = await start(t)
  chat.script(['完'])
  const frames = await all(await ask({ content: '问' }))
  const { reply_id } = frames.at(-1)!.data
  const again = await request('GET', `${path}/${reply_id}`, undefined, {
    'last-event-id': frames.at(-1)!.id!,
  })
  t.equal(again.status, 204)
})

t.test('with full_content every frame tells the text so far, also after a resume', async (t) => {
  const { chat, ask, resume } = await start(t)
  chat.script(['一', '二', '三'])
  const frames = await all(await ask({ content: '问' }, '?full_content=true'))
  const told = frames.filter(({ data }) => data.type === 'content')
  let text = ''
  for (const { data } of told) {
    text += data.content
    t.equal(data.full_content, text)
  }
  const { reply_id } = frames[0]!.data
  const rest = await all(await resume(String(reply_id), '1-1', '?full_content=true'))
  t.equal(rest.find(({ data }) => data.type === 'content')?.data.content?.startsWith('一'), false)
  t.equal(rest.filter(({ data }) => data.type === 'content').at(-1)?.data.full_content, '一二三')
})

t.test('a takeover is a reset, and then the whole answer once', async (t) => {
  const { chat, ask } = await start(t)
  const asked = ask({ content: '问' })
  const reply = await chat.reply()
  const reading = asked.then(all)
  reply.say('半')
  reply.restart()
  reply.say('整个回答')
  await reply.end()
  const frames = await reading
  t.equal(textOf(frames), '整个回答')
  t.equal(frames.at(-1)?.data.full_content, '整个回答')
})

t.test('a stopped answer keeps its text and is told as stopped', async (t) => {
  const { chat, ask, call, request } = await start(t)
  const asked = ask({ content: '问' })
  const reply = await chat.reply()
  const reading = asked.then(all)
  reply.say('一半')
  const stopped = await request('POST', `${path}/${reply.asked.reply_id}/stop`)
  t.match(await stopped.json(), { data: { status: 'stopped' } })
  const done = (await reading).at(-1)?.data
  t.match(done, { type: 'done', full_content: '一半' })
  t.match((await call('GET', `/api/v1/learning/answers/${done?.question_id}`)).json().data, {
    status: 'stopped',
  })
})

t.test('a failure is an error frame with a problem, and no done', async (t) => {
  const { chat, ask } = await start(t)
  const asked = ask({ content: '问' })
  const reply = await chat.reply()
  const reading = asked.then(all)
  reply.say('三')
  await reply.end({ finish_reason: 'error', problem: carry(ServiceUnavailable()) })
  const frames = await reading
  t.match(frames.at(-1)?.data, { type: 'error', error_code: 'SERVICE_UNAVAILABLE', message: String })
  t.notOk(frames.some(({ data }) => data.type === 'done'))
})

t.test('a conversation that is deleted ends its stream, and its questions go', async (t) => {
  const { chat, ask, call, db } = await start(t)
  const asked = ask({ content: '问' })
  const reply = await chat.reply()
  const reading = asked.then(all)
  reply.say('一')
  chat.replies.clear()
  t.match((await reading).at(-1)?.data, { type: 'error', error_code: 'QUESTION_NOT_FOUND' })
  await db.deleteFrom('sessions').execute()
  await eventually(async () => (await db.selectFrom('questions').select('id').execute()).length === 0)
  t.equal((await call('GET', `${path}/${reply.asked.reply_id}`)).statusCode, 404)
  t.equal((await call('GET', `${path}/${newId()}`)).statusCode, 404)
})

t.test('somebody else’s stream is not there', async (t) => {
  const { chat, ask, call, identity } = await start(t)
  chat.script(['一'])
  const { reply_id } = (await all(await ask({ content: '问' })))[0]!.data
  const as = await identity.user()
  t.equal((await call('GET', `${path}/${reply_id}`, { as })).statusCode, 404)
  t.equal((await call('POST', `${path}/${reply_id}/stop`, { as })).statusCode, 404)
  t.equal((await call('GET', `${path}/${reply_id}`, { as: null })).statusCode, 401)
})
