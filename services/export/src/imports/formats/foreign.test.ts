import t from 'tap'
import type { Found } from '../found.ts'
import type { Document } from '../reading/unpacked.ts'
import { readers, tellFormat } from './tell-format.ts'

const uploadedAt = '2026-11-29T00:00:00.000Z'

/** Reads a file in small chunks, as if it were large. */
async function read(content: unknown, chunkBytes = 7) {
  const bytes = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
  const open = async function* () {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
  }
  const document: Document = { name: '', open }
  const format = await tellFormat(document)
  const found: Found[] = []
  for await (const one of readers[format]({ chunks: open, uploadedAt })) found.push(one)
  return { format, found }
}

/** What a reader sees of a conversation, and what lies beside it. */
const shown = ({ messages }: Found) =>
  messages.map(({ role, content, active }) => `${active ? '' : '·'}${role[0]} ${content}`)

const node = (id: string, parent: string | null, role: string, content: object, more: object = {}) => ({
  id,
  parent,
  children: [],
  message: {
    id,
    author: { role },
    create_time: 1_772_337_600.123_456,
    content,
    metadata: {},
    recipient: 'all',
    ...more,
  },
})
const text = (...parts: unknown[]) => ({ content_type: 'text', parts })

const chatgpt = {
  title: '旅行',
  create_time: 1_772_337_600.5,
  update_time: 1_772_337_700.25,
  conversation_id: 'c-1',
  is_archived: true,
  current_node: 'a2',
  mapping: {
    root: { id: 'root', message: null, parent: null, children: ['sys'] },
    sys: node('sys', 'root', 'system', text(''), {
      metadata: { is_visually_hidden_from_conversation: true },
    }),
    q: node('q', 'sys', 'user', {
      content_type: 'multimodal_text',
      parts: [{ content_type: 'image_asset_pointer', asset_pointer: 'file://x' }, '看看这张图'],
    }),
    a1: node('a1', 'q', 'assistant', text('第一版')),
    think: node('think', 'q', 'assistant', {
      content_type: 'thoughts',
      thoughts: [{ summary: '想', content: '先看图' }],
    }),
    code: node(
      'code',
      'think',
      'assistant',
      { content_type: 'code', language: 'python', text: 'print("`" * 3)' },
      { recipient: 'python' },
    ),
    out: node('out', 'code', 'tool', { content_type: 'execution_output', text: '```' }),
    a2: node('a2', 'out', 'assistant', text('第二版【12†source】\ue200cite\ue202turn0\ue201。'), {
      metadata: { model_slug: 'gpt-5', finish_details: { type: 'stop' } },
    }),
  },
}

t.test(
  'ChatGPT: branches, hidden nodes, thoughts, code, images, marks of citations, times as floats',
  async (t) => {
    const { format, found } = await read([
      chatgpt,
      { ...chatgpt, conversation_id: 'c-2', current_node: 'a1' },
    ])
    t.equal(format, 'chatgpt')
    const [first, second] = found as [Found, Found]
    t.same(
      shown(first).sort(),
      ['a ```python\nprint("`" * 3)\n```', 'a 第二版。', 'u 看看这张图', '·a 第一版'].sort(),
    )
    t.same(
      shown(second).filter((line) => !line.startsWith('·')),
      ['u 看看这张图', 'a 第一版'],
    )
    t.match(first.head, {
      title: '旅行',
      archived: true,
      created_at: '2026-03-01T04:00:00.500Z',
      last_active: '2026-03-01T04:01:40.250Z',
    })
    const answer = first.messages.find(({ content }) => content === '第二版。')
    t.match(answer, { created_at: '2026-03-01T04:00:00.123456Z', answer: { model: 'gpt-5' } })
    const code = first.messages.find(({ content }) => content.startsWith('```'))
    t.equal(code?.reasoning, '想\n先看图')
    t.equal(answer?.parent, code?.key)
    // An image, what is of the system, and what code printed.
    t.equal(first.leftOut, 3)
    t.not(first.head.key, second.head.key)
  },
)

