import assert from 'node:assert/strict'
import { isBlank } from '@lingzhi/contracts/invisible'
import fc from 'fast-check'
import t from 'tap'
import type { ModelMessage } from '../model-events.ts'
import { normalizeMessages } from './normalize-messages.ts'

type Sent = ModelMessage & Record<string, unknown>
const user = (content: unknown, more = {}): Sent => ({ role: 'user', content, ...more })
const assistant = (content: unknown, more = {}): Sent => ({ role: 'assistant', content, ...more })
const system = (content: unknown, more = {}): Sent => ({ role: 'system', content, ...more })
const tool = (content: unknown, more = {}): Sent => ({ role: 'tool', content, ...more })
const call = (id: unknown, args: unknown = '{}', more = {}) => ({
  id,
  type: 'function',
  function: { name: 'weather', arguments: args },
  ...more,
})

/** What the strictest of providers would say of these messages; empty: nothing. */
function faultsOf(messages: Sent[]): string[] {
  const faults: string[] = []
  const turns = messages[0]?.role === 'system' ? messages.slice(1) : messages
  if (turns.some(({ role }) => role === 'system')) faults.push('System message must be at the beginning.')
  if (turns[0]?.role !== 'user') faults.push('the first turn must be the user’s')
  if (!['user', 'tool'].includes(turns.at(-1)?.role ?? '')) faults.push('nothing to answer')
  let open: unknown[] = []
  let before = ''
  for (const { role, content, tool_calls, tool_call_id, ...more } of messages) {
    const calls = (tool_calls ?? []) as { id: unknown; function: { arguments: unknown } }[]
    if (!/^(system|user|assistant|tool)$/.test(role)) faults.push(`unknown variant ${role}`)
    if (role === 'tool') {
      if (!open.includes(tool_call_id)) faults.push('a result without its call')
      open = open.filter((id) => id !== tool_call_id)
    } else {
      if (open.length > 0) faults.push('a call without its result')
      if (role === before) faults.push('roles must alternate')
      if (role === 'user' && before === 'tool') faults.push('Unexpected role user after role tool')
      open = calls.map(({ id }) => id)
      if (new Set(open).size < open.length || open.includes('')) faults.push('ids of calls must differ')
    }
    if (content === null ? calls.length === 0 : typeof content === 'string' && isBlank(content))
      faults.push('an empty message')
    if (Array.isArray(content) && content.every(({ type }) => type === 'text'))
      faults.push('invalid type: sequence, expected a string')
    for (const value of Object.values(more)) if (value === null) faults.push('null is not a member')
    before = role
  }
  if (open.length > 0) faults.push('a call without its result')
  return faults
}

t.test('whatever a conversation went through, the strictest provider takes it', async () => {
  const texts = fc.constantFrom(
    '',
    ' \n',
    '\u200b\u2060',
    '你好',
    'hello',
    '<think>hm</think>',
    '<think>\n',
    'a</think>\nb',
  )
  const image = { type: 'image_url', image_url: { url: 'data:,' } }
  const contents = fc.oneof(
    texts,
    fc.constantFrom(null, undefined, 7, {}),
    fc.array(
      fc.oneof(
        texts.map((text) => ({ type: 'text', text })),
        fc.constant(image),
        texts,
      ),
      { maxLength: 3 },
    ),
  )
  const ids = fc.constantFrom('a', 'b', '', null, undefined)
  const calls = fc.array(
    ids.map((id) => call(id)),
    { maxLength: 3 },
  )
  const messages = fc.array(
    fc.record(
      {
        role: fc.constantFrom(
          'system',
          'developer',
          'user',
          'user',
          'assistant',
          'assistant',
          'tool',
          'tool',
          'function',
        ),
        content: contents,
        name: fc.constantFrom('', null, 'weather', '小明'),
        tool_calls: fc.oneof(calls, fc.constant(null)),
        function_call: fc.constantFrom(null, { name: 'weather', arguments: '' }),
        tool_call_id: ids,
        refusal: fc.constantFrom(null, 'no'),
        reasoning_content: fc.constantFrom(null, '', 'hm'),
      },
      { requiredKeys: ['role', 'content'] },
    ),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(messages, (given) => {
      const sent = normalizeMessages(given as Sent[]) as Sent[]
      if (sent.length > 0) assert.deepEqual(faultsOf(sent), [])
      assert.deepEqual(normalizeMessages(sent), sent, 'done again it changes nothing')
      const asks = given.some(
        ({ role, content }) => role === 'user' && typeof content === 'string' && !isBlank(content),
      )
      if (asks) assert(sent.length > 0, 'a question is never lost')
    }),
    { numRuns: 5_000 },
  )
})

