/** The lines chat writes, as far as a format reads them; FORMAT.md describes every member. */
export interface ConversationLine {
  type: 'conversation'
  id: string
  title: string
  agent_name: string
  created_at: string
  last_active: string
}

export interface MessageLine {
  type: 'message'
  id: string
  conversation_id: string
  parent_id: string | null
  role: string
  content: string
  created_at: string
  agent_name?: string
  model?: string | null
  usage?: { total_tokens?: number } | null
  feedback?: { type: string }[]
}

const lineFeed = 0x0a

/** Calls back with the bounds of each line, the line feed left out. Every line of a page ends with one. */
export function forEachLine(lines: Buffer, visit: (start: number, end: number) => void): void {
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(lineFeed, start)
    if (end === -1) throw new Error('a page of lines ends in the middle of one')
    visit(start, end)
    start = end + 1
  }
}

const kindAt = '{"type":"'.length
const c = 'c'.charCodeAt(0)

/** Chat writes `type` first, so that a line's kind shows without parsing it. */
export const isConversation = (lines: Buffer, start: number): boolean => lines[start + kindAt] === c

/** The lines as objects, for the formats that look inside. */
export const parseLines = (lines: Buffer): (ConversationLine | MessageLine)[] =>
  lines
    .toString()
    .split('\n', -1)
    .filter(Boolean)
    .map((line) => JSON.parse(line))
