import { readFileSync } from 'node:fs'
import { fetchEventSource } from '@microsoft/fetch-event-source'
import t from 'tap'
import { startTestApp, textOf } from '../test-app.ts'

const settings = { DELTA_MS: 0 }
const shared = startTestApp(t, { settings })

/** What a POST that was repeated may have left: calls of the model, and what one conversation holds. */
async function left(conversation: string, headers: Record<string, string>) {
  const { json, model } = await shared
  const { body } = await json('GET', `/api/conversations/${conversation}/messages`, undefined, headers)
  const all = await json('GET', '/api/conversations', undefined, headers)
  return {
    calls: model.calls.length,
    roles: body.data.messages.map(({ role }: { role: string }) => role),
    conversations: all.body.data.conversations?.length,
  }
}

t.test('the same POST with Last-Event-ID resumes its reply: one call, one question', async (t) => {
  const { ask, model, identity } = await shared
  const { headers } = await identity.user()
  const before = model.calls.length
  const body = { message: '讲个故事' }
  const { start, events } = await ask(body, headers)
  const call = await model.nextCall()
  await call.delta('从前')
  const { value: first } = await events.next()
  const again = async (id: string, sent: object = body) =>
    (await ask(sent, { ...headers, 'last-event-id': id })).events
  const early = await again(`0-0-${first?.id?.split('-').slice(2).join('-')}`)
  await call.delta('有座山')
  await call.finish()
  t.equal(textOf(await Array.fromAsync(early)), '有座山', 'after its first event, which ask() took')
  const rest = await Array.fromAsync(events)
  t.equal(textOf(rest), '有座山')
  for (const id of [first?.id ?? '', rest.at(-1)?.id ?? '']) {
    for (const sent of [body, { ...body, conversation_id: start.conversation_id }]) {
      const { call: post } = await shared
      const response = await post('POST', '/api/chat-stream', sent, { ...headers, 'last-event-id': id })
      t.equal(response.status, 200)
      t.equal(response.headers.get('content-location'), `/api/chat-stream/${start.reply_id}`)
      t.match(await response.text(), /event: done/)
    }
  }
  t.same(await left(start.conversation_id, headers), {
    calls: before + 1,
    roles: ['user', 'assistant'],
    conversations: 1,
  })
})

t.test('a guest’s POST resumes as well, since the id names the reply', async (t) => {
  const { ask, model } = await shared
  const { events } = await ask({ message: '客人的问题' })
  const call = await model.nextCall()
  await call.delta('甲')
  const { value } = await events.next()
  const asked = ask({ message: '客人的问题' }, { 'last-event-id': value?.id ?? '' })
  await call.delta('乙')
  await call.finish()
  const again = await asked
  t.match(await Array.fromAsync(again.events), [{ event: 'done' }])
  t.match(again.start, { content: '乙' })
})

t.test('an id that belongs to no answer to this question is refused, and asks nothing', async (t) => {
  const { call, ask, model, identity } = await shared
  const [mine, other] = [await identity.user(), await identity.user()]
  model.enqueue(['答'])
  const { events } = await ask({ message: '我的问题' }, mine.headers)
  const id = (await Array.fromAsync(events)).at(-1)?.id ?? ''
  const before = model.calls.length
  const post = async (path: string, body: object, id: string, headers: Record<string, string>) => {
    const response = await call('POST', path, body, {
      ...headers,
      accept: 'text/event-stream',
      'last-event-id': id,
    })
    return response.json()
  }
  const same = { message: '我的问题' }
  for (const path of ['/api/chat-stream', '/api/chat', '/api/agent/chat']) {
    for (const old of ['1-9', 'nonsense', '0'])
      t.match(await post(path, same, old, mine.headers), {
        status: 409,
        error_code: 'NOT_RESUMABLE',
        detail: /chat-stream/,
      })
    t.match(await post(path, { message: '另一个' }, id, mine.headers), { status: 409 })
    t.match(await post(path, same, id, other.headers), { status: 404, error_code: 'REPLY_NOT_FOUND' })
    t.match(await post(path, same, id, {}), { status: 404 })
  }
  t.equal(model.calls.length, before)
})

