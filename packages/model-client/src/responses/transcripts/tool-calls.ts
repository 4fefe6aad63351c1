import type { Transcript } from './transcript.ts'
import { choice, delta, done, event, message, stop, texts, whole } from './transcript.ts'

const beijing = '{"city":"北京"}'
const shanghai = '{"city":"上海"}'
const call = (args: unknown, members: object = {}) => ({
  type: 'function',
  function: { name: 'weather', arguments: args },
  ...members,
})
const pieces = (...list: object[]) => list.map((one) => delta({ tool_calls: [one] })).join('')
const end = delta({}, 'tool_calls') + done
const one: Pick<Transcript, 'calls' | 'finishReason'> = {
  calls: [['weather', beijing]],
  finishReason: 'tool_calls',
}
const two: Pick<Transcript, 'calls' | 'finishReason'> = {
  calls: [
    ['weather', beijing],
    ['weather', shanghai],
  ],
  finishReason: 'tool_calls',
}

export const toolCallTranscripts: Record<string, Transcript> = {
  'a name with the prefix of a template': {
    body:
      pieces(
        call(beijing, {
          index: 0,
          id: 'functions.weather:0',
          function: { name: 'functions.weather', arguments: beijing },
        }),
      ) + end,
    ...one,
  },
  'a name that is an id': {
    body: pieces({ index: 0, id: 'a', function: { name: 'functions.weather:0', arguments: beijing } }) + end,
    ...one,
  },
  'a name with spaces, and with marks of a template': {
    body:
      pieces(
        { index: 0, id: 'a', function: { name: ' weather\n', arguments: beijing } },
        { index: 1, id: 'b', function: { name: 'weather<|channel|>commentary', arguments: shanghai } },
      ) + end,
    ...two,
  },
  'a name that was not offered': {
    body: pieces({ index: 0, id: 'a', function: { name: 'other.clock', arguments: beijing } }) + end,
    calls: [['other.clock', beijing]],
    finishReason: 'tool_calls',
  },
  'a part of the content': {
    body:
      delta({ content: [{ type: 'tool_use', id: 'a', name: 'weather', input: { city: '北京' } }] }) +
      delta({}, 'tool_use') +
      done,
    ...one,
  },
  'as OpenAI sends it': {
    body:
      pieces(
        call('', { index: 0, id: 'a' }),
        { index: 0, function: { arguments: '{"city"' } },
        { index: 0, function: { arguments: ':"北京"}' } },
        call('', { index: 1, id: 'b' }),
        { index: 1, function: { arguments: shanghai } },
      ) + end,
    ...two,
  },
  'arguments so far with every event': {
    body: pieces(...['{"ci', '{"city":"北', beijing].map((args) => call(args, { index: 0, id: 'a' }))) + end,
    ...one,
  },
  'arguments before the name': {
    body:
      pieces({ index: 0, id: 'a', function: { arguments: '{"city"' } }, call(':"北京"}', { index: 0 })) + end,
    ...one,
  },
  'empty arguments first': {
    body: pieces(call('{}', { index: 0, id: 'a' }), { index: 0, function: { arguments: beijing } }) + end,
    ...one,
  },
  'empty arguments first, then a whole message': {
    body:
      pieces(call('{}', { index: 0, id: 'a' })) +
      message({ tool_calls: [call(beijing, { id: 'a' })] }) +
      done,
    ...one,
  },
  'an empty object first': {
    body: pieces(call({}, { index: 0, id: 'a' }), { index: 0, function: { arguments: beijing } }) + end,
    ...one,
  },
  'the text of a text as arguments': {
    body: pieces(call(JSON.stringify(beijing), { index: 0, id: 'a' })) + end,
    ...one,
  },
  'arguments of null, and of whitespace': {
    body: pieces(call('null', { index: 0, id: 'a' }), call(' ', { index: 1, id: 'b' })) + end,
    calls: [
      ['weather', '{}'],
      ['weather', '{}'],
    ],
    finishReason: 'tool_calls',
  },
  'no index': { body: pieces(call(beijing, { id: 'a' }), call(shanghai, { id: 'b' })) + end, ...two },
  'index null': {
    body: pieces(call(beijing, { id: 'a', index: null }), call(shanghai, { id: 'b', index: null })) + end,
    ...two,
  },
  'index 0 for each': {
    body: pieces(call(beijing, { id: 'a', index: 0 }), call(shanghai, { id: 'b', index: 0 })) + end,
    ...two,
  },
  'index 0 for each, no ids': {
    body: pieces(call(beijing, { index: 0 }), call(shanghai, { index: 0, id: '' })) + end,
    ...two,
  },
  'no index and no id': { body: pieces(call(beijing), call(shanghai)) + end, ...two },
  'indices from 1 on': {
    body: pieces(call(beijing, { id: 'a', index: 1 }), call(shanghai, { id: 'b', index: 2 })) + end,
    ...two,
  },
  'one id for two calls': {
    body: pieces(call(beijing, { id: 'a', index: 0 }), call(shanghai, { id: 'a', index: 1 })) + end,
    ...two,
  },
  'one id and index for two calls': {
    body: pieces(call(beijing, { id: 'a', index: 0 }), call(shanghai, { id: 'a', index: 0 })) + end,
    ...two,
  },
  'both in one chunk, without index': {
    body: delta({ tool_calls: [call(beijing, { id: 'a' }), call(shanghai, { id: 'b' })] }) + end,
    ...two,
  },
  'id, name and index with each piece': {
    body: pieces(call('{"city"', { id: 'a', index: 0 }), call(':"北京"}', { id: 'a', index: 0 })) + end,
    ...one,
  },
  'another id with each piece': {
    body: pieces(call('{"city"', { id: 'a', index: 0 }), call(':"北京"}', { id: 'b', index: 0 })) + end,
    ...one,
  },
  'the name in pieces': {
    body:
      pieces(
        { index: 0, id: 'a', function: { name: 'wea' } },
        { index: 0, function: { name: 'ther' } },
        { index: 0, function: { arguments: beijing } },
      ) + end,
    ...one,
  },
  'the name repeated': {
    body:
      pieces(
        { index: 0, id: 'a', function: { name: 'weather' } },
        { index: 0, function: { name: 'weather', arguments: beijing } },
      ) + end,
    ...one,
  },
  'the id late': {
    body:
      pieces(
        { index: 0, function: { name: 'weather' } },
        { index: 0, id: 'a', function: { arguments: beijing } },
      ) + end,
    ...one,
  },
  'the index wrong for the rest of the second': {
    body:
      pieces(call(beijing, { id: 'a', index: 0 }), call('{"city"', { id: 'b', index: 0 }), {
        id: 'b',
        index: 1,
        function: { arguments: ':"上海"}' },
      }) + end,
    ...two,
  },
  'function null first': {
    body:
      pieces(
        { index: 0, id: 'a', type: 'function', function: null },
        { index: 0, function: { name: 'weather', arguments: beijing } },
      ) + end,
    ...one,
  },
  'type missing': {
    body: pieces({ id: 'a', function: { name: 'weather', arguments: beijing } }) + end,
    ...one,
  },
  'arguments as an object': { body: pieces(call({ city: '北京' }, { index: 0, id: 'a' })) + end, ...one },
  'arguments null': {
    body: pieces(call(null, { index: 0, id: 'a' })) + end,
    calls: [['weather', '{}']],
    finishReason: 'tool_calls',
  },
  'arguments repeated to close the call': {
    body:
      pieces(
        call('{"city"', { index: 0, id: 'a' }),
        { index: 0, function: { arguments: ':"北京"}' } },
        { index: 0, function: { arguments: beijing } },
      ) + end,
    ...one,
  },
  'the whole message repeats the calls': {
    body:
      pieces(call(beijing, { index: 0, id: 'a' }), call(shanghai, { index: 1, id: 'b' })) +
      message(
        { content: null, tool_calls: [call(beijing, { id: 'a' }), call(shanghai, { id: 'b' })] },
        'tool_calls',
      ) +
      done,
    ...two,
  },
  'the whole message is all there is': {
    body: message({ tool_calls: [call(beijing, { id: 'a' }), call(shanghai, { id: 'b' })] }) + done,
    ...two,
  },
  'a finish reason after the first call': {
    body:
      delta({ tool_calls: [call(beijing, { index: 0, id: 'a' })] }, 'tool_calls') +
      pieces(call(shanghai, { index: 1, id: 'b' })) +
      end,
    ...two,
  },
  'finish reason stop': { body: pieces(call(beijing, { index: 0, id: 'a' })) + stop + done, ...one },
  'no finish reason': { body: pieces(call(beijing, { index: 0, id: 'a' })) + done, ...one },
  'the API before tool calls': {
    body:
      delta({ function_call: { name: 'weather', arguments: '' } }) +
      delta({ function_call: { arguments: beijing } }) +
      delta({}, 'function_call') +
      done,
    ...one,
  },
  'whole, with an object, without ids': {
    body: whole({ content: null, tool_calls: [call({ city: '北京' }), call(shanghai)] }, 'stop'),
    ...two,
  },
  'whole, as before tool calls': {
    body: whole({ content: null, function_call: { name: 'weather', arguments: beijing } }, 'function_call'),
    ...one,
  },
  ...Object.fromEntries(
    [
      { id: 'a', name: 'weather', arguments: beijing },
      { id: 'a', type: 'function', name: 'weather', parameters: { city: '北京' } },
      { id: 'a', type: 'tool_use', name: 'weather', input: { city: '北京' } },
      { id: 'a', function: 'weather', arguments: beijing },
      { id: 'a', function: { name: 'weather', parameters: { city: '北京' } } },
      { id: 'a', function: { name: 'weather', args: { city: '北京' } } },
      call('```json\n{"city":"北京"}\n```', { id: '' }),
    ].map((given) => [
      `a call in another shape: ${JSON.stringify(given)}`,
      { body: pieces(given) + end, ...one },
    ]),
  ),
  'a call without the object around it, whole': {
    body: whole({ content: null, tool_calls: [{ name: 'weather', arguments: { city: '北京' } }] }),
    ...one,
  },
  'a call without the object around it, in pieces': {
    body:
      pieces({ index: 0, name: 'weather', arguments: '{"city"' }, { index: 0, arguments: ':"北京"}' }) + end,
    ...one,
  },
  'a block of code as arguments, in pieces': {
    body:
      pieces(
        call('``', { index: 0 }),
        { index: 0, function: { arguments: '`json\n{"city"' } },
        { index: 0, function: { arguments: ':"北京"}\n```' } },
      ) + end,
    ...one,
  },
  'an object as arguments, in pieces': {
    body:
      pieces(call({ city: '北' }, { index: 0, id: 'a' }), {
        index: 0,
        function: { arguments: { city: '北京', days: 2 } },
      }) + end,
    calls: [['weather', '{"city":"北京","days":2}']],
    finishReason: 'tool_calls',
  },
  'an object as arguments, then another call': {
    body: pieces(call({ city: '北京' }, { index: 0 }), call({ city: '上海' }, { index: 1 })) + end,
    ...two,
  },
  'the name and an empty id with each piece': {
    body:
      pieces(...['{"city"', ':"北', '京"}'].map((args) => call(args, { index: 0, id: '' }))) +
      pieces(call(shanghai, { index: 1, id: '' })) +
      end,
    ...two,
  },
  ...Object.fromEntries(
    ['stop', 'tool_calls', 'length'].map((reason) => [
      `arguments that stop in the middle, told as ${reason}`,
      {
        body: pieces(call('{"city":"北', { index: 0, id: 'a' })) + delta({}, reason) + done,
        calls: [['weather', '{"city":"北']] as [string, string][],
        finishReason: 'length',
      },
    ]),
  ),
  'arguments that stop in the middle, whole': {
    body: whole({ content: null, tool_calls: [call('{"city":"北京"', { id: 'a' })] }, 'tool_calls'),
    calls: [['weather', '{"city":"北京"']],
    finishReason: 'length',
  },
  'text and a call': {
    body: texts('我查', '一下') + pieces(call(beijing, { index: 0, id: 'a' })) + end,
    ...one,
    content: '我查一下',
  },
  'a call in the second choice only counts there': {
    body:
      texts('早上好') +
      event({ choices: [{ index: 1, delta: { tool_calls: [call(beijing)] } }] }) +
      choice({ delta: {}, finish_reason: 'stop' }) +
      done,
    content: '早上好',
  },
}