t.test('ChatGPT: what a model writes for a tool is shown when it is the code that Python ran', async (t) => {
  const code = (value: string) => ({ content_type: 'code', language: 'unknown', text: value })
  const { found } = await read([
    {
      ...chatgpt,
      current_node: 'a',
      mapping: {
        q: node('q', null, 'user', text('天气')),
        web: node('web', 'q', 'assistant', code('{"search_query":[{"q":"天气"}]}'), { recipient: 'web.run' }),
        old: node('old', 'web', 'assistant', code('search("天气")'), { recipient: 'browser' }),
        image: node('image', 'old', 'assistant', text('{"prompt":"云"}'), { recipient: 'dalle.text2im' }),
        run: node('run', 'image', 'assistant', code('1 + 1'), { recipient: 'python' }),
        a: node('a', 'run', 'assistant', text('晴')),
      },
    },
  ])
  t.same(found.map(shown), [['u 天气', 'a ```\n1 + 1\n```', 'a 晴']])
  t.equal(found[0]?.leftOut, 3)
})

t.test('Claude: linear as ever, or a tree, with thoughts and attached texts', async (t) => {
  const message = (uuid: string, sender: string, content: object[], more: object = {}) => ({
    ...{
      uuid,
      sender,
      text: '',
      content,
      created_at: '2026-03-01T04:00:00.123456Z',
      attachments: [],
      files: [],
    },
    ...more,
  })
  const told = (words: string) => ({ type: 'text', text: words })
  const conversation = {
    uuid: 'u-1',
    name: '写信',
    created_at: '2026-03-01T04:00:00.000000Z',
    updated_at: '2026-03-02T04:00:00.000000Z',
    chat_messages: [
      message('m1', 'human', [told('写')], {
        attachments: [{ file_name: 'a.txt', extracted_content: '内容' }],
      }),
      message('m2', 'assistant', [
        { type: 'thinking', thinking: '嗯' },
        { type: 'tool_use', name: 'x', input: {} },
        told('好'),
      ]),
    ],
  }
  const { format, found } = await read([conversation])
  t.equal(format, 'claude')
  t.same(shown(found[0] as Found), ['u 写\n\na.txt\n内容', 'a 好'])
  t.match(found[0], { leftOut: 1, messages: [{}, { reasoning: '嗯' }] })
  const tree = [
    message('m1', 'human', [told('写')], { parent_message_uuid: '00000000-0000-4000-8000-000000000000' }),
    message('m2', 'assistant', [told('甲')], { parent_message_uuid: 'm1' }),
    message('m3', 'assistant', [told('乙')], { parent_message_uuid: 'm1' }),
  ]
  const branched = await read([{ ...conversation, chat_messages: tree, current_leaf_message_uuid: 'm2' }])
  t.same(shown(branched.found[0] as Found), ['u 写', 'a 甲', '·a 乙'])
})

t.test('LibreChat: flat, and each message within the one it follows', async (t) => {
  const zero = '00000000-0000-0000-0000-000000000000'
  const flat = [
    {
      messageId: '1',
      parentMessageId: zero,
      text: '问',
      isCreatedByUser: true,
      createdAt: '2026-03-01T04:00:00.000Z',
    },
    {
      messageId: '2',
      parentMessageId: '1',
      text: '答',
      isCreatedByUser: false,
      model: 'm',
      feedback: { rating: 'thumbsUp' },
      createdAt: '2026-03-01T04:00:01.000Z',
    },
    {
      messageId: '3',
      parentMessageId: '1',
      content: [
        { type: 'think', think: '想' },
        { type: 'text', text: { value: '又答' } },
      ],
      isCreatedByUser: false,
      createdAt: '2026-03-01T04:00:02.000Z',
    },
  ]
  const [first, ...rest] = flat
  const recursive = [{ ...first, children: rest.map((message) => ({ ...message, children: [] })) }]
  const head = { conversationId: 'c', title: '题', endpoint: 'openAI', branches: true }
  const one = await read({ ...head, recursive: false, messages: flat })
  const other = await read({ ...head, recursive: true, messages: recursive })
  t.same([one.format, other.format], ['librechat', 'librechat'])
  t.same(one.found.map(shown), [['u 问', '·a 答', 'a 又答']])
  t.same(
    one.found[0]?.messages.map(({ key, parent }) => [key, parent]),
    other.found[0]?.messages.map(({ key, parent }) => [key, parent]),
    'one and the same, either way',
  )
  t.match(one.found[0]?.messages, [{}, { feedback: { type: 'like' } }, { reasoning: '想' }])
})

