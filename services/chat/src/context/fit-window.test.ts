import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { fitWindow } from './fit-window.ts'
import { shortenContext } from './shorten-context.ts'

const withContents = (...contents: string[]) =>
  contents.map((content, at) => ({
    role: ['system', 'user', 'assistant'][at === 0 ? 0 : 2 - (at % 2)]!,
    content,
  }))

t.test('the newest turns that fit stay whole, and always the prompt and the question', async (t) => {
  const messages = withContents('prompt', ...'abcde'.split('').map((letter) => letter.repeat(400)))
  const [prompt, , , ...lastTurns] = messages
  t.same(fitWindow(messages, undefined, 100), messages)
  t.same(fitWindow(messages, 10_000, 100), messages)
  t.same(fitWindow(messages, 430, 100), [prompt, ...lastTurns])
  t.same(fitWindow(messages, 320, 100), [prompt, messages.at(-1)], 'no answer without its question')
  t.same(fitWindow(messages, 256, undefined), [prompt, messages.at(-1)])
  t.same(fitWindow(withContents('p', '字'.repeat(9_000)), 256, 10), withContents('p', '字'.repeat(9_000)))
})

t.test(
  'a context that is too long for a model loses its oldest turns, never its prompt or question',
  async (t) => {
    const messages = withContents('prompt', ...'abcde'.split('').map((letter) => letter.repeat(400)))
    const [prompt] = messages
    t.same(shortenContext(messages), [prompt, messages.at(-1)], 'half of it')
    const long = withContents('prompt', ...'abcdefg'.split('').map((letter) => letter.repeat(400)))
    t.same(shortenContext(long), [prompt, ...long.slice(-3)])
    t.same(
      shortenContext(long, { limit: 1_000, count: 4_000 }),
      [prompt, long.at(-1)],
      'as the model’s words allow',
    )
    t.same(
      shortenContext(long, { limit: 4_000, count: 1_000 }),
      [prompt, ...long.slice(-3)],
      'odd words count for nothing',
    )
    t.equal(shortenContext(withContents('prompt', 'question')), undefined)
    t.same(shortenContext(messages.slice(1)), [messages.at(-1)], 'without a prompt')
    const unanswered = [prompt!, { role: 'user', content: 'x'.repeat(9_000) }, { role: 'user', content: 'y' }]
    t.same(shortenContext(unanswered), [prompt, unanswered[2]], 'a question that was too long does not stay')
  },
)

t.test('a conversation longer than the model’s window is sent without its oldest messages', async (t) => {
  const { json, model } = await startTestApp(t, { settings: { LLM_CONTEXT_WINDOW: 5_000 } })
  const long = '长'.repeat(3_000)
  let conversation_id: string | undefined
  for (const message of ['一', '二', '三']) {
    model.enqueue([long])
    const { body } = await json('POST', '/api/chat', { message, conversation_id })
    conversation_id = body.conversation_id
  }
  const shown = model.calls.map(({ body }) => body.messages.slice(1).map(({ content }) => content))
  t.same(shown, [['一'], ['一', long, '二'], ['二', long, '三']])
})
