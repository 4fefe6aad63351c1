import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useSearchParams } from 'wouter'
import { Answer, FailedNote, LiveAnswer } from './answer.tsx'
import { useChatText } from './chat.text.ts'
import { loadEarlier, loadUpTo, openBranch } from './conversation.queries.ts'
import { Asking, Question } from './question.tsx'
import type { Talk } from './reply/talk.ts'
import type { Row } from './rows.ts'

interface Props {
  rows: Row[]
  talk: Talk
  /** Whether there are messages before the first row. */
  earlier: string | null
}

/** Pinned means at the very end: one pixel up releases. */
const pinnedWithin = 1
const loadsBelow = 600

/**
 * The conversation. Only what is near the screen is in the page, so that a token costs the same after ten messages and
 * after five thousand; the list holds on to its end, so that it grows upwards and never jumps.
 */
export function MessageList({ rows, talk, earlier }: Props) {
  const text = useChatText()
  const box = useRef<HTMLDivElement>(null)
  const [atEnd, setAtEnd] = useState(true)
  const [loading, setLoading] = useState(false)
  const { conversationId } = talk.state
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => estimate(rows[index]!),
    getItemKey: useKeys(rows),
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: pinnedWithin,
    paddingStart: 24,
    paddingEnd: 24,
    overscan: 4,
    onChange: (now) => setAtEnd(now.isAtEnd(pinnedWithin)),
  })

  useLayoutEffect(() => list.scrollToEnd(), [list])

  // One's own question is always seen.
  const asked = rows.findLast(({ kind }) => kind === 'asking')?.key
  useLayoutEffect(() => {
    if (asked) list.scrollToEnd()
  }, [asked, list])

  async function onScroll() {
    const area = box.current
    if (!area) return
    if (area.scrollTop > loadsBelow || loading || !earlier || !conversationId) return
    setLoading(true)
    await loadEarlier(conversationId).catch(() => false)
    setLoading(false)
  }

  const sought = useSought(conversationId, rows, (index) => list.scrollToIndex(index, { align: 'center' }))

  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={box}
        aria-label={text.messages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by the keyboard
        tabIndex={0}
        onScroll={onScroll}
        className="h-full overflow-y-auto [overflow-anchor:none]"
      >
        {loading && (
          <p role="status" className="absolute inset-x-0 top-2 z-10 text-center text-xs text-ink-3">
            {text.loadingEarlier}
          </p>
        )}
        <div className="relative mx-auto w-full max-w-176" style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index]!
            return (
              <div
                key={key}
                ref={list.measureElement}
                data-index={index}
                className="absolute inset-x-0 top-0 px-4"
                style={{ transform: `translateY(${start}px)` }}
              >
                <RowView
                  row={row}
                  talk={talk}
                  last={index === rows.length - 1}
                  sought={sought === rowId(row)}
                />
              </div>
            )
          })}
        </div>
      </section>
      {!atEnd && (
        <button
          type="button"
          aria-label={text.toLatest}
          title={text.toLatest}
          onClick={() => list.scrollToEnd({ behavior: 'auto' })}
          className="absolute bottom-3 left-1/2 inline-flex size-11 -translate-x-1/2 animate-appear items-center justify-center rounded-full border border-line-strong bg-raised text-ink-2 hover:text-ink md:size-9"
        >
          <ArrowDown size={18} />
          {rows.at(-1)?.kind === 'live' && (
            <span className="absolute top-1 right-1 size-2 rounded-full bg-brand" />
          )}
        </button>
      )}
    </div>
  )
}

/**
 * The keys of the rows, by a function that stays the same while they do: with another one the list would measure all of its
 * rows again for every token.
 */
function useKeys(rows: Row[]): (index: number) => string {
  const known = useRef<string[]>([])
  const same =
    rows.length === known.current.length && rows.every(({ key }, index) => key === known.current[index])
  if (!same) known.current = rows.map(({ key }) => key)
  const keys = known.current
  return useCallback((index: number) => keys[index]!, [keys])
}

interface RowProps {
  row: Row
  talk: Talk
  last: boolean
  sought: boolean
}

const RowView = memo(function RowView({ row, talk, last, sought }: RowProps) {
  switch (row.kind) {
    case 'question':
      return <Question message={row.message} talk={talk} sought={sought} />
    case 'asking':
      return <Asking text={row.text} files={row.files} />
    case 'answer':
      return <Answer message={row.message} talk={talk} last={last} sought={sought} />
    case 'failed':
      return <FailedNote answer={row.answer} talk={talk} />
    case 'live':
      return <LiveAnswer live={row.live} />
  }
})

const rowId = (row: Row) => ('message' in row ? row.message.id : undefined)

/** Goes to the message that the address names, loading what is before it; returns its id while it is marked. */
function useSought(
  conversationId: string | null,
  rows: Row[],
  show: (index: number) => void,
): string | undefined {
  const [params, setParams] = useSearchParams()
  const wanted = params.get('message')
  const [marked, setMarked] = useState<string>()
  const [target, setTarget] = useState<string>()
  useEffect(() => {
    if (!wanted || !conversationId) return
    void bringUp(conversationId, wanted).then((found) => {
      setParams({}, { replace: true })
      if (!found) return
      setMarked(wanted)
      setTarget(wanted)
    })
  }, [wanted, conversationId, setParams])
  // Once its row is there.
  useLayoutEffect(() => {
    const index = target ? rows.findIndex((row) => rowId(row) === target) : -1
    if (index < 0) return
    show(index)
    setTarget(undefined)
  }, [target, rows, show])
  return marked
}

/** Loads what is before the message; one beside the path is brought onto it. */
async function bringUp(conversationId: string, messageId: string): Promise<boolean> {
  try {
    if (await loadUpTo(conversationId, messageId)) return true
    await openBranch(conversationId, messageId)
    return await loadUpTo(conversationId, messageId)
  } catch {
    // It was deleted meanwhile, or the server is away: the conversation is shown as it is.
    return false
  }
}

/** Good enough to begin with: the real height is measured once a row is on the screen. */
function estimate(row: Row): number {
  const length =
    'message' in row ? row.message.content.length : row.kind === 'live' ? row.live.text.length : 80
  const files = 'message' in row ? row.message.files : row.kind === 'asking' ? row.files : undefined
  return 72 + Math.ceil(length / 42) * 28 + (files?.length ? 104 : 0)
}