t.test('LibreChat without isCreatedByUser: whose a message is tells its role, or its sender', async (t) => {
  const talk = [
    { messageId: '1', parentMessageId: null, sender: 'User', text: '问' },
    { messageId: '2', parentMessageId: '1', sender: 'GPT-5', text: '答' },
    { messageId: '3', parentMessageId: '2', role: 'user', text: '又问' },
    { messageId: '4', parentMessageId: '3', role: 'assistant', sender: 'User', text: '又答' },
    { messageId: '5', parentMessageId: '4', role: 'system', text: '系统' },
  ]
  const { found } = await read({ conversationId: 'c', title: '题', messages: talk })
  t.same(found.map(shown), [['u 问', 'a 答', 'u 又问', 'a 又答']])
})

t.test('LibreChat, nested thousands deep, is read without calling itself', async (t) => {
  let within = ''
  for (let n = 3_000; n > 0; n--)
    within = `{"messageId":"${n}","text":"${n}","isCreatedByUser":${n % 2 === 1},"children":[${within}]}`
  const { found } = await read(`{"conversationId":"c","title":"","recursive":true,"messages":[${within}]}`)
  t.equal(found[0]?.messages.length, 3_000)
  t.ok(found[0]?.messages.every(({ active }) => active))
})

t.test('Open WebUI: its tree, folded thoughts, ratings and token counts', async (t) => {
  const messages = {
    1: {
      id: '1',
      parentId: null,
      childrenIds: ['2', '3'],
      role: 'user',
      content: '问',
      timestamp: 1_772_337_600,
    },
    2: {
      id: '2',
      parentId: '1',
      role: 'assistant',
      content: '旧',
      model: 'm',
      timestamp: 1_772_337_601,
      annotation: { rating: -1, comment: '不好' },
    },
    3: {
      ...{ id: '3', parentId: '1', role: 'assistant', model: 'm', timestamp: 1_772_337_602 },
      content:
        '<details type="reasoning" done="true">\n<summary>Thought</summary>\n> 一\n> 二\n</details>\n新',
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    },
  }
  const chat = { title: '题', models: ['m'], history: { messages, currentId: '2' }, messages: [] }
  const { format, found } = await read([
    {
      id: 'c',
      user_id: 'u',
      title: '题',
      chat,
      created_at: 1_772_337_600,
      updated_at: 1_772_337_700,
      pinned: true,
      archived: false,
    },
  ])
  t.equal(format, 'open-webui')
  t.same(found.map(shown), [['u 问', 'a 旧', '·a 新']])
  t.match(found[0], {
    head: { pinned: true, title: '题' },
    messages: [
      {},
      { feedback: { type: 'dislike', comment: '不好' } },
      { reasoning: '一\n二', answer: { usage: { total_tokens: 3 } } },
    ],
  })
})

t.test('LobeHub: messages of all topics in one list', async (t) => {
  const message = (id: string, role: string, content: string, at: number, topicId?: string) => ({
    ...{ id, role, content, createdAt: 1_772_337_600_000 + at, sessionId: 's', topicId, meta: {} },
  })
  const state = {
    messages: [
      message('4', 'user', '另', 9, 't2'),
      message('2', 'assistant', '答', 2, 't1'),
      message('1', 'user', '问', 1, 't1'),
      message('3', 'user', '散', 3),
    ],
    sessions: [{ id: 's', meta: { title: '助手' }, config: {} }],
    topics: [
      { id: 't1', title: '题一', sessionId: 's', favorite: true },
      { id: 't2', title: '题二', sessionId: 's' },
    ],
  }
  const old = await read({ exportType: 'all', state, version: 7 })
  t.equal(old.format, 'lobehub')
  t.same(
    old.found.map((one) => [one.head.title, one.head.agent_name, ...shown(one)]).sort(),
    [
      ['助手', '助手', 'u 散'],
      ['题一', '助手', 'u 问', 'a 答'],
      ['题二', '助手', 'u 另'],
    ].sort(),
  )
  const server = await read({ mode: 'postgres', schemaHash: 'x', data: state })
  t.same(
    server.found.map(({ head }) => head.key),
    old.found.map(({ head }) => head.key),
  )
})

