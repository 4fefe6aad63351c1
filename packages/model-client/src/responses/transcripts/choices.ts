import type { Transcript } from './transcript.ts'
import { done, event, stop, texts } from './transcript.ts'

const said = { content: '早上好' }
const at = (index: unknown, delta: object, finish_reason: string | null = null) =>
  event({ choices: [{ index, delta, finish_reason }] })
const pieces = (index: unknown) => ['早', '上', '好'].map((content) => at(index, { content })).join('')
const long = [...'一二三四五六七八']

/** Responses with other choices than the one with index 0. */
export const choiceTranscripts: Record<string, Transcript> = {
  'index 1 alone': { body: pieces(1) + at(1, {}, 'stop') + done, ...said },
  'index 1 alone, without [DONE]': { body: pieces(1) + at(1, {}, 'stop'), ...said },
  'index 1 alone, longer than what is kept': {
    body: long.map((content) => at(1, { content })).join('') + at(1, {}, 'length') + done,
    content: long.join(''),
    finishReason: 'length',
  },
  'index 1 alone, after the role of index 0': {
    body: at(0, { role: 'assistant', content: '' }) + pieces(1) + at(1, {}, 'stop') + done,
    ...said,
  },
  'index 1 alone, whole': {
    body: JSON.stringify({
      choices: [{ index: 1, message: { role: 'assistant', ...said }, finish_reason: 'stop' }],
    }),
    ...said,
  },
  'index -1': { body: pieces(-1) + at(-1, {}, 'stop') + done, ...said },
  'an index in a string, or null': { body: pieces('0') + at(null, {}, 'stop') + done, ...said },
  'one choice without a list': { body: event({ choices: { delta: said } }) + stop + done, ...said },
  'index 1 first, then both in turns': {
    body:
      at(1, { content: '别' }) +
      texts('早') +
      at(1, { content: '的' }) +
      texts('上') +
      at(1, {}, 'length') +
      texts('好') +
      stop +
      done,
    ...said,
  },
  'an end of index 1 before any text': { body: at(1, {}, 'length') + texts('早上好') + stop + done, ...said },
  'indices 1 and 2 in turns': {
    body:
      long.map((content) => at(1, { content }) + at(2, { content: `别${content}` })).join('') +
      at(2, {}, 'length') +
      at(1, {}, 'stop') +
      done,
    content: long.join(''),
  },
  'two choices in each object': {
    body:
      ['早', '上', '好']
        .map((content) =>
          event({
            choices: [
              { index: 1, delta: { content: '别的' } },
              { index: 0, delta: { content } },
            ],
          }),
        )
        .join('') +
      stop +
      done,
    ...said,
  },
}
