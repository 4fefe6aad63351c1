import type { Transcript } from './transcript.ts'
import { choice, delta, done, event, message, stop, texts, whole } from './transcript.ts'

const said = { content: '早上好' }
const usage = { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 }
const line = (members: object, finish_reason: string | null = null) =>
  `${JSON.stringify({ choices: [{ delta: members, finish_reason }] })}\n`
const answer = '一段足够长的回答，'

export const textTranscripts: Record<string, Transcript> = {
  'the whole message closes the deltas': { body: texts('早上', '好') + message(said) + done, ...said },
  'the whole message stands beside an empty delta': {
    body: texts('早上', '好') + choice({ delta: {}, message: said, finish_reason: 'stop' }) + done,
    ...said,
  },
  'the whole message closes thoughts and text': {
    body:
      delta({ reasoning_content: '先想' }) +
      texts('早上', '好') +
      message({ ...said, reasoning_content: '先想' }) +
      done,
    ...said,
    reasoning: '先想',
  },
  'the whole message has thoughts in tags that came apart before': {
    body:
      delta({ reasoning_content: '先想' }) +
      texts('早上', '好') +
      message({ content: '<think>先想</think>\n早上好' }) +
      done,
    ...said,
    reasoning: '先想',
  },
  'the whole message is all there is': { body: message(said) + done, ...said },
  'messages are pieces under a wrong name': {
    body: message({ content: '早上' }, null) + message({ content: '好' }) + done,
    ...said,
  },
  'messages hold all text so far': {
    body: message({ content: '早' }, null) + message({ content: '早上' }, null) + message(said) + done,
    ...said,
  },
  'deltas hold all text so far': { body: texts('早', '早上', '早上好') + stop + done, ...said },
  'two deltas hold all text so far': { body: texts('早上', '早上好') + stop + done, ...said },
  'deltas and thoughts hold all text so far': {
    body:
      ['先', '先想', '先想一想']
        .map((text) => delta({ reasoning_details: [{ type: 'reasoning.text', text }] }))
        .join('') +
      texts('早', '早上', '早上好', '早上好') +
      stop +
      done,
    ...said,
    reasoning: '先想一想',
  },
  'the last delta repeats all text': { body: texts('早上', '好') + delta(said, 'stop') + done, ...said },
  'an answer that repeats itself stays': {
    body: texts('哈', '哈哈', '哈哈哈', '好', '好') + stop + done,
    content: '哈哈哈哈哈哈好好',
  },
  'a word and its compound stay': { body: texts('1', '10', '?') + stop + done, content: '110?' },
  'a sentence said twice stays': { body: texts(answer, answer) + stop + done, content: answer + answer },
  'the body is one JSON object': { body: whole(said), contentType: 'text/event-stream', ...said },
  'the body is one JSON object without a finish reason, closed like a stream': {
    body: `\n ${whole(said, null)}\n\ndata: [DONE]\n\n`,
    ...said,
  },
  'the body is events that claim to be JSON': {
    body: texts('早上好') + stop + done,
    contentType: 'application/json',
    ...said,
  },
  'the body is JSON lines': {
    body: line({ content: '早上' }) + line({ content: '好' }) + line({}, 'stop'),
    ...said,
  },
  'lines of data without a blank line between them': {
    body: (texts('早上', '好') + stop + done).replaceAll('\n\n', '\n'),
    content: '早上好',
  },
  'two objects in one line': {
    body: texts('早上', '好').replace('\n\ndata: ', '') + stop + done,
    content: '早上好',
  },
  'data: twice, indented, in capitals': {
    body:
      texts('早').replace('data: ', 'data: data: ') +
      texts('上').replace('data: ', '  data: ') +
      texts('好').replace('data: ', 'DATA : ') +
      stop.replace('data: ', '\tdata:') +
      done,
    content: '早上好',
  },
  'NaN and bare control characters in JSON': {
    body: `data: {"choices":[{"index":0,"delta":{"content":"早\t上NaN"},"logprobs":NaN}]}\n\n${stop}`,
    content: '早\t上NaN',
  },
  'a charset that nobody chose': {
    contentType: 'text/event-stream;charset=ISO-8859-1',
    body: texts('早上好') + stop + done,
    content: '早上好',
  },
  'a character cut in two': {
    body:
      delta({ reasoning_content: '想\ud83d' }) +
      delta({ reasoning_content: '\ude00' }) +
      texts('早\ud83d', '\ude00上\ud83d', '好\ud83d') +
      stop +
      done,
    reasoning: '想😀',
    content: '早😀上\ufffd好\ufffd',
  },
  '[DONE] in quotes': { body: texts('早上好') + event('"[DONE]"'), content: '早上好' },
  'a limit, then a closing stop': {
    body: texts('早上好') + delta({}, 'length') + stop + done,
    content: '早上好',
    finishReason: 'length',
  },
  'finish reasons of other APIs': {
    body: texts('早上好') + delta({}, 'FINISH_REASON_MAX_TOKENS') + done,
    content: '早上好',
    finishReason: 'length',
  },
  'the body is several JSON objects in a row': {
    body: (line({ content: '早上' }) + line({ content: '好' }, 'stop')).replaceAll('\n', ''),
    ...said,
  },
  'the body is a list of chunks': {
    body: `[${line({ content: '早上' })},\r\n${line({ content: '好' }, 'stop')}]`,
    ...said,
  },
  'events end in CRLF, and a byte order mark precedes them': {
    body: `\uFEFF${(texts('早上', '好') + stop + done).replaceAll('\n', '\r\n')}`,
    ...said,
  },
  'events end in CR': { body: (texts('早上', '好') + stop + done).replaceAll('\n', '\r'), ...said },
  'whitespace precedes everything': { body: `${' \n'.repeat(300)}${texts('早上好')}${stop}`, ...said },
  'the last event lacks its blank line': { body: texts('早上好') + stop.trimEnd(), ...said },
  'GBK, as the content type says': {
    body: Buffer.concat([
      Buffer.from('data: {"choices":[{"delta":{"content":"'),
      Buffer.from('d4e7c9cfbac3', 'hex'),
      Buffer.from('"},"finish_reason":"stop"}]}\n\n'),
    ]),
    contentType: 'text/event-stream; charset=GBK',
    ...said,
  },
  'GBK, told as nothing': {
    body: Buffer.concat([
      Buffer.from('data: {"choices":[{"delta":{"content":"'),
      Buffer.from('d4e7c9cfbac3', 'hex'),
      Buffer.from('"},"finish_reason":"stop"}]}\n\n'),
    ]),
    problem: 'MODEL_ERROR',
  },
  'an HTML page': { body: '\n<!doctype html><title>502</title>', problem: 'MODEL_ERROR' },
  'heartbeats of every kind': {
    body:
      ': keep-alive\n\n' +
      [
        'ping',
        ':',
        '{}',
        'null',
        '[]',
        '""',
        '[HEARTBEAT]',
        '2024-04-07 20:20:50.554328',
        '{"type":"ping"}',
        ' ',
      ]
        .map((beat) => event(beat) + texts(beat === 'ping' ? '早上' : beat === ' ' ? '好' : ''))
        .join('') +
      'event: ping\ndata: {"at":1}\n\nevent: status\ndata: queued\n\n: PROCESSING\n\n' +
      stop +
      done,
    ...said,
  },
  'half a JSON object': {
    body: `${texts('早上')}data: {"choices":[{"delta":{"cont\n\n${stop}`,
    problem: 'MODEL_ERROR',
  },
  'named events': {
    body: `event: message\n${texts('早上')}id: 2\nevent:result\n${texts('好')}${stop}${done}`,
    ...said,
  },
  'several choices in any order': {
    body:
      event({
        choices: [
          { index: 1, delta: { content: '别' } },
          { index: 0, delta: { content: '早上' } },
        ],
      }) +
      event({ choices: [{ index: 1, delta: { content: '的' }, finish_reason: 'stop' }] }) +
      texts('好') +
      stop +
      done,
    ...said,
  },
  'content in parts, some of them thoughts': {
    body:
      delta({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: '先想' }] }] }) +
      delta({ content: [{ type: 'thinking', thinking: '一想' }] }) +
      delta({ content: [{ type: 'text', text: '早上' }] }) +
      texts('好') +
      stop +
      done,
    ...said,
    reasoning: '先想一想',
  },
  'the same thoughts under two names': {
    body:
      delta({
        reasoning: '先想',
        reasoning_content: '先想',
        reasoning_details: [{ type: 'reasoning.text', text: '先想' }],
      }) +
      delta({ reasoning_details: [{ type: 'reasoning.encrypted', data: 'c2ln' }] }) +
      texts('早上好') +
      stop +
      done,
    ...said,
    reasoning: '先想',
  },
  'content that is null, a number, or missing': {
    body:
      delta({ role: '', content: null }) +
      delta({ content: 5 }) +
      delta({}) +
      delta({ content: null }, 'stop') +
      done,
    content: '5',
  },
  'a finish reason with every chunk': {
    body: ['早', '上', '好'].map((content) => delta({ content }, 'stop')).join('') + done,
    ...said,
  },
  'a finish reason after the thoughts': {
    body: delta({ reasoning_content: '想' }, 'stop') + texts('早上好') + stop + done,
    ...said,
    reasoning: '想',
  },
  'text after an early finish, then nothing': {
    body: delta({ content: '早' }, 'stop') + texts('上'),
    problem: 'MODEL_ERROR',
  },
  'no finish reason, but [DONE]': { body: texts('早上好') + done, ...said },
  'no finish reason and no [DONE]': { body: texts('早上好'), problem: 'MODEL_ERROR' },
  'an empty or null finish reason': { body: delta(said, '') + delta({}, 'null') + done, ...said },
  'an unknown finish reason': { body: delta(said, 'eos_found') + done, ...said, finishReason: 'eos_found' },
  'another name for a finish reason': {
    body: delta(said, 'MAX_TOKENS') + done,
    ...said,
    finishReason: 'length',
  },
  'a finish reason inside the delta': {
    body: texts('早上好') + delta({ finish_reason: 'length' }),
    ...said,
    finishReason: 'length',
  },
  'usage inside the choice': {
    body: texts('早上好') + choice({ delta: {}, finish_reason: 'stop', usage }) + done,
    ...said,
    usage,
  },
  'usage of another name': {
    body: texts('早上好') + choice({ delta: {}, finish_reason: 'stop' }, { x_groq: { usage } }),
    ...said,
    usage,
  },
  'usage in strings, growing, with null and zeros': {
    body:
      choice({ delta: said }, { usage: { prompt_tokens: 5, completion_tokens: 1, total_tokens: 6 } }) +
      choice({ delta: {}, finish_reason: 'stop' }, { usage: null }) +
      event({ choices: [], usage: { prompt_tokens: '5', completion_tokens: '3' } }) +
      event({ choices: [], usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } }) +
      done,
    ...said,
    usage,
  },
  'usage that is a total only': {
    body: texts('早上好') + stop + event({ choices: [], usage: { total_tokens: 8 } }),
    ...said,
    usage: { total_tokens: 8 },
  },
}
