import type { ReadFormat } from '../found.ts'
import { ImportFault, notJson, notUtf8, unknownFormat } from '../reading/fault.ts'
import { JsonScanner } from '../reading/scan-json.ts'
import type { Document } from '../reading/unpacked.ts'
import { readChatbotUi } from './chatbot-ui.ts'
import { readChatGpt } from './chatgpt.ts'
import { readClaude } from './claude.ts'
import { readFlaskChat } from './flask-chat.ts'
import { readLibreChat } from './librechat.ts'
import { readLingzhiJson } from './lingzhi-json.ts'
import { readLingzhiNdjson } from './lingzhi-ndjson.ts'
import { readLobeHub } from './lobehub.ts'
import { isObject } from './members.ts'
import { readNextChat } from './nextchat.ts'
import { readOpenWebUi } from './open-webui.ts'
import { readOpenAiJson, readOpenAiLines } from './openai-messages.ts'

/** The formats that can be told. */
export const importFormats = [
  'lingzhi-ndjson',
  'lingzhi-json',
  'chatgpt',
  'claude',
  'librechat',
  'open-webui',
  'lobehub',
  'chatbot-ui',
  'nextchat',
  'flask-chat',
  'openai-jsonl',
  'openai-json',
] as const
export type ImportFormat = (typeof importFormats)[number]

export const readers: Record<ImportFormat, ReadFormat> = {
  'lingzhi-ndjson': readLingzhiNdjson,
  'lingzhi-json': readLingzhiJson,
  chatgpt: readChatGpt,
  claude: readClaude,
  librechat: readLibreChat,
  'open-webui': readOpenWebUi,
  lobehub: readLobeHub,
  'chatbot-ui': readChatbotUi,
  nextchat: readNextChat,
  'flask-chat': readFlaskChat,
  'openai-jsonl': readOpenAiLines,
  'openai-json': readOpenAiJson,
}

const headBytes = 1024 ** 2

/** Which format a document has, by what it holds. Raises ImportFault when it is none of them. */
export async function tellFormat(document: Document): Promise<ImportFormat> {
  const head = await readHead(document)
  checkEncoding(head)
  const text = head.toString('utf8', head[0] === 0xef ? 3 : 0).trimStart()
  if (text === '') throw new ImportFault('EMPTY', { zh: '文件是空的', en: 'The file is empty.' })
  if (text[0] !== '{' && text[0] !== '[') throw notJson({ line: 1 })
  const format = ofLines(text) ?? ofNames(head, text)
  if (!format) throw unknownFormat()
  return format
}

async function readHead(document: Document): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const chunk of document.open()) {
    pieces.push(Buffer.from(chunk.subarray(0, headBytes - bytes)))
    bytes += chunk.length
    if (bytes >= headBytes) break
  }
  return Buffer.concat(pieces)
}

/** UTF-16 has a zero beside JSON's first character, or a mark before it. */
function checkEncoding(head: Buffer): void {
  const [first, second] = head
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (marked || (head.length > 1 && (first === 0 || second === 0))) throw notUtf8({ byte: 0 })
}

/** A file of lines: its first is a whole object, and another begins behind it. */
function ofLines(text: string): ImportFormat | undefined {
  const end = text.indexOf('\n')
  const line = end === -1 ? text : text.slice(0, end)
  let first: unknown
  try {
    first = JSON.parse(line)
  } catch {
    return undefined
  }
  if (!isObject(first)) return undefined
  if (first.type === 'export' && 'format' in first) return 'lingzhi-ndjson'
  if ('export_time' in first && 'total_conversations' in first) return 'flask-chat'
  if ('conversation_id' in first && 'last_active' in first && !('messages' in first)) return 'flask-chat'
  const goesOn = end !== -1 && text.slice(end).trimStart().startsWith('{')
  if (Array.isArray(first.messages) && (goesOn || !('conversationId' in first))) return 'openai-jsonl'
  return undefined
}

/** By the names of the members it begins with, down to a few levels. */
function ofNames(head: Buffer, text: string): ImportFormat | undefined {
  const paths = new Set<string>()
  const scanner = new JsonScanner(
    (path) => {
      paths.add(path.map((key) => (typeof key === 'number' ? '*' : key)).join('.'))
      return path.length < 4 && path.every((key) => typeof key === 'string' || key < 3) ? 'enter' : 'pass'
    },
    { valueMaxBytes: 1, depthMax: 10_000 },
  )
  for (const _ of scanner.push(head[0] === 0xef ? head.subarray(3) : head)) {
    // Only the names matter.
  }
  const has = (...some: string[]) => some.every((path) => paths.has(path))
  /** Members of each conversation of a list, or of the only one. */
  const holds = (...some: string[]) => has(...some) || has(...some.map((path) => `*.${path}`))
  if (has('format', 'format_version')) return 'lingzhi-json'
  if (holds('mapping')) return 'chatgpt'
  if (holds('chat_messages')) return 'claude'
  if (holds('chat.history') || holds('chat.messages')) return 'open-webui'
  if (has('chat-next-web-store')) return 'nextchat'
  if (has('history.*.messages') || has('history', 'folders')) return 'chatbot-ui'
  if (holds('conversationId', 'messages') || holds('conversationId', 'messagesTree')) return 'librechat'
  if (has('state.messages') || has('data.messages')) return 'lobehub'
  // A line that does not end within what is looked at is one all the same: others may follow it.
  if (has('messages') && text[0] === '{' && !text.includes('\n')) return 'openai-jsonl'
  if (holds('messages')) return 'openai-json'
  return undefined
}
