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
  'the form of Kimi, without its id or with one': {
    body:
      texts(
        '<|tool_calls_section_begin|><|tool_call_begin|>functions.weather:0<|tool_call_argument_begin|>',
        `${beijing}<|tool_call_end|><|tool_call_begin|>weather<|tool_call_argument_begin|>{}<|tool_call_end|>`,
        '<|tool_calls_section_end|>',
      ) + stop,
    calls: [...(one.calls ?? []), ['weather', '{}']],
    finishReason: 'tool_calls',
  },
  'the form of DeepSeek V3': {
    body:
      texts(
        '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>weather\n```json\n',
        `${beijing}\n\`\`\`<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
      ) + stop,
    ...one,
  },
  'the form of DeepSeek V3.1': {
    body:
      texts(
        '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>weather<｜tool▁sep｜>',
        `${beijing}<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
      ) + stop,
    ...one,
  },
  'the form of DeepSeek V3.2': {
    body:
      texts(
        '<｜DSML｜function_calls>\n<｜DSML｜invoke name="weather">\n<｜DSML｜parameter name="city" string="true">',
        '0915</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>',
      ) + stop,
    calls: [['weather', '{"city":"0915"}']],
    finishReason: 'tool_calls',
  },
  'the form of MiniMax': {
    body:
      texts(
        '<minimax:tool_call>\n<invoke name="weather">\n<parameter name="city">北京</parameter>',
        '\n</invoke>\n</minimax:tool_call>',
      ) + stop,
    ...one,
  },
  "the form of Anthropic's models": {
    body:
      texts(
        '<function_calls>\n<invoke name="weather">\n<parameter name="city">北京</parameter>\n</invoke>\n</function_calls>',
      ) + stop,
    ...one,
  },
  "Mistral's newer form, twice": {
    body:
      texts(`[TOOL_CALLS]weather[ARGS]${beijing}[TOOL_CALLS]`, `weather[CALL_ID]a1[ARGS]${beijing}`) + stop,
    calls: [...(one.calls ?? []), ...(one.calls ?? [])],
    finishReason: 'tool_calls',
  },
  "Llama's forms": {
    body:
      texts(
        `<function=weather>${beijing}</function>`,
        `<|python_tag|>{"name":"weather","parameters":`,
        `${beijing}}`,
      ) + stop,
    calls: [...(one.calls ?? []), ...(one.calls ?? [])],
    finishReason: 'tool_calls',
  },
  "a function's tag that stops in the middle": {
    body: texts('<function=weather>{"city":"北') + stop,
    content: '<function=weather>{"city":"北',
    finishReason: 'length',
  },
  "Command's form": {
    body:
      texts(
        `<|START_ACTION|>[{"tool_call_id":"0","tool_name":"weather","parameters":${beijing}}]<|END_ACTION|>`,
      ) + stop,
    ...one,
  },
  "Hunyuan's and InternLM's forms": {
    body:
      texts(
        `<tool_calls>[{"name":"weather","arguments":${beijing}}]</tool_calls>`,
        `<|action_start|><|plugin|>\n{"name":"weather","parameters":${beijing}}<|action_end|>`,
      ) + stop,
    calls: [...(one.calls ?? []), ...(one.calls ?? [])],
    finishReason: 'tool_calls',
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
