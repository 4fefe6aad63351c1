import t from 'tap'
import { after, beginLive } from './live-answer.ts'

const ids = { reply_id: 'r', question_id: 'q', session_id: 's' }

t.test('an answer grows, begins anew after a reset, and ends with the whole text', async (t) => {
  let live = after(beginLive('?'), { type: 'start', id: '0-0', ...ids })
  t.match(live, { replyId: 'r', sessionId: 's', text: '' })
  live = after(live, { type: 'queued', id: '', position: 2 })
  t.equal(live.queued, 2)
  live = after(live, { type: 'text', id: '1-1', text: 'b', whole: 'ab' })
  t.match(live, { text: 'ab', queued: null })
  live = after(live, { type: 'reset', id: '2-0' })
  t.equal(live.text, '')
  const done = { usage: null, answer_id: 'a', text: '全部', latex: {}, guidance: {} }
  live = after(live, { type: 'done', id: '2-3', ...ids, ...done } as never)
  t.match(live, { text: '全部', ended: true })
})
