import t from 'tap'
import type { Message } from './conversation.queries.ts'
import { beginLive } from './reply/live.ts'
import { toRows } from './rows.ts'

const message = (id: string, parent_id: string | null, role: 'user' | 'assistant') =>
  ({ id, parent_id, role, content: id }) as Message
const messages = [
  message('q1', null, 'user'),
  message('a1', 'q1', 'assistant'),
  message('q2', 'a1', 'user'),
  message('a2', 'q2', 'assistant'),
]
const ids = { conversation_id: 'c', message_id: 'a3', reply_id: 'r', question_id: 'q3', agent_id: 1 }
const shown = { messages, failed: [], live: null, aliases: new Map<string, string>() }
const keys = (part: Partial<Parameters<typeof toRows>[0]>) =>
  toRows({ ...shown, ...part }).map(({ key }) => key)
const asked = beginLive({ key: 'live', question: { key: 'asked', text: '?' } })

t.test('a message that says the same keeps its row while an answer grows', async (t) => {
  const before = toRows({ ...shown, live: asked })
  const after = toRows({ ...shown, live: { ...asked, text: 'more' } })
  for (const at of [0, 1, 2, 3]) t.equal(after[at], before[at])
  t.not(after.at(-1), before.at(-1))
  const renamed = toRows({ ...shown, aliases: new Map([['a2', 'live']]) })
  t.match(renamed.at(-1), { key: 'live', message: { id: 'a2' } })
})

t.test('a question is there at once, and keeps its row when the server has it', async (t) => {
  t.same(keys({ live: asked }), ['q1', 'a1', 'q2', 'a2', 'asked', 'live'])
  const aliases = new Map([
    ['q3', 'asked'],
    ['a3', 'live'],
  ])
  const known = [...messages, message('q3', 'a2', 'user')]
  t.same(keys({ messages: known, live: { ...asked, ids }, aliases }), [
    'q1',
    'a1',
    'q2',
    'a2',
    'asked',
    'live',
  ])
  const ended = [...known, message('a3', 'q3', 'assistant')]
  t.same(keys({ messages: ended, live: { ...asked, ids }, aliases }), [
    'q1',
    'a1',
    'q2',
    'a2',
    'asked',
    'live',
  ])
  t.same(keys({ messages: ended, aliases }), ['q1', 'a1', 'q2', 'a2', 'asked', 'live'])
})

t.test('a branch hides what follows on the other one, from its first moment', async (t) => {
  t.same(keys({ live: beginLive({ key: 'live', after: 'q1' }) }), ['q1', 'live'], 'another answer')
  t.same(keys({ live: { ...asked, after: 'a1' } }), ['q1', 'a1', 'asked', 'live'], 'another question')
  t.same(keys({ live: { ...asked, after: null } }), ['asked', 'live'], 'another first question')
})

t.test('a failed answer stands below its question, until that is answered again', async (t) => {
  const failed = [{ id: 'f', parent_id: 'q2' }] as Parameters<typeof toRows>[0]['failed']
  const open = messages.slice(0, 3)
  t.same(keys({ messages: open, failed }), ['q1', 'a1', 'q2', 'f'])
  t.same(keys({ messages, failed }), ['q1', 'a1', 'q2', 'a2'], 'answered since')
  const live = beginLive({ key: 'live', after: 'q2', ids: { ...ids, question_id: 'q2' } })
  t.same(keys({ messages: open, failed, live }), ['q1', 'a1', 'q2', 'live'])
})
