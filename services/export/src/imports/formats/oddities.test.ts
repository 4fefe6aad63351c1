import t from 'tap'
import type { Found } from '../found.ts'
import { readers, tellFormat } from './tell-format.ts'

// What real exports hold beside what their formats promise.

async function read(content: unknown) {
  const bytes = Buffer.from(JSON.stringify(content))
  const open = async function* () {
    yield bytes
  }
  const format = await tellFormat({ name: '', open })
  const found: Found[] = []
  for await (const one of readers[format]({ chunks: open, uploadedAt: '2026-11-29T00:00:00.000Z' }))
    found.push(one)
  return found
}
const shown = ({ messages }: Found) => messages.map(({ role, content }) => `${role[0]} ${content}`)

const node = (parent: string | null, role: string, content: object, more: object = {}) => ({
  parent,
  message: { author: { role }, create_time: 1_772_337_600, content, metadata: {}, recipient: 'all', ...more },
})
const text = (...parts: unknown[]) => ({ content_type: 'text', parts })

t.test('ChatGPT: thoughts stand before the answer, whatever empty messages lie between', async (t) => {
  const thoughts = { content_type: 'thoughts', thoughts: [{ summary: '想', content: '先看' }] }
  const mapping = {
    q: node(null, 'user', text('问')),
    t: node('q', 'assistant', thoughts),
    empty: node('t', 'assistant', text('')),
    recap: node('empty', 'assistant', { content_type: 'reasoning_recap', content: 'Thought for 8s' }),
    a: node('recap', 'assistant', text('答')),
    q2: node('a', 'user', text('再问')),
    t2: node('q2', 'assistant', thoughts),
  }
  const [found] = await read([{ conversation_id: 'c', title: null, mapping, current_node: 't2' }])
  t.same(shown(found!), ['u 问', 'a 答', 'u 再问'])
  t.equal(found!.messages[1]?.reasoning, '想\n先看')
})

t.test(
  'Claude: a message that only used a tool is not the note of programs that cannot show it',
  async (t) => {
    const note = '```\nThis block is not supported on your current device yet.\n```'
    const message = (uuid: string, sender: string, content: object[] | undefined, said: string) => ({
      ...{
        uuid,
        sender,
        text: said,
        content,
        created_at: '2026-03-01T04:00:00Z',
        attachments: [],
        files: [],
      },
    })
    const [found] = await read([
      {
        ...{ uuid: 'u', name: '', account: { uuid: 'x' } },
        chat_messages: [
          message('1', 'human', [], '问'),
          message(
            '2',
            'assistant',
            [
              { type: 'tool_use', name: 'x', input: {} },
              { type: 'tool_result', content: [] },
            ],
            note,
          ),
          message('3', 'assistant', [{ type: 'text', text: '答' }], '答'),
          message('4', 'human', undefined, '旧'),
        ],
      },
    ])
    t.same(shown(found!), ['u 问', 'a 答', 'u 旧'])
    t.equal(found!.leftOut, 3)
  },
)

t.test('Open WebUI: tools that were used are left out of the text, as thoughts are', async (t) => {
  const used =
    '<details type="tool_calls" done="true" id="x" name="search" arguments="&quot;{}&quot;" result="&quot;…&quot;" files="">\n<summary>Tool Executed</summary>\n</details>'
  const run =
    '<details type="code_interpreter" done="true" duration="2">\n<summary>Analyzed</summary>\n```python\n1 + 1\n```\n</details>'
  const mine = '<details>\n<summary>更多</summary>\n内容\n</details>'
  const messages = {
    1: { id: '1', parentId: null, role: 'user', content: `问 ${used}` },
    2: { id: '2', parentId: '1', role: 'assistant', content: `${used}\n先\n${run}\n后\n${mine}` },
    3: { id: '3', parentId: '2', role: 'assistant', content: '', error: { content: '500' } },
  }
  const [found] = await read([{ id: 'c', title: null, chat: { history: { messages, currentId: '3' } } }])
  t.same(shown(found!), [`u 问 ${used}`, `a 先\n\n\`\`\`python\n1 + 1\n\`\`\`\n\n后\n${mine}`])
})

t.test('what is no conversation of its format is told, and is no empty one', async (t) => {
  const talk = [{ role: 'user', content: '问' }]
  for (const [good, bad] of [
    [
      { conversation_id: 'c', mapping: {} },
      { title: '', mapping: null },
    ],
    [{ uuid: 'u', chat_messages: [] }, { uuid: 'v' }],
    [{ conversationId: 'c', messages: [] }, { conversationId: 'c' }],
    [
      { id: 'c', chat: { history: {} } },
      { id: 'd', chat: null },
    ],
    [{ messages: talk }, { note: 'x' }],
  ]) {
    const found = await read([bad, good, {}, null])
    t.same(
      found.map(({ reason }) => reason?.code),
      ['NO_CONVERSATION', undefined, 'NO_CONVERSATION', 'NO_CONVERSATION'],
    )
  }
})

t.test(
  'marks that begin by the hundred thousand and never end take no longer than other texts',
  async (t) => {
    const many = (mark: string) => mark.repeat(Math.floor(7_500_000 / Buffer.byteLength(mark)))
    for (const mark of [
      '<details type="reasoning">',
      '<details type="tool_calls"',
      '<details type="reasoning"><summary>',
    ]) {
      const [found] = await read([
        {
          id: 'c',
          chat: { history: { messages: { 1: { id: '1', role: 'assistant', content: many(mark) } } } },
        },
      ])
      t.equal(found!.messages[0]?.content, many(mark))
    }
    for (const mark of ['\ue200', '\ue200a\ue202', '【1†', '`'])
      t.equal(
        (
          await read([{ conversation_id: 'c', mapping: { a: node(null, 'assistant', text(many(mark))) } }])
        )[0]!.messages[0]?.content,
        many(mark),
      )
  },
)
