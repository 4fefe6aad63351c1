import type { Bus } from '@lingzhi/bus/open-bus'
import { requestBytes } from '@lingzhi/bus/request-bytes'
import type { ExportSelection } from '@lingzhi/contracts/chat-export'
import { ExportLines } from '@lingzhi/contracts/chat-export'
import type { ExportKind } from '@lingzhi/contracts/export-records'
import { LearningRecords, PreferenceRecords } from '@lingzhi/contracts/export-records'
import { Problem } from '@lingzhi/contracts/problem'
import { delay } from '@lingzhi/runtime/delay'
import type { Static } from 'typebox'

export type Selection = Static<typeof ExportSelection>

/** What a file holds: the kinds, in their order, and which conversations. */
export interface Source {
  selection: Selection
  include: readonly ExportKind[]
}

export interface Page {
  /** Whole lines when put together; a piece may end inside one. */
  pieces: Buffer[]
  conversations: number
  messages: number
  /** Of a page of other records, how many of each type; undefined: conversations. */
  records?: Record<string, number>
  /** Where the next page starts; null after the last. */
  nextCursor: string | null
}

// Large enough that a page's fixed cost vanishes, small enough that chat builds one within a few milliseconds.
const messagesMax = 4_000
export const pageBytesMax = 1_536 * 1_024
const pageLimits = { messages_max: messagesMax, bytes_max: pageBytesMax }

/** Requests one page. A cursor names its kind, but for those of conversations, which are chat's own. */
export async function readPage(
  bus: Bus,
  source: Source,
  cursor?: string,
  limits = pageLimits,
): Promise<Page> {
  const { include } = source
  const [kind, inner] = placeIn(include, cursor)
  const page =
    kind === 'conversations'
      ? await readConversations(bus, source.selection, inner, limits)
      : await readRecords(bus, kind, source.selection, inner, limits)
  if (page.nextCursor !== null)
    return kind === 'conversations' ? page : { ...page, nextCursor: `${kind} ${page.nextCursor}` }
  const next = include[include.indexOf(kind) + 1]
  return { ...page, nextCursor: next === undefined ? null : `${next} ` }
}

function placeIn(include: Source['include'], cursor: string | undefined): [ExportKind, string | undefined] {
  const kind = cursor === undefined ? include[0] : include.find((one) => cursor.startsWith(`${one} `))
  if (cursor === undefined || kind === undefined) return [kind ?? 'conversations', cursor]
  return [kind, cursor.slice(kind.length + 1) || undefined]
}

async function readConversations(
  bus: Bus,
  selection: Selection,
  cursor: string | undefined,
  limits: typeof pageLimits,
): Promise<Page> {
  const { result, pieces } = await requestBytes(bus, ExportLines, { ...selection, cursor, ...limits })
  const { conversations, messages, next_cursor } = result
  return { pieces, conversations, messages, nextCursor: next_cursor }
}

type AskedRecords = Static<typeof PreferenceRecords.request>

/** Each kind is asked of the service that owns it. */
const ask = {
  preferences: (bus: Bus, asked: AskedRecords) => requestBytes(bus, PreferenceRecords, asked),
  learning: (bus: Bus, asked: AskedRecords) => requestBytes(bus, LearningRecords, asked),
} satisfies Record<Exclude<ExportKind, 'conversations'>, unknown>

async function readRecords(
  bus: Bus,
  kind: Exclude<ExportKind, 'conversations'>,
  { user_id, as_of }: Selection,
  cursor: string | undefined,
  { messages_max: records_max, bytes_max }: typeof pageLimits,
): Promise<Page> {
  // Nobody but a user has any: the request was refused otherwise.
  const asked = { user_id: user_id ?? '', as_of, cursor, records_max, bytes_max }
  const { result, pieces } = await ask[kind](bus, asked)
  return { pieces, conversations: 0, messages: 0, records: result.records, nextCursor: result.next_cursor }
}

/**
 * All pages from a cursor on, or from the beginning. The next page is on its way while one is being used, and
 * no more than that: memory stays at two pages whatever the export's size. A page after the first that fails
 * briefly (the database or chat restarts) is requested again: it is the same page, so nothing is lost or doubled.
 */
export async function* readPages(
  bus: Bus,
  source: Source,
  cursor?: string,
  read = readPage,
): AsyncGenerator<Page, void, undefined> {
  let coming: Promise<Page> = read(bus, source, cursor)
  for (;;) {
    const page = await coming
    if (page.nextCursor !== null) {
      coming = again(read, bus, source, page.nextCursor)
      // A failure surfaces where it is awaited; a reader that has left never awaits it.
      coming.catch(() => {})
    }
    yield page
    if (page.nextCursor === null) return
  }
}

/** Pauses before further attempts: together longer than PostgreSQL takes to restart, shorter than clients wait. */
const pausesMs = [50, 250, 1_000]

async function again(read: typeof readPage, bus: Bus, source: Source, cursor: string): Promise<Page> {
  for (const pauseMs of pausesMs) {
    try {
      return await read(bus, source, cursor)
    } catch (err) {
      if (err instanceof Problem && err.status < 500) throw err
      await delay(pauseMs)
    }
  }
  return read(bus, source, cursor)
}
