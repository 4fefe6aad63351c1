import { newId } from '@lingzhi/contracts/ids'
import t from 'tap'
import { findAgent } from '../agents/agents.queries.ts'
import { startTestApp } from '../test-app.ts'
import { assembleContext } from './assemble-context.ts'

t.test('a model is shown the instructions first, then the conversation, then the question', async (t) => {
  const { deps, config, db, json, model } = await startTestApp(t)
  model.enqueue(['答一'])
  const { body } = await json('POST', '/api/chat', { message: '问一' })
  model.enqueue(['答二'])
  const { data } = (
    await json('POST', '/api/chat', { message: '问二', conversation_id: body.conversation_id })
  ).body
  const agent = (await findAgent(db, 1))!
  const files = { signal: new AbortController().signal, filterText: async (text: string) => text }
  const subject = { agent, userId: null, questionId: data.question_id, ...files }
  const withConfig = { ...deps, config }
  const system = { role: 'system', content: agent.system_prompt }
  const shown = async (asked: Parameters<typeof assembleContext>[1]) =>
    (await assembleContext(withConfig, asked)).messages
  t.same(await shown(subject), [
    system,
    { role: 'user', content: '问一' },
    { role: 'assistant', content: '答一' },
    { role: 'user', content: '问二' },
  ])

  const shorter = { ...agent, context_messages: 1 }
  t.same(
    (await shown({ ...subject, agent: shorter })).slice(1),
    [{ role: 'user', content: '问二' }],
    'the agent’s own number of messages',
  )
  const messages = [{ role: 'user' as const, content: '已知' }]
  t.same(
    await shown({ ...subject, questionId: newId(), messages }),
    [system, ...messages],
    'what is known is not read again',
  )
})

t.test('both doors show a model the same instructions', async (t) => {
  const { identity, json, model } = await startTestApp(t)
  const { headers } = await identity.user()
  model.enqueue(['一'], ['二'])
  await json('POST', '/api/chat', { message: '问' }, headers)
  const messages = [{ role: 'user', content: '问' }]
  await json('POST', '/v1/chat/completions', { model: 'agent-1', messages }, headers)
  const shown = model.calls.map(({ body }) => (body as { messages: unknown[] }).messages)
  t.equal(shown.length, 2)
  t.same(shown[0], shown[1])
})