const cases: [string, Sent[], Sent[]][] = [
  [
    'an answer whose question was trimmed away is left out',
    [system('s'), assistant('a'), user('q')],
    [system('s'), user('q')],
  ],
  ['questions that were not answered are joined', [user('q'), user('r')], [user('q\n\nr')]],
  [
    'answers in a row are joined',
    [user('q'), assistant('a'), assistant('b'), user('r')],
    [user('q'), assistant('a\n\nb'), user('r')],
  ],
  [
    'system messages are one, first, in their order',
    [
      system('s'),
      user('q'),
      assistant('a'),
      { role: 'developer', content: [{ type: 'text', text: 't' }] },
      user('r'),
    ],
    [system('s\n\nt'), user('q'), assistant('a'), user('r')],
  ],
  ['an empty one is none', [system(' \u200b'), user('q')], [user('q')]],
  ['a system message alone is asked', [system('s'), system('t')], [system('s'), user('t')]],
  [
    'parts of text are one text',
    [
      user([
        { type: 'text', text: 'q' },
        { type: 'text', text: 'r' },
      ]),
    ],
    [user('q\nr')],
  ],
  [
    'images stay, empty texts beside them do not',
    [
      user([
        { type: 'image_url', image_url: { url: 'u' } },
        { type: 'text', text: ' ' },
      ]),
      user('q'),
    ],
    [
      user([
        { type: 'image_url', image_url: { url: 'u' } },
        { type: 'text', text: 'q' },
      ]),
    ],
  ],
  ['an empty turn is none', [user('q'), assistant(null), user('r')], [user('q\n\nr')]],
  [
    'after a last answer the model is asked to go on',
    [user('q'), assistant('从前')],
    [user('q'), assistant('从前'), user('请从你上一条消息结束的地方接着写，不要重复。')],
  ],
  [
    'of people who speak in a row each is named',
    [user('hi', { name: 'Ann' }), user('ho', { name: 'Bob' })],
    [user('Ann: hi\n\nBob: ho')],
  ],
  [
    'thoughts are not sent back, in tags or members',
    [
      user('q'),
      assistant('<think>\nhm\n</think>\n\na', { reasoning_content: 'hm', refusal: null }),
      user('r'),
    ],
    [user('q'), assistant('a'), user('r')],
  ],
  [
    'nor those whose opening tag stood in the template; a tag within an answer stays',
    [user('q'), assistant('hm\n</think>\n\na'), user('r'), assistant('`</think>` ends thoughts'), user('s')],
    [user('q'), assistant('a'), user('r'), assistant('`</think>` ends thoughts'), user('s')],
  ],
  [
    'calls of tools keep their results, their thoughts and members of the provider’s own',
    [
      user('q'),
      assistant('', {
        reasoning_content: 'hm',
        tool_calls: [call('c', { city: '西安' }, { extra_content: { s: 1 }, index: 0 })],
      }),
      tool([{ type: 'text', text: 'sunny' }], { tool_call_id: 'c' }),
    ],
    [
      user('q'),
      assistant(null, {
        reasoning_content: 'hm',
        tool_calls: [call('c', '{"city":"西安"}', { extra_content: { s: 1 } })],
      }),
      tool('sunny', { tool_call_id: 'c' }),
    ],
  ],
  [
    'calls without a result are left out, and with them thoughts; results nobody called for are told by the user',
    [
      user('q'),
      assistant('a', { reasoning_content: 'hm', tool_calls: [call('c')] }),
      user('r'),
      assistant('b'),
      tool('old', { tool_call_id: 'x' }),
    ],
    [user('q'), assistant('a'), user('r'), assistant('b'), user('Result of a tool:\nold')],
  ],
  [
    'ids that are missing or repeated are given, in order',
    [
      user('q'),
      assistant(null, { tool_calls: [call('c'), call('c'), call('')] }),
      tool('1', { tool_call_id: 'c' }),
      tool('2', { tool_call_id: 'c' }),
      tool(''),
    ],
    [
      user('q'),
      assistant(null, { tool_calls: [call('c'), call('c_2'), call('call_2')] }),
      tool('1', { tool_call_id: 'c' }),
      tool('2', { tool_call_id: 'c_2' }),
      tool('(no output)', { tool_call_id: 'call_2' }),
    ],
  ],
  [
    'each call sent as a message of its own',
    [
      user('q'),
      assistant(null, { tool_calls: [call('a')] }),
      assistant(null, { tool_calls: [call('b')] }),
      tool('1', { tool_call_id: 'b' }),
      tool('2', { tool_call_id: 'a' }),
    ],
    [
      user('q'),
      assistant(null, { tool_calls: [call('a'), call('b')] }),
      tool('2', { tool_call_id: 'a' }),
      tool('1', { tool_call_id: 'b' }),
    ],
  ],
  [
    'functions are tools by now',
    [
      user('q'),
      assistant(null, { function_call: { name: 'weather', arguments: '{}' } }),
      { role: 'function', name: 'weather', content: '1' },
    ],
    [
      user('q'),
      assistant(null, { tool_calls: [call('call_0')] }),
      tool('1', { name: 'weather', tool_call_id: 'call_0' }),
    ],
  ],
  ['nothing to answer', [assistant('a'), user(' ')], []],
]
for (const [name, given, sent] of cases) {
  t.test(name, async (t) => {
    t.same(normalizeMessages(given), sent)
    if (sent.length > 0) t.same(faultsOf(sent), [])
  })
}

t.test('arguments that were cut off are sent as JSON that parses', async (t) => {
  const sent = normalizeMessages([
    user('问'),
    assistant('', { tool_calls: [call('a', '{"city":"北')] }),
    tool('?', { tool_call_id: 'a' }),
  ])
  t.match(sent[1], { tool_calls: [{ function: { arguments: '{"unreadable":"{\\"city\\":\\"北"}' } }] })
})

t.test('what a client keeps beside a message for itself is not sent', async (t) => {
  const kept = { id: 'm1', createdAt: '2026-01-01', parts: [{ type: 'text', text: '问' }], metadata: {} }
  t.same(normalizeMessages([user('问', kept), assistant('答', kept), user('再问', { timestamp: 1 })]), [
    user('问'),
    assistant('答'),
    user('再问'),
  ])
})
