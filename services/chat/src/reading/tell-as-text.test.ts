import t from 'tap'
import { startTestApp, textOf } from '../test-app.ts'
import { logKey } from './entries.ts'

const settings = { DELTA_MS: 0 }
const deltas = [
  '# 标',
  '题\n\n你好，**世',
  '界**！*注\n',
  '- `co',
  'de` 与 [链接](https://x',
  '.y/a_b)\n```js\nle',
  't a\n`',
  '``\n2*3*4 **',
]
const plain = '标题\n\n你好，世界！*注\n• code 与 链接 (https://x.y/a_b)\nlet a\n2*3*4 **'

t.test(
  'format=text is a rendering: stream and response are plain text, the stored answer is Markdown',
  async (t) => {
    const { json, ask, read, model, identity } = await startTestApp(t, { settings })
    const { headers } = await identity.user()
    model.enqueue(deltas)
    const { start, events } = await ask({ message: '问', format: 'text' }, headers)
    t.equal(textOf(await Array.fromAsync(events)), plain)
    const again = async (query: string) =>
      textOf(await Array.fromAsync(await read(`${start.reply_id}${query}`, undefined, headers)))
    t.equal(await again(''), plain, 'read again, it keeps its format')
    t.equal(await again('?format=markdown'), deltas.join(''))
    const { body } = await json('GET', `/api/conversations/${start.conversation_id}`, undefined, headers)
    t.equal(body.data.messages.at(-1).content, deltas.join(''))

    const whole = await json('POST', '/api/chat', { message: '问', format: 'text' }, headers)
    t.match(whole.body, { response: plain, cached: true, data: { reply: plain } })
    const markdown = await json('POST', '/api/chat', { message: '问' }, headers)
    t.match(markdown.body, { response: deltas.join(''), cached: true })
    t.match(await json('POST', '/api/chat', { message: '问', format: 'html' }, headers), {
      status: 400,
      body: { error_code: 'VALIDATION_ERROR' },
    })
  },
)

t.test(
  'a plain-text stream cut after any event continues there, on the other replica, live or finished',
  async (t) => {
    const { ask, model, replicas, cache } = await startTestApp(t, { replicas: 2, settings })
    const { start, events } = await ask({ message: '问', format: 'text' })
    const call = await model.nextCall()
    for (const delta of deltas) await call.delta(delta)
    const received: { id: string; text: string }[] = []
    const take = async () => {
      const { value } = await events.next()
      if (value?.event === undefined) received.push({ id: value?.id ?? '', text: value?.data.content })
    }
    // Everything but the **, which only the end shows to be plain text.
    while (received.map(({ text }) => text).join('') !== plain.slice(0, -2)) await take()
    const resume = (id: string) => replicas[1]!.read(start.reply_id, id)
    const live = await Promise.all(received.map(({ id }) => resume(id)))
    await call.finish()
    const rest = await Array.fromAsync(events)
    t.equal(textOf(rest), '**')
    const pieces = [...received.map(({ text }) => text), textOf(rest)]
    const expected = (index: number) => pieces.slice(index + 1).join('')
    for (const [index, stream] of live.entries())
      t.equal(textOf(await Array.fromAsync(stream)), expected(index), `live, after event ${index}`)
    await cache.del(logKey(start.reply_id))
    for (const [index, { id }] of received.entries()) {
      const events = await Array.fromAsync(await resume(id))
      t.equal(textOf(events), expected(index), `finished, log expired, after event ${index}`)
      t.match(events.at(-1), { event: 'done' })
    }
    const tail = rest.find(({ event }) => event === undefined)
    const after = await Array.fromAsync(await resume(tail?.id ?? ''))
    t.same(
      after.map(({ event }) => event),
      ['done'],
      'a reader who has the tail does not get it again',
    )
  },
)

t.test(
  'when an answer restarts, a plain-text reader gets a reset and then the answer from its start',
  async (t) => {
    const { ask, model } = await startTestApp(t, { settings: { ...settings, LLM_RETRIES_MAX: 2 } })
    const { events } = await ask({ message: '问', format: 'text' })
    const first = await model.nextCall()
    await first.delta('**旧')
    await first.delta('**的')
    t.match((await events.next()).value, { data: { content: '旧的' } })
    await first.cut()
    const second = await model.nextCall()
    await second.delta('- **新**的')
    await second.finish()
    const [reset, ...rest] = await Array.fromAsync(events)
    t.match(reset, { event: 'reset' })
    t.equal(textOf(rest), '• 新的')
  },
)
