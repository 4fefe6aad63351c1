import { gzipSync } from 'node:zlib'

// Files as people bring them: one of each format that an import knows, and some that were made to do harm.

const seconds = 1_772_337_600
const instant = '2026-03-01T04:00:00.000Z'
const lines = (values: object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')
const talk = [
  { role: 'user', content: '问 "1"\t\n' },
  { role: 'assistant', content: '答 👩‍👩‍👧' },
]

const nodeOf = (id: string, parent: string | null, role: string, text: string) => ({
  ...{ id, parent, children: [] },
  message: {
    ...{ id, author: { role }, create_time: seconds, metadata: {}, recipient: 'all' },
    content: { content_type: 'text', parts: [text] },
  },
})
const chatgpt = (mapping: object, more: object = {}) => ({
  ...{ title: '题', create_time: seconds, update_time: seconds, conversation_id: 'c-1', mapping },
  ...more,
})
const plainMapping = {
  root: { id: 'root', message: null, parent: null, children: ['q'] },
  q: nodeOf('q', 'root', 'user', '问'),
  a: nodeOf('a', 'q', 'assistant', '答'),
}
const webui = (id: string, parentId: string | null, role: string, content: string) => ({
  ...{ id, parentId, childrenIds: [], role, content, timestamp: seconds },
})

/** A file of each format, of one conversation with a question and its answer, and what it is told as. */
export const foreignFiles: [format: string, file: string][] = [
  ['chatgpt', JSON.stringify([chatgpt(plainMapping)])],
  [
    'claude',
    JSON.stringify([
      {
        ...{ uuid: 'u-1', name: '题', created_at: instant, updated_at: instant },
        chat_messages: [
          { uuid: 'm1', sender: 'human', text: '问', content: [], created_at: instant },
          { uuid: 'm2', sender: 'assistant', text: '答', content: [], created_at: instant },
        ],
      },
    ]),
  ],
  [
    'librechat',
    JSON.stringify({
      ...{ conversationId: 'l-1', title: '题', recursive: false },
      messages: [
        { messageId: 'm1', parentMessageId: null, isCreatedByUser: true, text: '问', createdAt: instant },
        { messageId: 'm2', parentMessageId: 'm1', isCreatedByUser: false, text: '答', createdAt: instant },
      ],
    }),
  ],
  [
    'open-webui',
    JSON.stringify([
      {
        ...{ id: 'w-1', title: '题', created_at: seconds, updated_at: seconds },
        chat: {
          title: '题',
          history: {
            currentId: 'm2',
            messages: { m1: webui('m1', null, 'user', '问'), m2: webui('m2', 'm1', 'assistant', '答') },
          },
        },
      },
    ]),
  ],
  [
    'lobehub',
    JSON.stringify({
      ...{ exportType: 'all', version: 7 },
      state: {
        messages: talk.map((one, n) => ({
          ...{ ...one, id: `m${n}`, createdAt: seconds * 1_000 + n, sessionId: 's', topicId: 't', meta: {} },
        })),
        sessions: [{ id: 's', meta: { title: '助手' }, config: {} }],
        topics: [{ id: 't', title: '题', sessionId: 's' }],
      },
    }),
  ],
  [
    'chatbot-ui',
    JSON.stringify({
      ...{ version: 4, folders: [], prompts: [] },
      history: [{ id: 'h', name: '题', messages: talk, model: { id: 'm' }, prompt: '', folderId: null }],
    }),
  ],
  [
    'nextchat',
    JSON.stringify({
      'chat-next-web-store': {
        sessions: [
          {
            ...{ id: 's', topic: '题', lastUpdate: seconds * 1_000, mask: { name: '助手' } },
            messages: talk.map((one, n) => ({ ...one, id: `${n}`, date: '2026/3/1 12:00:00' })),
          },
        ],
      },
    }),
  ],
  [
    'flask-chat',
    lines([
      { export_time: instant, total_conversations: 1 },
      {
        ...{ id: 'f-1', created_at: instant, last_active: instant, message_count: 2 },
        messages: talk.map((one) => ({ ...one, timestamp: instant })),
      },
    ]),
  ],
  ['openai-jsonl', lines([{ messages: talk }])],
  ['openai-json', JSON.stringify([{ messages: [talk[0], { role: 'assistant', content: '又答' }] }])],
]

const uuid = (n: number) => `01970000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const head = { type: 'export', format: 'lingzhi.conversations', format_version: 1 }
const conversation = {
  ...{ type: 'conversation', id: uuid(0), user_id: null, title: '题', agent_id: 1, agent_name: '灵值生态园' },
  ...{ created_at: instant, last_active: instant, message_count: 1, pinned: false, archived: false },
}
const message = (n: number, parent: number | null, more: object = {}) => ({
  ...{
    type: 'message',
    id: uuid(n),
    conversation_id: uuid(0),
    parent_id: parent && uuid(parent),
    role: 'user',
  },
  ...{ content: 'x', created_at: instant, status: 'complete', active: true, ...more },
})
const ours = (messages: object[]) =>
  lines([head, conversation, ...messages, { type: 'end', conversations: 1, messages: messages.length }])
const range = (count: number) => Array.from({ length: count }, (_, n) => n)

/** What is made to do harm, and the reason it is refused with. */
export const hostileFiles: [name: string, file: string | Buffer, code: string][] = [
  ['depth', `[${'[{"mapping":'.repeat(200_000)}`, 'TOO_DEEP'],
  [
    'a ratio',
    gzipSync(Buffer.concat([Buffer.from('[{"mapping":{'), Buffer.alloc(200 * 1024 ** 2, ' ')])),
    'UNPACKS_TO_TOO_MUCH',
  ],
  ['messages that follow themselves', ours([message(1, 1)]), 'NOT_A_TREE'],
  ['messages that follow each other', ours([message(1, 2), message(2, 1)]), 'NOT_A_TREE'],
  [
    'a circle of another program',
    JSON.stringify([chatgpt({ q: nodeOf('q', 'a', 'user', 'q'), a: nodeOf('a', 'q', 'assistant', 'a') })]),
    'NOT_A_TREE',
  ],
  ['fifty thousand roots', ours(range(50_000).map((n) => message(n + 1, null))), 'TOO_MANY_BRANCHES'],
  [
    'forty thousand roots of another program',
    JSON.stringify([
      chatgpt(Object.fromEntries(range(40_000).map((n) => [`${n}`, nodeOf(`${n}`, null, 'user', 'x')]))),
    ]),
    'TOO_LARGE',
  ],
  ['UTF-16', Buffer.from(ours([message(1, null)]), 'utf16le'), 'NOT_UTF8'],
  [
    'GBK',
    Buffer.concat([
      Buffer.from('[{"messages":[{"role":"user","content":"'),
      Buffer.from([0xc4, 0xe3, 0xba, 0xc3]),
      Buffer.from('"}]}]'),
    ]),
    'NOT_UTF8',
  ],
  ...['9999-12-31T23:59:59.000Z', '0001-01-01T00:00:00.000Z', '1e400', '2026-13-01T00:00:00.000Z', ''].map(
    (at): [string, string, string] => [
      `the date ${at || 'that is none'}`,
      ours([message(1, null, { created_at: at })]),
      'BAD_DATE',
    ],
  ),
]

/** A message of two million characters, which is none of these. */
export const largeMessage = ours([message(1, null, { content: '灵值 word\t"\\"\n'.repeat(150_000) })])
