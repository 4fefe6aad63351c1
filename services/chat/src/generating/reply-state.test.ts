import type { BrokenOff } from '@lingzhi/model-client/model-events'
import t from 'tap'
import { openReplyState } from './reply-state.ts'

/** A log that only records, and a clock that counts its calls. */
function start() {
  const out = {
    text: { reasoning: '', content: '' },
    runs: [3],
    append: (part: 'reasoning' | 'content', text: string) => {
      out.text[part] += text
    },
    parts: [],
    tell: () => {},
    reset: () => {
      out.text = { reasoning: '', content: '' }
    },
  }
  let ticks = 0
  return openReplyState(out, { attempt: 1, workerId: 'the worker' }, () => new Date(++ticks))
}

const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, estimated: false, cost: 4 }
const end = { type: 'end' as const, finishReason: 'stop', usage, model: 'm', provider: 'p', attempts: 2 }
const estimated = { ...usage, estimated: true }
const estimate = (answer: string): BrokenOff => ({
  usage: { ...estimated, completion_tokens: answer.length },
  model: 'last called',
  provider: 'other',
  attempts: 1,
})
const uncut = { stopped: false, tooLong: false, timedOut: false }
const nobodyAsked = () => undefined

t.test('a complete answer ends with the model’s finish reason and the time of its first text', async (t) => {
  const state = start()
  state.onEvent({ type: 'reasoning', text: '想' })
  state.onEvent({ type: 'content', text: '答\0案' })
  t.equal(state.chars, 3, 'what PostgreSQL cannot store is left out')
  state.onEvent(end)
  t.same(state.ending(uncut, nobodyAsked), {
    status: 'completed',
    finishReason: 'stop',
    problem: null,
    attempt: 1,
    workerId: 'the worker',
    usage,
    model: 'm',
    provider: 'p',
    providerCalls: 2,
    cached: false,
    runs: [3],
    firstTokenAt: new Date(1),
    endedAt: new Date(2),
    heldBack: null,
  })
})

t.test('an answer that is broken off is billed by its text', async (t) => {
  const state = start()
  state.onEvent({ type: 'content', text: '一半' })
  t.match(state.ending({ ...uncut, stopped: true }, estimate), {
    status: 'stopped',
    usage: { estimated: true, completion_tokens: 2 },
    model: 'last called',
    provider: 'other',
    providerCalls: 1,
  })
})

t.test('a model that sent no text is named, without usage', async (t) => {
  const state = start()
  state.onFailure(new Error('down'))
  t.match(state.ending(uncut, estimate), {
    status: 'failed',
    usage: null,
    model: 'last called',
    firstTokenAt: null,
  })
  t.match(state.ending(uncut, nobodyAsked), { model: null, provider: null, providerCalls: null })
})

t.test('a restart voids a reused answer and begins the next attempt', async (t) => {
  const state = start()
  state.onEvent({ type: 'reused' })
  state.onEvent({ type: 'content', text: '别人的' })
  t.equal(state.ending(uncut, nobodyAsked).cached, true)
  state.onRestart(2)
  state.onEvent({ type: 'content', text: '自己' })
  state.onEvent(end)
  t.equal(state.chars, 2)
  t.match(state.ending(uncut, nobodyAsked), { attempt: 2, cached: false, status: 'completed' })
})
