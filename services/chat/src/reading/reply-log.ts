import { defineScript } from '@lingzhi/cache/define-script'
import type { Cache } from '@lingzhi/cache/open-redis'
import type { ReplyEntry, ReplyOutcome } from '@lingzhi/contracts/chat-replies'
import type { PlacedPart, ToolPart } from '@lingzhi/contracts/tool-parts'
import { entryId } from '@lingzhi/reply-feed/place'
import { logKey } from './entries.ts'
import type { LiveFeeds } from './live-feed.ts'

type Part = 'reasoning' | 'content'

export interface ReplyLogSettings {
  DELTA_MS: number
  DELTA_CHARS: number
  REPLY_LOG_TTL_S: number
}

export interface ReplyLog {
  /** The whole text since the last reset. */
  readonly text: { readonly reasoning: string; readonly content: string }
  /** Lengths of the stretches of reasoning and content, in turn, beginning with reasoning. */
  readonly runs: readonly number[]
  /** What was told of tools since the last reset. */
  readonly parts: readonly PlacedPart[]
  append: (part: Part, text: string) => void
  /** Tells of a call of a tool, after all text so far. */
  tell: (tool: ToolPart) => void
  /** Keeps the log for so many seconds after what is told next: the reply will wait. */
  keep: (seconds: number) => void
  /** Voids the text so far: the reply restarts under a greater attempt. */
  reset: (attempt: number) => void
  /** Emits the text held back; call it before the end is committed. */
  flush: () => void
  /** Emits the end; call it once the end is committed. */
  end: (outcome: ReplyOutcome) => Promise<void>
  /** Stops without an end. */
  abandon: () => void
}

/** Longer text is sent in several entries: the size of a bus message is bounded. */
const pieceCharsMax = 32_000
/** Readers of an ended reply are served from the database: its log would only fill Redis. Enough for who was just reading it. */
const endedTtlS = 60
/** A bound in case the settings set none; coalescing leaves a reply far fewer entries. */
const entriesMax = 50_000

/** KEYS: the log. ARGV: seconds to keep it, entries at most, then ids and entries. Returns 1 if an id was not greater than the last. */
const appendEntries = defineScript(
  'appendEntries',
  `
local refused = 0
for n = 3, #ARGV, 2 do
  local done = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], ARGV[n], 'entry', ARGV[n + 1])
  if type(done) == 'table' and done.err then
    if not string.find(done.err, 'equal or smaller', 1, true) then return done end
    refused = 1
  end
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
return refused`,
)

/**
 * The writing end of a reply: coalesces deltas (the first is never held back, and no character is split), announces
 * them, and appends them to a Redis stream. Redis refuses an id that is not greater than the last, which fences a writer
 * that was replaced: `onFenced` is called then. While Redis is away entries are kept here and appended later.
 */
export function openReplyLog(
  { live, cache }: { live: LiveFeeds; cache: Cache },
  settings: ReplyLogSettings,
  replyId: string,
  firstAttempt: number,
  onFenced: () => void,
): ReplyLog {
  const key = logKey(replyId)
  let ttlS = settings.REPLY_LOG_TTL_S
  let attempt = firstAttempt
  let position = 0
  let text = { reasoning: '', content: '' }
  let runs: number[] = []
  let parts: PlacedPart[] = []
  let held: { part: Part; text: string }[] = []
  let heldChars = 0
  let flushedAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  const unlogged: { id: string; entry: string }[] = []
  let appending: Promise<void> | undefined

  const emit = (entry: ReplyEntry) => {
    const json = JSON.stringify(entry)
    live.announce(replyId, entry, json)
    unlogged.push({ id: entryId(entry), entry: json })
    appending ??= appendAll().finally(() => {
      appending = undefined
    })
  }

  const appendAll = async () => {
    while (unlogged.length > 0) {
      const batch = unlogged.slice()
      const entries = batch.flatMap(({ id, entry }) => [id, entry])
      const refused = await appendEntries(cache, [key], [ttlS, entriesMax, ...entries]).catch(() => 'away')
      if (refused === 'away') return // The next entry retries, with these before it.
      unlogged.splice(0, batch.length)
      if (refused) {
        // Either our own entry, from a command whose response was lost, or a newer attempt's, and we are done.
        onFenced()
        return
      }
    }
  }

  const flush = ({ ended }: { ended: boolean }) => {
    clearTimeout(timer)
    timer = undefined
    if (heldChars === 0) return
    flushedAt = performance.now()
    const pieces = held
    const last = pieces.at(-1)
    const rest = !ended && last ? halfAtEnd(last.text) : ''
    held = last && rest ? [{ part: last.part, text: rest }] : []
    heldChars = rest.length
    if (last) last.text = last.text.slice(0, last.text.length - rest.length)
    for (const { part, text } of pieces) {
      for (let from = 0; from < text.length; ) {
        const most = text.slice(from, from + pieceCharsMax)
        const piece = most.length < pieceCharsMax ? most : most.slice(0, most.length - halfAtEnd(most).length)
        from += piece.length
        position += piece.length
        emit({ kind: 'text', attempt, position, part, text: piece.toWellFormed() })
      }
    }
  }

  return {
    get text() {
      return text
    },
    get runs() {
      return runs
    },
    get parts() {
      return parts
    },
    append: (part, more) => {
      if (more === '') return
      text[part] += more
      const last = held.at(-1)
      if (last?.part === part) last.text += more
      else held.push({ part, text: more })
      heldChars += more.length
      extendRuns(runs, part, more.length)
      const waitMs = flushedAt + settings.DELTA_MS - performance.now()
      if (waitMs <= 0 || heldChars >= settings.DELTA_CHARS) flush({ ended: false })
      else timer ??= setTimeout(flush, waitMs, { ended: false })
    },
    tell: (tool) => {
      flush({ ended: true })
      position += 1
      parts.push({ ...tool, at: position })
      emit({ kind: 'tool', attempt, position, tool })
    },
    keep: (seconds) => {
      ttlS = Math.max(ttlS, seconds)
    },
    reset: (newAttempt) => {
      clearTimeout(timer)
      timer = undefined
      held = []
      heldChars = 0
      position = 0
      text = { reasoning: '', content: '' }
      runs = []
      parts = []
      attempt = newAttempt
      flushedAt = Number.NEGATIVE_INFINITY
      emit({ kind: 'reset', attempt, position })
    },
    flush: () => flush({ ended: true }),
    end: async (outcome) => {
      flush({ ended: true })
      ttlS = Math.min(ttlS, endedTtlS)
      emit({ kind: 'end', attempt, position, outcome })
      await appending
    },
    abandon: () => clearTimeout(timer),
  }
}

/** The first half of a surrogate pair at the end of a text, or ''. Most JSON parsers reject it alone. */
const halfAtEnd = (text: string): string => /[\ud800-\udbff]/.exec(text.slice(-1))?.[0] ?? ''

function extendRuns(runs: number[], part: Part, length: number) {
  const isContent = part === 'content'
  // Runs alternate and begin with reasoning: an odd number of them means the last is reasoning.
  if (runs.length === 0 && isContent) runs.push(0)
  const lastIsContent = runs.length > 0 && runs.length % 2 === 0
  if (runs.length > 0 && lastIsContent === isContent) runs[runs.length - 1]! += length
  else runs.push(length)
}
