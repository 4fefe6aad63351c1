/** Text that has broken formats before: tabs and line ends, backslashes, quotes, marks of direction, emoji, other planes. */
const pieces = [
  ...[
    '\t',
    '\n',
    '\r\n',
    '\\',
    '\\N',
    '\\.',
    '"',
    "'",
    '\u2028',
    '\u202e',
    '\ufeff',
    '👩‍👩‍👧',
    '𠀀',
    '灵值',
    'word',
  ],
  ...[' ', '<b>', '%', '\u0001', '"id":"01980000-0000-7000-8000-000000000000"', '{"type":"end"}'],
]

const uuid = (n: number) =>
  `01980000-${(n >>> 16).toString(16).padStart(4, '0')}-7000-8000-${n.toString(16).padStart(12, '0')}`
const agent = { agent_id: 1, agent_name: '灵值生态园' }
const perConversation = 100
const usage = { prompt_tokens: 40, completion_tokens: 90, total_tokens: 130 }

/**
 * An export of our own with all that a message can carry: branches, reasoning, feedback, answers that were stopped, instants to the
 * microsecond. Every tenth answer is one that another has taken the place of.
 */
export function* variedLines(messages: number): Generator<string> {
  const line = (value: object) => `${JSON.stringify(value)}\n`
  yield line({ type: 'export', format: 'lingzhi.conversations', format_version: 1 })
  const instant = (n: number) => {
    const text = new Date(Date.UTC(2026, 0, 1) + n * 1_000 + (n % 1_000)).toISOString()
    return n % 3 === 0 ? `${text.slice(0, -1)}${String(1 + (n % 999)).padStart(3, '0')}Z` : text
  }
  let up: string | null = null
  let conversation = ''
  for (let n = 0; n < messages; n++) {
    const at = n % perConversation
    if (at === 0) {
      up = null
      conversation = uuid(2 ** 31 + n / perConversation)
      yield line({
        ...{
          type: 'conversation',
          id: conversation,
          user_id: null,
          title: `对话 ${textOf(n)}`.trim(),
          ...agent,
        },
        ...{ created_at: instant(n), last_active: instant(n + perConversation), message_count: 0 },
        ...{ pinned: n % 7 === 0, archived: n % 11 === 0 },
      })
    }
    const isAnswer = at % 2 === 1
    const active = !(isAnswer && at % 20 === 19) || n === messages - 1
    yield line({
      ...{ type: 'message', id: uuid(n), conversation_id: conversation, parent_id: up },
      ...{ role: isAnswer ? 'assistant' : 'user', content: textOf(n), created_at: instant(n) },
      ...{ status: isAnswer && n % 13 === 0 ? 'stopped' : 'complete', active: isAnswer ? active : true },
      ...(isAnswer && n % 5 === 0 && { reasoning: textOf(n + 1) }),
      ...(isAnswer && { ...agent, model: 'm', finish_reason: 'stop', usage: n % 3 === 0 ? null : usage }),
      ...(isAnswer &&
        n % 9 === 0 && { feedback: [{ type: 'like', comment: textOf(n + 2), created_at: instant(n) }] }),
    })
    // What follows a question whose answer was replaced follows the question: its next answer is the one a reader sees.
    if (isAnswer && active) up = uuid(n)
    else if (!isAnswer) up = uuid(n)
  }
  yield line({ type: 'end', conversations: Math.ceil(messages / perConversation), messages })
}

/** The same text for the same number, always. */
function textOf(n: number): string {
  let seed = (n + 1) * 2_654_435_761
  let text = `${n}`
  for (let count = n % 12; count >= 0; count--) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    text += pieces[seed % pieces.length]
  }
  return text
}

const anyId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Takes the lines of an export; gives them with each of its ids replaced by the place where it first stood. */
export function idsReplaced(): (line: string) => string {
  const places = new Map<string, string>()
  return (line) => {
    const { type, id } = JSON.parse(line) as { type: string; id?: string }
    if (id && (type === 'conversation' || type === 'message')) places.set(id, `#${places.size}`)
    // The owner's, the only other one there is, stands in conversations alone.
    const plain = type === 'conversation' ? line.replace(/"user_id": ?(?:null|"[^"]*")/, '"user_id":*') : line
    return plain.replace(anyId, (found) => places.get(found) ?? found)
  }
}
