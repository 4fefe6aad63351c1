import type { Transcript } from './transcript.ts'
import { delta, done, stop, texts } from './transcript.ts'

const beijing = '{"city":"北京"}'
const written = (args = beijing, name = 'weather') =>
  `<tool_call>\n{"name":"${name}","arguments":${args}}\n</tool_call>`
const one: Pick<Transcript, 'calls' | 'finishReason'> = {
  calls: [['weather', beijing]],
  finishReason: 'tool_calls',
}
const text = (content: string): Transcript => ({ body: texts(content) + stop + done, content })

/** Calls of a tool that stand in the text: models write them so, and their server does not know it. */
export const writtenCallTranscripts: Record<string, Transcript> = {
  'a call': { body: texts(written()) + stop + done, ...one },
  'a call, cut anywhere': {
    body:
      texts('\n<tool', '_call>\n{"name":"wea', 'ther","arguments":{"city":"北京"}}\n</tool', '_call>\n') +
      stop,
    ...one,
  },
  'text, then a call': {
    body: texts('我查', `一下。${written()}`) + stop + done,
    content: '我查一下。',
    ...one,
  },
  'thoughts, then a call': {
    body: texts('<think>想</think>\n', written()) + stop + done,
    reasoning: '想',
    ...one,
  },
  'the same call twice': {
    body: texts(written(), '\n', written()) + stop + done,
    calls: [...(one.calls ?? []), ...(one.calls ?? [])],
    finishReason: 'tool_calls',
  },
  'a call and text after it': {
    body: texts(written(), '\n', '请稍等。') + stop,
    content: '请稍等。',
    ...one,
  },
  'a call without its end': {
    body: texts('<tool_call>{"name":"weather","arguments":', `${beijing}}`) + stop,
    ...one,
  },
  'arguments under another name': {
    body: texts('<tool_call>{"name":"weather","parameters":{"city":"北京"}}</tool_call>') + stop,
    ...one,
  },
  'the form of Qwen3-Coder': {
    body:
      texts(
        '<tool_call>\n<function=weather>\n<parameter=city>\n北京\n',
        '</parameter>\n</function>\n</tool_call>',
      ) + stop,
    ...one,
  },
  'the form of GLM': {
    body:
      texts('<tool_call>weather\n<arg_key>city</arg_key>\n<arg_value>北京</arg_value>\n</tool_call>') + stop,
    ...one,
  },
  'the form of Mistral': {
    body: texts(`[TOOL_CALLS][{"name":"weather","arguments":${beijing}}]`) + stop,
    ...one,
  },
  'the form of gpt-oss': {
    body:
      texts(
        '<|channel|>analysis<|message|>想<|end|><|start|>assistant<|channel|>commentary to=functions.weather ',
        `<|constrain|>json<|message|>${beijing}<|call|>`,
      ) + stop,
    reasoning: '想',
    ...one,
  },
  'a call as such, and again in the text': {
    body:
      delta({ tool_calls: [{ index: 0, id: 'a', function: { name: 'weather', arguments: beijing } }] }) +
      texts(written()) +
      delta({}, 'tool_calls') +
      done,
    ...one,
  },
  'a call that stops in the middle': {
    ...text('<tool_call>\n{"name":"weather","arguments":{"city":"北'),
    finishReason: 'length',
  },
  'a call of a tool that was not offered is text': text(written(beijing, 'search')),
  'a call in a code block is text': text(`例：\n\`\`\`\n${written()}\n\`\`\`\n完。`),
  'a mark without a call is text': text('写 <tool_call>…</tool_call> 即可，`<tool_call>` 也行。'),
}
