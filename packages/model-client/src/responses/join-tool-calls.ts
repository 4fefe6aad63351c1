import { randomUUID } from 'node:crypto'
import type { ToolCallDelta } from '../provider-api.ts'

type Members = Record<string, unknown>
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null

/** One piece of a tool call as a provider sent it, in one shape. */
interface Piece {
  index: number | undefined
  id: string
  kind: 'function' | 'custom'
  name: string
  text: string
  /** Arguments that came as an object; further ones add members. */
  object: Members | undefined
  /** Members that OpenAI's API does not know, such as signatures: they are given back to the provider. */
  more: Members
  moreOfFunction: Members
}

interface Call extends Piece {
  /** Its place among this answer's calls. */
  at: number
  /** The id that the provider sent, which another call may have as well. */
  wireId: string
  /** Whether readers have its id and name. */
  sent: boolean
  /** Not told before the call ends: an object may get further members, and a block of code has marks around it. */
  waits: boolean
}

/**
 * Joins the pieces of an answer's tool calls, however a provider numbers them, and gives them on in one form: indices from 0
 * on, different ids, each name whole and in the first piece. `offered` are the names that the request offered.
 */
export function joinToolCalls(offered: ReadonlySet<string> = new Set()) {
  const calls: Call[] = []

  function take(piece: Piece): ToolCallDelta[] {
    const known = findCall(calls, piece)
    if (!known) {
      const deltas = calls.flatMap((call) => (call.sent ? [] : introduce(call)))
      const text = piece.kind === 'function' && /^\s*(?:null)?$/.test(piece.text) ? '' : piece.text
      const at = calls.length
      const waits = waitsFor(piece)
      const call = { ...piece, text, id: uniqueId(piece.id), wireId: piece.id, at, sent: false, waits }
      calls.push(call)
      return [...deltas, ...(hasArguments(call) && !waits ? introduce(call) : [])]
    }
    if (!known.sent) known.name = joinName(known.name, piece.name)
    if (!known.sent && piece.object && (known.object || !hasArguments(known))) {
      known.object = { ...known.object, ...piece.object }
      known.text = ''
      piece.text = JSON.stringify(known.object)
    }
    // All arguments once more, to close the call.
    const repeats = piece.text === known.text && isWhole(known.text)
    if (!hasArguments(known)) known.text = ''
    // All arguments so far, and more: inside one JSON text its own beginning cannot come again.
    const before = known.text.startsWith('{') && piece.text.startsWith(known.text) ? known.text.length : 0
    const text = repeats ? '' : piece.text.slice(before)
    known.text += text
    if (!known.sent) {
      if (known.wireId === '' && piece.id !== '') known.id = uniqueId(piece.id)
      known.wireId ||= piece.id
      Object.assign(known.more, piece.more)
      Object.assign(known.moreOfFunction, piece.moreOfFunction)
      known.waits ||= waitsFor(known)
      return hasArguments(known) && !known.waits ? introduce(known) : []
    }
    const tells =
      text !== '' || [piece.more, piece.moreOfFunction].some((more) => Object.keys(more).length > 0)
    return tells ? [deltaOf(known, text, piece)] : []
  }

  function introduce(call: Call): ToolCallDelta[] {
    if (call.name === '') return []
    call.sent = true
    call.name = nameAsOffered(call.name, offered)
    if (call.waits) call.text = withoutFence(call.text)
    if (!hasArguments(call)) call.text = ''
    return [
      {
        ...call.more,
        index: call.at,
        id: call.id,
        type: call.kind,
        [call.kind]: { ...call.moreOfFunction, name: call.name, [textName[call.kind]]: call.text },
      } as ToolCallDelta,
    ]
  }

  const uniqueId = (id: string) =>
    id !== '' && !calls.some((call) => call.id === id)
      ? id
      : `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`

  return {
    get any() {
      return calls.some(({ name }) => name !== '')
    },
    /** Whether a call's arguments stop in the middle. */
    get cut() {
      return calls.some(({ kind, text }) => kind === 'function' && isCut(text))
    },
    /** Pieces, as streams have them. */
    pieces: (list: unknown[]): ToolCallDelta[] =>
      list.flatMap((one, place) => {
        const piece = readPiece(one)
        if (!piece) return []
        return take(piece.index === undefined && list.length > 1 ? { ...piece, index: place } : piece)
      }),
    /** The calls of a whole message, of which some or all may have come in pieces before. */
    whole: (list: unknown[]): ToolCallDelta[] => {
      const before = calls.length
      return list.flatMap((one, place) => {
        const piece = readPiece(one)
        if (!piece) return []
        const same = calls
          .slice(0, before)
          .find((call, at) =>
            piece.id !== '' && call.wireId === piece.id ? call.name === piece.name : at === place,
          )
        if (!same) return take({ ...piece, index: before + place })
        if (!same.sent && !hasArguments(same)) same.text = ''
        const rest =
          piece.text.startsWith(same.text) && !isWhole(same.text) ? piece.text.slice(same.text.length) : ''
        const known = { ...piece, index: same.index, id: '', name: '', text: rest }
        same.text += rest
        if (!same.sent) {
          same.name ||= piece.name
          Object.assign(same.more, piece.more)
          return introduce(same)
        }
        return rest === '' ? [] : [deltaOf(same, rest, { ...known, more: {}, moreOfFunction: {} })]
      })
    },
    /** What is still held back, once nothing follows; calls without arguments get empty ones. */
    end: (): ToolCallDelta[] =>
      calls.flatMap((call) => {
        if (call.sent && call.text !== '') return []
        if (call.waits) call.text = withoutFence(call.text)
        if (call.kind === 'custom') return call.sent ? [] : introduce(call)
        if (call.text !== '' && call.text !== '{}') return introduce(call)
        const deltas = call.sent ? [] : introduce(call)
        return call.name === '' ? [] : [...deltas, deltaOf(call, '{}', { more: {}, moreOfFunction: {} })]
      }),
  }
}

