import type { ReplyEvent } from '@lingzhi/api-client'
import t from 'tap'
import { asked, heard, isRunning } from './trial.ts'

const ids = { reply_id: 'r', conversation_id: 'c', message_id: 'm', question_id: 'q', agent_id: 1 }
const done = {
  type: 'done',
  ...ids,
  usage: null,
  cached: false,
  finish_reason: 'stop',
  model: 'm',
} as ReplyEvent
const hear = (...events: ReplyEvent[]) =>
  events.reduce((turn, event, at) => heard(turn, event, at + 1), asked('why?', 0))

t.test('a turn gathers its answer, its thoughts and when the first word came', async (t) => {
  const turn = hear(
    { type: 'start', ...ids },
    { type: 'queued', position: 2 },
    { type: 'reasoning', text: 'hm', whole: 'hm' },
    { type: 'text', text: 'a', whole: 'a' },
    { type: 'text', text: 'b', whole: 'ab' },
    done,
  )
  t.match(turn, { state: 'done', text: 'ab', reasoning: 'hm', firstAt: 3, endedAt: 6, replyId: 'r' })
  t.notOk(isRunning(turn))
})

t.test('a reset voids what was said before it, and the end may bring the whole text', async (t) => {
  const before: ReplyEvent = { type: 'text', text: 'old', whole: 'old' }
  t.equal(hear(before, { type: 'reset' }).text, '')
  t.equal(hear(before, { type: 'reset' }, { ...done, text: 'new' } as ReplyEvent).text, 'new')
})

t.test('an answer that was stopped keeps its text and is called so', async (t) => {
  const stopped = { ...done, finish_reason: 'stopped' } as ReplyEvent
  t.match(hear({ type: 'text', text: 'half', whole: 'half' }, stopped), { state: 'stopped', text: 'half' })
})