t.test(
  'Chatbot UI, NextChat and OpenAI’s own: what they tell, without ids or times where they have none',
  async (t) => {
    const talk = [
      { role: 'user', content: '问' },
      { role: 'assistant', content: '答' },
    ]
    const ui = await read({
      version: 4,
      history: [{ id: 'h', name: '题', messages: talk, model: { id: 'gpt-4' }, prompt: '', folderId: null }],
      folders: [],
      prompts: [],
    })
    t.equal(ui.format, 'chatbot-ui')
    const next = await read({
      'chat-next-web-store': {
        sessions: [
          {
            id: 's',
            topic: '题',
            lastUpdate: 1_772_337_600_000,
            mask: { name: '助手' },
            messages: talk.map((one, n) => ({ ...one, id: `${n}`, date: '2026/3/1 12:00:00' })),
          },
        ],
      },
      'access-control': {},
    })
    t.equal(next.format, 'nextchat')
    const line = JSON.stringify({ messages: [{ role: 'system', content: '你是' }, ...talk] })
    const lines = await read(`${line}\n${line}\n`)
    t.equal(lines.format, 'openai-jsonl')
    const list = await read([{ messages: talk }])
    t.equal(list.format, 'openai-json')
    const single = await read({
      title: '题',
      messages: talk.map((one) => ({ ...one, content: [{ type: 'text', text: one.content }] })),
    })
    for (const { found } of [ui, next, lines, list, single])
      t.same(shown(found[0] as Found), ['u 问', 'a 答'])
    t.equal(lines.found[0]?.head.key, lines.found[1]?.head.key, 'the same content is the same conversation')
    t.equal(lines.found[0]?.head.created_at, uploadedAt)
    t.equal(lines.found[0]?.leftOut, 1)
  },
)