const textName = { function: 'arguments', custom: 'input' } as const

function deltaOf(call: Call, text: string, { more, moreOfFunction }: Pick<Piece, 'more' | 'moreOfFunction'>) {
  const part = { ...moreOfFunction, [textName[call.kind]]: text }
  return { ...more, index: call.at, [call.kind]: part } as unknown as ToolCallDelta
}

/** The call that a piece continues; undefined: it begins another. */
function findCall(calls: readonly Call[], piece: Piece): Call | undefined {
  const last = calls.at(-1)
  const atIndex =
    piece.index === undefined
      ? undefined
      : calls.findLast(({ index }) => index === piece.index || index === undefined)
  const byId = piece.id === '' ? undefined : calls.findLast(({ wireId }) => wireId === piece.id)
  if (byId) {
    const elsewhere = piece.index !== undefined && byId.index !== undefined && piece.index !== byId.index
    return piece.name !== '' && (elsewhere || beginsAgain(byId, piece)) ? undefined : byId
  }
  const here = piece.index === undefined ? last : atIndex
  if (!here) return piece.name === '' && piece.id === '' ? last : undefined
  if (piece.name === '') return piece.id !== '' && here.wireId !== '' && isWhole(here.text) ? undefined : here
  if (piece.id !== '' && here.wireId !== '') {
    // An id that changes with every piece of one call.
    const goesOn = piece.name === here.name && here.text !== '' && !isWhole(here.text)
    return goesOn ? here : undefined
  }
  return beginsAgain(here, piece) ? undefined : here
}

/** Whether a piece with a name begins another call than the one at its place. */
function beginsAgain(call: Call, piece: Piece): boolean {
  if (call.name === '' && !isWhole(call.text)) return false
  if (call.text === '') return piece.name !== call.name && isWhole(piece.text) && call.name !== ''
  if (piece.name !== call.name) return !call.name.endsWith(piece.name) || isWhole(call.text)
  return isWhole(call.text) && piece.text !== '' && piece.text !== call.text
}

/** Whether a call has arguments to tell: empty ones may be filled by later pieces. */
const hasArguments = ({ kind, text }: Piece) => text !== '' && (kind === 'custom' || !/^\{\s*\}$/.test(text))

/** A name that comes in pieces, or again and again. */
function joinName(name: string, piece: string): string {
  return piece.startsWith(name) ? piece : name === piece || piece === '' ? name : name + piece
}

/** A name without what models put around it: spaces, `functions.` or another prefix, a number, marks of their template. */
function nameAsOffered(name: string, offered: ReadonlySet<string>): string {
  if (offered.has(name)) return name
  const bare = name.replace(/<\|.*$/s, '').trim()
  const tried = [bare, bare.replace(/^\w+[.:/]/, ''), bare.replace(/^(?:\w+[.:/])?(.*):\d+$/s, '$1')]
  return tried.find((each) => offered.has(each)) ?? name
}

const waitsFor = ({ object, text }: Piece) => object !== undefined || text.trimStart().startsWith('`')

/** Arguments without the marks of a block of code. */
const withoutFence = (text: string): string => text.replace(/^\s*```\w*\s*|\s*```\s*$/g, '')

/** Whether a JSON text stops in the middle: a string or a bracket is open. */
function isCut(text: string): boolean {
  if (text.trim() === '' || isWhole(text)) return false
  const outside = text.replace(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"/g, '')
  const count = (pattern: RegExp) => outside.match(pattern)?.length ?? 0
  return outside.includes('"') || count(/[[{]/g) > count(/[\]}]/g)
}

function isWhole(text: string): boolean {
  if (!/^\s*\{[\s\S]*\}\s*$/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function readPiece(value: unknown): Piece | undefined {
  if (!isObject(value)) return undefined
  const { index, id, type: _, function: part, custom, ...members } = value
  const kind = isObject(custom) ? 'custom' : 'function'
  const within = isObject(custom) ? custom : isObject(part) ? part : undefined
  // Some providers leave the object around the name and arguments out.
  const { name, arguments: given, parameters, args, input, ...others } = within ?? flatOf(members, part)
  const text = kind === 'custom' ? input : (given ?? parameters ?? args ?? input)
  return {
    index: Number.isInteger(Number(index ?? Number.NaN)) && index !== '' ? Number(index) : undefined,
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : '',
    kind,
    name: typeof name === 'string' ? name : '',
    text: textOf(text),
    object: kind === 'function' && isObject(text) && !Array.isArray(text) ? text : undefined,
    more: within ? members : {},
    moreOfFunction: within ? others : {},
  }
}

const flatOf = (members: Members, part: unknown): Members =>
  typeof part === 'string' ? { ...members, name: part } : members

/** Arguments as text: some providers send them as an object, or as the text of a text. */
function textOf(given: unknown): string {
  if (given === undefined || given === null) return ''
  const text = typeof given === 'string' ? given : JSON.stringify(given)
  if (!text.startsWith('"{')) return text
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}