t.test('regenerating and editing resume in the same way', async (t) => {
  const { ask, call, model, identity } = await shared
  const { headers } = await identity.user()
  model.enqueue(['一'], ['二'], ['三'])
  const { start, events } = await ask({ message: '再问' }, headers)
  await Array.fromAsync(events)
  for (const [verb, body] of [
    ['regenerate', { stream: true }],
    ['edit', { message: '改过', stream: true }],
  ] as const) {
    const path = `/api/messages/${start.question_id}/${verb}`
    const text = await (await call('POST', path, body, headers)).text()
    const before = model.calls.length
    const ids = [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id ?? '')
    const again = await call('POST', path, body, { ...headers, 'last-event-id': ids[0] ?? '' })
    t.match(await again.text(), /event: done/)
    t.equal(model.calls.length, before, verb)
  }
})

t.test('fetch-event-source in a page that is hidden and shown again asks once', async (t) => {
  const { origin, model, identity } = await shared
  const { headers } = await identity.user()
  const page = new EventTarget() as EventTarget & { hidden: boolean }
  page.hidden = false
  Object.assign(globalThis, { document: page, window: globalThis })
  t.teardown(() => Reflect.deleteProperty(globalThis, 'document'))
  const turn = (hidden: boolean) => {
    page.hidden = hidden
    page.dispatchEvent(new Event('visibilitychange'))
  }
  const before = model.calls.length
  const seen = { text: '', conversation: '', starts: 0, done: 0 }
  const [shownAgain, shownTwice] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let opened = 0
  const told = fetchEventSource(`${origin}/api/chat-stream`, {
    method: 'POST',
    onopen: async () => {
      opened += 1
      if (opened === 2) shownAgain.resolve()
      if (opened === 3) shownTwice.resolve()
    },
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ message: '藏起来再打开' }),
    onmessage: ({ event, data }) => {
      const body = JSON.parse(data)
      if (event === 'start') {
        seen.starts += 1
        seen.conversation = body.conversation_id
        // Nothing of the answer is there yet: the id of `start` alone has to lead back.
        turn(true)
        turn(false)
      } else if (event === 'done') seen.done += 1
      else if (event === '') {
        seen.text += body.content
        if (seen.text === '甲') {
          turn(true)
          turn(false)
        }
      }
    },
  })
  const call = await model.nextCall()
  // Each piece only once the page is back: the library passes on what an aborted request had already brought.
  await shownAgain.promise
  await call.delta('甲')
  await shownTwice.promise
  await call.delta('乙')
  await call.finish()
  await told
  t.match(seen, { text: '甲乙', starts: 1, done: 1 })
  const { roles, conversations } = await left(seen.conversation, headers)
  t.same(roles, ['user', 'assistant'])
  t.equal(conversations, 1)
  t.equal(model.calls.length, before + 1)
})

t.test('the example of docs/front-ends.md reads an answer, through resets and unknown events', async (t) => {
  const { origin, model, identity } = await shared
  const user = await identity.user()
  const page = readFileSync(new URL('../../../../docs/front-ends.md', import.meta.url), 'utf8')
  const [, code = ''] = /```js\n(await fetchEventSource.*?)```/s.exec(page) ?? []
  const shown: string[] = []
  const note = (name: string) => (what?: { error_code?: string } | string) =>
    void shown.push(typeof what === 'string' ? what : (what?.error_code ?? name))
  const show = {
    append: note('text'),
    begin: note('begin'),
    clear: note('clear'),
    end: note('end'),
    fail: note('fail'),
  }
  Object.assign(globalThis, { document: new EventTarget(), window: globalThis })
  t.teardown(() => Reflect.deleteProperty(globalThis, 'document'))
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor
  const run = new AsyncFunction('fetchEventSource', 'origin', 'token', 'message', 'show', code)
  model.enqueue([{ reasoning: '想' }, '甲', '乙'])
  await run(fetchEventSource, origin, user.token, '照文档来', show)
  t.same([shown[0], shown.slice(1, -1).join(''), shown.at(-1)], ['begin', '甲乙', 'end'])
  await t.rejects(run(fetchEventSource, origin, user.token, '', show), /不能为空|内容/)
})