t.test('the Flask chat: all conversations, a line each, or one, a line a message', async (t) => {
  const at = '2025-03-01T04:00:00.123456'
  const messages = [
    { timestamp: at, role: 'user', content: '问' },
    { timestamp: at, role: 'assistant', content: '答' },
  ]
  const lines = (values: object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')
  const head = { created_at: at, last_active: at }
  const all = await read(
    lines([
      { export_time: at, total_conversations: 1 },
      { id: 'c', ...head, message_count: 2, messages },
    ]),
  )
  const one = await read(lines([{ conversation_id: 'c', ...head }, ...messages]))
  for (const { format, found } of [all, one]) {
    t.equal(format, 'flask-chat')
    t.same(found.map(shown), [['u 问', 'a 答']])
    t.equal(found[0]?.head.created_at, '2025-03-01T04:00:00.123456Z')
  }
  t.equal(all.found[0]?.head.key, one.found[0]?.head.key)
  t.same(
    all.found[0]?.messages.map(({ key }) => key),
    one.found[0]?.messages.map(({ key }) => key),
  )
})

t.test(
  'a circle in a tree, a date out of range and a conversation that is none are reasons, not ends',
  async (t) => {
    const circle = { ...chatgpt, mapping: { ...chatgpt.mapping, q: { ...chatgpt.mapping.q, parent: 'a1' } } }
    const { found } = await read([circle, { ...chatgpt, create_time: 1e15 }, 'nothing', chatgpt])
    t.same(
      found.map(({ reason }) => reason?.code),
      ['NOT_A_TREE', 'BAD_DATE', 'NO_CONVERSATION', undefined],
    )
    t.match(found[3]?.place.byte, /^\d+$/)
  },
)

t.test('ChatGPT: of marks between private characters the words that a reader sees are kept', async (t) => {
  const written =
    '去\ue200entity\ue202["city","巴黎","法国首都"]\ue201看\ue200url\ue202地图\ue202https://example.com/a\ue201' +
    '和\ue200url\ue202结果\ue202turn0search0\ue201\ue200cite\ue202turn0search1\ue202turn0search2\ue201。\ue200entity\ue202{\ue201'
  const { found } = await read([
    { ...chatgpt, current_node: 'a', mapping: { a: node('a', null, 'assistant', text(written)) } },
  ])
  t.same(shown(found[0] as Found), ['a 去巴黎看[地图](https://example.com/a)和结果。'])
})

t.test('a conversation whose reader was at something that is not shown still has a path', async (t) => {
  const { found } = await read([{ ...chatgpt, current_node: 'root' }])
  t.ok(found[0]?.messages.some(({ active }) => active))
})

t.test('a file of lines may begin with the mark that some editors put there', async (t) => {
  const flask = [
    { export_time: '2026-03-01T04:00:00', total_conversations: 1 },
    {
      conversation_id: 'c',
      title: 'x',
      last_active: '2026-03-01T04:00:00',
      messages: [{ role: 'user', content: '问' }],
    },
  ]
  const ours = [
    { type: 'export', format: 'lingzhi.conversations', format_version: 1 },
    { type: 'end', conversations: 0, messages: 0 },
  ]
  for (const [lines, format] of [
    [flask, 'flask-chat'],
    [ours, 'lingzhi-ndjson'],
    [[{ messages: [{ role: 'user', content: '问' }] }, { messages: [] }], 'openai-jsonl'],
  ] as const)
    t.equal(
      (await read(`\ufeff${lines.map((line) => `${JSON.stringify(line)}\r\n`).join('')}`)).format,
      format,
    )
})

t.test('lines are told as lines however long the first is', async (t) => {
  const long = { messages: [{ role: 'user', content: '问'.repeat(700_000) }] }
  const short = { messages: [{ role: 'user', content: '问' }] }
  for (const mark of ['', '\ufeff', '\n']) {
    const lines = `${mark}${JSON.stringify(long)}\n${JSON.stringify(short)}\n`
    const { format, found } = await read(lines, 65_536)
    t.equal(format, 'openai-jsonl')
    t.same(
      found.map(({ messages }) => messages[0]?.content.length),
      [700_000, 1],
    )
  }
  const indented = await read(JSON.stringify(long, null, 1), 65_536)
  t.match(indented, { format: 'openai-json', found: [{ messages: [{ role: 'user' }] }] })
})

t.test('a format is told however large its first line or value is', async (t) => {
  const big = '问'.repeat(700_000)
  const said = [{ role: 'user', content: big }]
  const lines = (...values: object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')
  const at = '2026-03-01T04:00:00'
  const tree = { q: node('q', null, 'user', text('问')) }
  const files: [format: string, file: unknown][] = [
    ['openai-jsonl', lines({ conversationId: 'c', messages: said }, { conversationId: 'd', messages: said })],
    ['openai-jsonl', lines({ note: big, messages: said }, { messages: said })],
    ['openai-jsonl', lines({ messages: said })],
    ['openai-json', [{ note: big, messages: said }]],
    ['librechat', lines({ conversationId: 'c', options: big, messages: [{ messageId: '1', text: '问' }] })],
    ['librechat', { messages: [{ messageId: '1', text: big }], conversationId: 'c' }],
    ['chatgpt', [{ title: big, mapping: tree }]],
    ['chatgpt', ['broken', null, 7, [], 'broken', { title: big, mapping: tree }]],
    ['claude', [{ summary: big, uuid: 'u', chat_messages: [] }]],
    ['open-webui', [{ meta: { big }, chat: { params: big, history: { messages: {}, currentId: null } } }]],
    ['lobehub', { config: big, state: { settings: big, messages: [] } }],
    ['chatbot-ui', { prompts: [big], version: 4, history: [], folders: [] }],
    ['chatbot-ui', { history: [{ prompt: big, messages: [] }] }],
    ['nextchat', { 'prompt-store': big, 'chat-next-web-store': { sessions: [] } }],
    [
      'flask-chat',
      lines({ conversation_id: 'c', title: big, last_active: at }, { role: 'user', content: '问' }),
    ],
    [
      'lingzhi-json',
      { conversations: [{ messages: said }], format: 'lingzhi.conversations', format_version: 1 },
    ],
  ]
  for (const [format, file] of files)
    for (const mark of ['', '\ufeff', '\r\n\t']) {
      const content = `${mark}${typeof file === 'string' ? file : JSON.stringify(file)}`
      const open = async function* () {
        const bytes = Buffer.from(content)
        for (let from = 0; from < bytes.length; from += 65_536) yield bytes.subarray(from, from + 65_536)
      }
      t.equal(await tellFormat({ name: '', open }), format)
    }
})

t.test('what would take far more memory than the file is left out with its reason', async (t) => {
  const few = { messages: [{ role: 'user', content: '问' }] }
  for (const [much, code] of [
    [{ messages: Array.from({ length: 200_000 }, () => ({})) }, 'TOO_LARGE'],
    [{ messages: [Array.from({ length: 600_000 }, () => 1)] }, 'TOO_LARGE'],
    [{ messages: Array.from({ length: 20_001 }, () => ({})) }, 'TOO_MANY_MESSAGES'],
  ] as const) {
    const { found } = await read([much, few], 65_536)
    t.same(
      found.map(({ reason, messages }) => [reason?.code, messages.length]),
      [
        [code, 0],
        [undefined, 1],
      ],
    )
  }
})

t.test('a conversation without an id may have more messages than a function takes arguments', async (t) => {
  const messages = Array.from({ length: 20_000 }, (_, at) => ({ role: 'user', content: `${at}` }))
  const { found } = await read({ messages }, 65_536)
  t.match(found, [{ reason: undefined, messages: { length: 20_000 } }])
})

t.test('of our own format only what can be shown and stored is taken', async (t) => {
  const id = '01960f3e-7c1a-7b3e-9a51-000000000001'
  const at = '2026-03-01T04:00:00.000Z'
  const usages = [
    { prompt_tokens: 'many', completion_tokens: -1, total_tokens: 1e300 },
    { prompt_tokens: 1.5, completion_tokens: 1, total_tokens: 2 },
    { x: String.raw`\u0000` },
    { '\ud800': '\udc00' },
    { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, estimated: 'yes', cost: 'free', more: {} },
    { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, estimated: true, cost: 0.5 },
  ]
  const long = '名'.repeat(1_000_000)
  const lines = [
    { type: 'export', format: 'lingzhi.conversations', format_version: 1 },
    { type: 'conversation', id, title: '', agent_name: long, created_at: at },
    ...usages.map((usage, n) => ({
      ...{ type: 'message', id: `${id.slice(0, -1)}${n + 2}`, conversation_id: id, parent_id: null },
      ...{ role: 'assistant', content: '答', created_at: at, status: 'complete', active: false },
      ...{ agent_id: 1, agent_name: long, model: long, finish_reason: long, usage },
      feedback: [{ type: 'like', comment: long, created_at: at }],
    })),
    { type: 'end', conversations: 1, messages: usages.length },
  ]
  const { found } = await read(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), 65_536)
  const messages = found.flatMap((one) => one.messages)
  const counts = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
  t.same(
    messages.map(({ answer }) => answer?.usage),
    [
      null,
      null,
      null,
      null,
      { ...counts, estimated: false, cost: null },
      { ...counts, estimated: true, cost: 0.5 },
    ],
  )
  t.ok(JSON.stringify(found).length < 400_000)
})

t.test('code with more backticks than a function takes arguments is fenced', async (t) => {
  const code = { content_type: 'code', language: 'sh', text: '` '.repeat(200_000) }
  const { found } = await read([{ ...chatgpt, mapping: { a: node('a', null, 'assistant', code) } }], 65_536)
  t.ok(found[0]?.messages[0]?.content.startsWith('```sh\n'))
})
