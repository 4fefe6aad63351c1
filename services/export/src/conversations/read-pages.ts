import type { Bus } from '@lingzhi/bus/open-bus'
import { requestBytes } from '@lingzhi/bus/request-bytes'
import type { ExportSelection } from '@lingzhi/contracts/chat-export'
import { ExportLines } from '@lingzhi/contracts/chat-export'
import { Problem } from '@lingzhi/contracts/problem'
import { delay } from '@lingzhi/runtime/delay'
import type { Static } from 'typebox'

export type Selection = Static<typeof ExportSelection>

export interface Page {
  /** Whole lines when put together; a piece may end inside one. */
  pieces: Buffer[]
  conversations: number
  messages: number
  /** Where the next page starts; null after the last. */
  nextCursor: string | null
}

// Large enough that a page's fixed cost vanishes, small enough that chat builds one within a few milliseconds.
const messagesMax = 4_000
export const pageBytesMax = 1_536 * 1_024

/** Requests one page from chat. */
export async function readPage(
  bus: Bus,
  selection: Selection,
  cursor?: string,
  limits = { messages_max: messagesMax, bytes_max: pageBytesMax },
): Promise<Page> {
  const { result, pieces } = await requestBytes(bus, ExportLines, { ...selection, cursor, ...limits })
  const { conversations, messages, next_cursor } = result
  return { pieces, conversations, messages, nextCursor: next_cursor }
}

/**
 * All pages from a cursor on, or from the beginning. The next page is on its way while one is being used, and
 * no more than that: memory stays at two pages whatever the export's size. A page after the first that fails
 * briefly (the database or chat restarts) is requested again: it is the same page, so nothing is lost or doubled.
 */
export async function* readPages(
  bus: Bus,
  selection: Selection,
  cursor?: string,
  read = readPage,
): AsyncGenerator<Page, void, undefined> {
  let coming: Promise<Page> = read(bus, selection, cursor)
  for (;;) {
    const page = await coming
    if (page.nextCursor !== null) {
      coming = again(read, bus, selection, page.nextCursor)
      // A failure surfaces where it is awaited; a reader that has left never awaits it.
      coming.catch(() => {})
    }
    yield page
    if (page.nextCursor === null) return
  }
}

/** Pauses before further attempts: together longer than PostgreSQL takes to restart, shorter than clients wait. */
const pausesMs = [50, 250, 1_000]

async function again(read: typeof readPage, bus: Bus, selection: Selection, cursor: string): Promise<Page> {
  for (const pauseMs of pausesMs) {
    try {
      return await read(bus, selection, cursor)
    } catch (err) {
      if (err instanceof Problem && err.status < 500) throw err
      await delay(pauseMs)
    }
  }
  return read(bus, selection, cursor)
}
