import { notJson } from '../reading/fault.ts'
import type { Choice, Path } from '../reading/scan-json.ts'
import { JsonScanner } from '../reading/scan-json.ts'
import type { ImportFormat } from './import-formats.ts'

/** The names of members by which formats are told, those in an object of one of the others behind a dot. */
const telling = new Set([
  ...[
    'type',
    'format',
    'format_version',
    'conversations',
    'messages',
    'messagesTree',
    'mapping',
    'chat_messages',
  ],
  ...[
    'conversationId',
    'conversation_id',
    'last_active',
    'export_time',
    'total_conversations',
    'history',
    'folders',
  ],
  ...[
    'chat.history',
    'chat.messages',
    'history.*.messages',
    'state.messages',
    'data.messages',
    'chat-next-web-store',
  ],
])
const entered = new Set(['chat', 'history', 'history.*', 'state', 'data'])

const [lineFeed, openList, openObject] = [0x0a, 0x5b, 0x7b]
const isBlank = (byte: number) => byte === 0x20 || byte === lineFeed || byte === 0x0d || byte === 0x09

/**
 * Tells a format by the names of the members of a document's first object, or of those in its list, one after the other until one
 * tells it. Nothing but names is held, however large what they name is. Raises ImportFault for what is no JSON so far.
 */
export class FirstNames {
  begun = false
  /** Nothing that comes could change it. */
  decided = false
  #format: ImportFormat | undefined
  #names = new Set<string>()
  #isList = false
  #holdsAny = false
  #isExport = false
  /** The first object, if it is in no list, has ended; another begins behind it; it stands in more than one line. */
  #ended = false
  #goesOn = false
  #manyLines = false
  #offset = 0
  readonly #scanner = new JsonScanner((path, isList) => this.#choose(path, isList), {
    valueMaxBytes: 16,
    depthMax: 10_000,
  })

  push(chunk: Buffer): void {
    const start = this.begun ? 0 : chunk.findIndex((byte) => !isBlank(byte))
    if (start === -1) {
      this.#offset += chunk.length
      this.#scanner.push(chunk).next()
      return
    }
    if (!this.begun && chunk[start] !== openObject && chunk[start] !== openList) throw notJson({ line: 1 })
    this.begun = true
    let end = 0
    if (!this.#ended) {
      end = this.#scan(chunk)
      if (this.decided) return
      if (chunk.subarray(start, end).includes(lineFeed)) this.#manyLines = true
    }
    if (this.#ended) this.#follow(chunk.subarray(end))
    this.#offset += chunk.length
  }

  /** A list, or an object, of nothing. */
  get empty(): boolean {
    return this.#ended && !this.#holdsAny
  }

  /** What is told by all that was pushed. */
  format(): ImportFormat | undefined {
    return this.#format ?? this.#early() ?? this.#late()
  }

  /** To the end of the first object, at most: what is behind it may be a line of its own. */
  #scan(chunk: Buffer): number {
    for (const part of this.#scanner.push(chunk)) {
      if (part.kind === 'value' && part.path.at(-1) === 'type')
        this.#isExport = part.bytes.toString() === '"export"'
      if (part.kind !== 'end') continue
      if (part.path.length === 0) {
        this.#ended = true
        if (this.#isList) this.#decide(undefined)
        return part.byte - this.#offset + 1
      }
      if (this.#isList && part.path.length === 1) {
        this.#format = this.#early() ?? this.#late()
        if (this.#format) this.#decide(this.#format)
        this.#names.clear()
      }
      if (this.decided) break
    }
    return chunk.length
  }

  #follow(chunk: Buffer): void {
    const next = chunk.find((byte) => !isBlank(byte))
    if (next === undefined) return
    this.#goesOn = next === openObject
    this.#decide(this.format())
  }

  #decide(format: ImportFormat | undefined): void {
    this.#format = format
    this.decided = true
  }

  #choose(path: Path, isList: boolean): Choice {
    if (path.length === 0) {
      this.#isList = isList
      return 'enter'
    }
    this.#holdsAny = true
    const within = this.#isList ? path.slice(1) : path
    if (within.length === 0) return isList ? 'pass' : 'enter'
    const name = within.map((key) => (typeof key === 'number' ? '*' : key)).join('.')
    if (telling.has(name) && !this.#names.has(name)) {
      this.#names.add(name)
      const early = this.#early()
      if (early) this.#decide(early)
    }
    return name === 'type' ? 'take' : entered.has(name) ? 'enter' : 'pass'
  }

  #has(...names: string[]): boolean {
    return names.every((name) => this.#names.has(name))
  }

  /** Whatever comes behind these names. */
  #early(): ImportFormat | undefined {
    const has = (...names: string[]) => this.#has(...names)
    const isTree = has('conversationId', 'messages') || has('conversationId', 'messagesTree')
    if (has('mapping')) return 'chatgpt'
    if (has('chat_messages')) return 'claude'
    if (has('chat.history') || has('chat.messages')) return 'open-webui'
    if (this.#isList) return isTree ? 'librechat' : undefined
    if (has('format', 'format_version') && (has('conversations') || has('messages'))) return 'lingzhi-json'
    if (has('export_time', 'total_conversations')) return 'flask-chat'
    if (has('chat-next-web-store')) return 'nextchat'
    if (has('history.*.messages') || has('history', 'folders')) return 'chatbot-ui'
    if (has('state.messages') || has('data.messages')) return 'lobehub'
    return undefined
  }

  /** When all names of an object are known, and whether another follows. */
  #late(): ImportFormat | undefined {
    const has = (...names: string[]) => this.#has(...names)
    if (this.#isList) return has('messages') ? 'openai-json' : undefined
    if (has('format') && this.#isExport) return 'lingzhi-ndjson'
    if (has('format', 'format_version')) return 'lingzhi-json'
    if (has('conversationId', 'messagesTree')) return 'librechat'
    if (has('messages') && this.#goesOn) return 'openai-jsonl'
    if (has('messages', 'conversationId')) return 'librechat'
    if (has('messages')) return this.#manyLines ? 'openai-json' : 'openai-jsonl'
    if (has('conversation_id', 'last_active')) return 'flask-chat'
    return undefined
  }
}
