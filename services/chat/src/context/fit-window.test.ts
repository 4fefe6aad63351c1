import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { fitWindow } from './fit-window.ts'

const withContents = (...contents: string[]) => contents.map((content) => ({ content }))

t.test('the newest messages that fit stay, and always the prompt and the question', async (t) => {
  const messages = withContents('prompt', 'a'.repeat(400), 'b'.repeat(400), 'c'.repeat(400))
  t.same(fitWindow(messages, undefined, 100), messages)
  t.same(fitWindow(messages, 10_000, 100), messages)
  t.same(fitWindow(messages, 320, 100), withContents('prompt', 'b'.repeat(400), 'c'.repeat(400)))
  t.same(fitWindow(messages, 256, undefined), withContents('prompt', 'c'.repeat(400)))
  t.same(fitWindow(withContents('p', '字'.repeat(9_000)), 256, 10), withContents('p', '字'.repeat(9_000)))
})

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
