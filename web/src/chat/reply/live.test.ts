import type { ReplyEvent } from '@lingzhi/api-client'
import t from 'tap'
import { after, beginLive } from './live.ts'

const ids = { conversation_id: 'c', message_id: 'm', reply_id: 'r', question_id: 'q', agent_id: 1 }
const play = (...events: ReplyEvent[]) => events.reduce(after, beginLive({ key: 'k' }))
const start: ReplyEvent = { type: 'start', id: '0', ...ids }
const text = (whole: string, id = whole): ReplyEvent => ({ type: 'text', id, text: whole, whole })

t.test('an answer goes through its phases, and keeps the key of its row', async (t) => {
  t.match(play({ type: 'queued', id: '', position: 3 }), { phase: 'queued', position: 3, key: 'k' })
  t.match(play(start), { phase: 'thinking', ids, key: 'k' })
  t.match(play(start, text('你好')), { phase: 'writing', text: '你好', lastEventId: '你好' })
  const done: ReplyEvent = {
    ...{ type: 'done', id: '9', ...ids },
    ...{ usage: null, cached: false, finish_reason: 'stop', model: null },
  }
  t.match(play(start, text('你好'), done), { phase: 'ended', text: '你好' })
})

t.test('when another worker takes over, what was written stays until it is overtaken', async (t) => {
  const taken = play(start, text('一二三'), { type: 'reset', id: '5' })
  t.match(taken, { text: '', before: '一二三', phase: 'thinking' })
  t.match(after(taken, text('一')), { text: '一', before: '一二三' })
  t.match(after(taken, text('一二四')), { text: '一二四', before: '' })
  t.match(after(taken, { type: 'reset', id: '6' }), { before: '一二三' }, 'twice in a row')
})

t.test('a mended connection says so with its first event', async (t) => {
  t.match(after({ ...play(start), troubled: true }, text('a')), { troubled: false })
})

t.test('an answer that is being stopped stays so while its last words come', async (t) => {
  t.match(after({ ...play(start), phase: 'stopping' }, text('a')), { phase: 'stopping', text: 'a' })
})
