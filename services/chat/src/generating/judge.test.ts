import { ModelUnavailable } from '@lingzhi/model-client/failures/problems'
import t from 'tap'
import { Stopped } from './cut.ts'
import type { Circumstances } from './judge.ts'
import { judge } from './judge.ts'

const nothing: Circumstances = {
  finishReason: undefined,
  empty: false,
  stopped: false,
  tooLong: false,
  timedOut: false,
  failure: undefined,
}

const unavailable = ModelUnavailable({ retryAfterS: 3 })

const cases: [name: string, Partial<Circumstances>, [status: string, finishReason: string, code?: string]][] =
  [
    ['the model finished', { finishReason: 'stop' }, ['completed', 'stop']],
    ['a filter ended the answer', { finishReason: 'content_filter' }, ['completed', 'content_filter']],
    ['a stop that came after the end', { finishReason: 'stop', stopped: true }, ['completed', 'stop']],
    [
      'a bound reached after the end',
      { finishReason: 'stop', tooLong: true, timedOut: true },
      ['completed', 'stop'],
    ],
    [
      'a limit reached while thinking',
      { finishReason: 'length', empty: true },
      ['failed', 'length', 'MODEL_EMPTY_ANSWER'],
    ],
    ['too many thoughts', { tooLong: true, empty: true }, ['failed', 'length', 'MODEL_EMPTY_ANSWER']],
    ['a blank', { finishReason: 'stop', empty: true }, ['failed', 'error', 'MODEL_EMPTY_ANSWER']],
    [
      'a call of tools that nobody offered',
      { finishReason: 'tool_calls', empty: true },
      ['failed', 'error', 'MODEL_EMPTY_ANSWER'],
    ],
    ['such a call beside text', { finishReason: 'tool_calls' }, ['completed', 'stop']],
    [
      'a filter that left nothing',
      { finishReason: 'content_filter', empty: true },
      ['completed', 'content_filter'],
    ],
    ['a stop while thinking', { stopped: true, empty: true }, ['stopped', 'stopped']],
    ['a stop', { stopped: true, failure: Stopped }, ['stopped', 'stopped']],
    ['a stop of what was too long by then', { stopped: true, tooLong: true }, ['stopped', 'stopped']],
    ['a stop of what was too slow by then', { stopped: true, timedOut: true }, ['stopped', 'stopped']],
    ['a stop while the model failed', { stopped: true, failure: unavailable }, ['stopped', 'stopped']],
    ['too long an answer', { tooLong: true, failure: new Error('aborted') }, ['completed', 'length']],
    ['too long and too slow', { tooLong: true, timedOut: true }, ['completed', 'length']],
    [
      'too slow an answer',
      { timedOut: true, failure: new Error('aborted') },
      ['failed', 'error', 'MODEL_TIMEOUT'],
    ],
    [
      'too slow, whatever it raised',
      { timedOut: true, failure: unavailable },
      ['failed', 'error', 'MODEL_TIMEOUT'],
    ],
    ['a failure with a name', { failure: unavailable }, ['failed', 'error', 'MODEL_UNAVAILABLE']],
    ['a failure without one', { failure: new TypeError('secret') }, ['failed', 'error', 'MODEL_ERROR']],
    ['an answer that just ended', {}, ['failed', 'error', 'MODEL_ERROR']],
  ]

for (const [name, circumstances, [status, finishReason, code]] of cases) {
  t.test(`${name}: ${status}, ${code ?? finishReason}`, async (t) => {
    const verdict = judge({ ...nothing, ...circumstances })
    t.match(verdict, { status, finishReason })
    t.equal(verdict.problem?.code, code)
    t.notMatch(JSON.stringify(verdict), /secret/, 'the cause is not public')
  })
}

t.test('a failure keeps its Retry-After', async (t) => {
  t.match(judge({ ...nothing, failure: unavailable }).problem, { status: 502, retryAfterS: 3 })
})
