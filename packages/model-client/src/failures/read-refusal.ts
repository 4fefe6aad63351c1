import { readWait } from './read-wait.ts'

/** What a provider said instead of an answer, in its own words; made by readRefusal. */
export class ProviderRefusal extends Error {
  /** Of the HTTP response: 200 for an error that came inside a stream or in place of an answer. */
  readonly status: number
  readonly code: string | undefined
  readonly param: string | undefined
  /** Every code, type and status in it, in lower case and separated by spaces. */
  readonly names: string
  /** The sentences in it, or the title of a page; empty if there are none. */
  readonly words: string
  /** The whole of it, as it came. */
  readonly text: string
  /** How long the provider asks to wait, in milliseconds. */
  readonly waitMs: number | undefined
  /** Whether the body itself told the wait, which only a limit on the rate does. */
  readonly waitToldInBody: boolean

  constructor(refusal: Omit<ProviderRefusal, keyof Error>) {
    super(`${refusal.status} ${refusal.words || refusal.text}`.trim())
    this.name = 'ProviderRefusal'
    this.status = refusal.status
    this.code = refusal.code
    this.param = refusal.param
    this.names = refusal.names
    this.words = refusal.words
    this.text = refusal.text
    this.waitMs = refusal.waitMs
    this.waitToldInBody = refusal.waitToldInBody
  }
}

interface Found {
  code: string | undefined
  param: string | undefined
  names: string[]
  words: string[]
  waitMs: number | undefined
  nodes: number
}

interface HeaderReader {
  get: (name: string) => string | null
}

const noHeaders: HeaderReader = { get: () => null }
const nameKeys = /^(code|type|status|reason|status_?code|error_?code|err_?code|error_?type|quota_?id)$/i
const wordKeys =
  /^(message(_(zh|cn|en))?|msg|error|detail|details|status_msg|error_?msg|error_?message|errmsg|title|description|raw|reasons?)$/i
/** What a caller wrote, and what names nothing. */
const skipped = /^(input|ctx|url|flagged_input|request_?id|id|choices|usage|help|links|model|provider_name)$/i
const nodesMax = 200
const depthMax = 8

/**
 * Reads an error in any provider's shape: OpenAI's, a bare message, FastAPI's list of faults, Google's list of errors,
 * MiniMax's `base_resp`, an error of another provider inside a relay's, a page of HTML. `body` is text or parsed JSON.
 */
export function readRefusal(body: unknown, status = 200, headers: HeaderReader = noHeaders): ProviderRefusal {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '')
  const found: Found = {
    code: undefined,
    param: undefined,
    names: [],
    words: [],
    waitMs: undefined,
    nodes: 0,
  }
  const value = typeof body === 'string' ? parse(body) : body
  if (isPage(text)) found.words.push(titleOf(text))
  else if (typeof value === 'string') found.words.push(value)
  else collect(value, found, '', 0)
  if (value === undefined && !isPage(text)) found.words.push(text)
  const words = [...new Set(found.words.map((each) => each.trim()).filter(Boolean))].join('; ')
  const bodyWaitMs = found.waitMs ?? readWait.fromText(words)
  return new ProviderRefusal({
    status,
    code: found.code,
    param: found.param,
    names: found.names.join(' ').toLowerCase(),
    words,
    text,
    waitMs: readWait.fromHeaders(headers, bodyWaitMs),
    waitToldInBody: bodyWaitMs !== undefined,
  })
}

/** Whether a text is a page of HTML, such as a proxy's own error. */
export const isPage = (text: string): boolean =>
  /^\s*<(!doctype|html|head|body|center|\?xml)\b|<\/(html|body|head|title|center)>/i.test(text)

const titleOf = (page: string) =>
  (/<title[^>]*>([^<]*)/i.exec(page)?.[1] ?? /<h1[^>]*>([^<]*)/i.exec(page)?.[1] ?? '').trim()

function parse(text: string): unknown {
  const start = text.replace(/^\uFEFF?\s*(event:[^\n]*\n\s*)?data:/, '').trim()
  if (!/^[[{"]/.test(start)) return undefined
  try {
    return JSON.parse(start)
  } catch {
    return undefined
  }
}

/** Gathers what an error says, at whatever depth: relays put the error of a provider into their own, often as text. */
function collect(value: unknown, found: Found, under: string, depth: number): void {
  if (depth > depthMax || ++found.nodes > nodesMax) return
  if (Array.isArray(value)) {
    for (const each of value) {
      if (typeof each === 'string') found.words.push(each)
      else collect(each, found, under, depth + 1)
    }
    return
  }
  if (typeof value !== 'object' || value === null) return
  const members = value as Record<string, unknown>
  // FastAPI: a fault and the place of the member that has it.
  if (Array.isArray(members.loc) && typeof members.msg === 'string') {
    const place = members.loc.filter((part) => part !== 'body').join('.')
    found.param ??= place || undefined
    if (typeof members.type === 'string') found.names.push(members.type)
    found.words.push(place ? `${place}: ${members.msg}` : members.msg)
    return
  }
  for (const [key, member] of Object.entries(members)) {
    if (skipped.test(key) || member === null || member === undefined) continue
    if (/^retry_?delay$/i.test(key)) found.waitMs ??= readWait.ofDuration(String(member))
    else if (/^(retry_?after(_?seconds)?|estimated_?time)$/i.test(key))
      found.waitMs ??= readWait.ofSeconds(Number(member))
    else if (/^retry_?after_?ms$/i.test(key)) found.waitMs ??= readWait.ofSeconds(Number(member) / 1_000)
    else if (/^(x-)?ratelimit-reset$/i.test(key)) found.waitMs ??= readWait.ofReset(String(member))
    else if (typeof member === 'object') collect(member, found, key, depth + 1)
    else if (nameKeys.test(key)) name(key, member, found, under)
    else if (/^param$/i.test(key)) found.param ??= String(member) || undefined
    else if (wordKeys.test(key) && typeof member === 'string') say(member, found, key, depth)
  }
}

function name(key: string, member: unknown, found: Found, under: string) {
  // MiniMax: 0 means that there is no error, and its numbers mean something else at Zhipu.
  if (under === 'base_resp') {
    if (Number(member) !== 0) found.names.push(`minimax.${String(member)}`)
    return
  }
  found.names.push(String(member))
  if (/code$/i.test(key)) found.code ??= String(member)
}

function say(words: string, found: Found, key: string, depth: number) {
  const nested = parse(words.slice(Math.max(0, words.search(/[[{]/))))
  if (typeof nested === 'object' && nested !== null) {
    const before = found.words.length
    collect(nested, found, key, depth + 1)
    if (found.words.length > before) return
  }
  found.words.push(words)
}
