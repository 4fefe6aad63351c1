import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useEffect, useId, useState } from 'react'
import { useLocation } from 'wouter'
import { paths } from '../routes.ts'
import { ago } from '../text/format.ts'
import { classNames } from '../ui/class-names.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { searchQuery } from './conversations.queries.ts'
import { useConversationsText } from './conversations.text.ts'
import { toHits } from './hits.ts'
import { Marked } from './marked.tsx'

const waitMs = 120

/** Ctrl-K: what was said, wherever it was; Enter opens the conversation at the message found. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  const text = useConversationsText()
  const [, go] = useLocation()
  const id = useId()
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim())
  const { data, error, isFetching } = useQuery({ ...searchQuery(q), placeholderData: keepPreviousData })
  const hits = q ? toHits(data ?? []) : []
  const [chosen, setChosen] = useState(0)
  const at = Math.min(chosen, Math.max(hits.length - 1, 0))

  function open(index: number) {
    const hit = hits[index]
    if (!hit) return
    onClose()
    go(
      hit.messageId
        ? paths.message(hit.conversationId, hit.messageId)
        : paths.conversation(hit.conversationId),
    )
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') open(at)
    if (event.key === 'Escape') {
      // The browser would only empty the box.
      event.preventDefault()
      onClose()
    }
    if (step === undefined || hits.length === 0) return
    event.preventDefault()
    setChosen((at + step + hits.length) % hits.length)
  }

  return (
    <Dialog title={text.search} open onClose={onClose} place="top" wide bare>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search size={18} className="text-ink-3" aria-hidden="true" />
        <input
          autoFocus
          type="search"
          role="combobox"
          aria-label={text.searchHint}
          aria-expanded={hits.length > 0}
          aria-controls={id}
          aria-activedescendant={hits.length > 0 ? `${id}-${at}` : undefined}
          placeholder={text.searchHint}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
          className="min-h-13 flex-1 bg-transparent outline-none"
        />
      </div>
      <div className="max-h-[60dvh] overflow-y-auto p-2" aria-busy={isFetching}>
        <ProblemNote error={error} />
        {q && !isFetching && hits.length === 0 && !error && (
          <p role="status" className="px-3 py-6 text-center text-sm text-ink-2">
            {text.nothingFound}
          </p>
        )}
        <div role="listbox" id={id} aria-label={text.list}>
          {hits.map((hit, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard works in the box above
            <div
              key={hit.key}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onClick={() => open(index)}
              onPointerMove={() => setChosen(index)}
              className={classNames('cursor-pointer rounded-md px-3 py-2', index === at && 'bg-brand-soft')}
            >
              <div className="flex items-baseline justify-between gap-3">
                <span className="truncate text-sm font-semibold">
                  <Marked text={hit.title || text.untitled} ranges={hit.titleRanges} />
                </span>
                <span className="shrink-0 text-2xs text-ink-3">{ago(hit.at)}</span>
              </div>
              {hit.snippet && (
                <p className="truncate text-xs text-ink-2">
                  {hit.role === 'user' ? text.you : text.answer}:{' '}
                  <Marked text={hit.snippet} ranges={hit.ranges} />
                </p>
              )}
            </div>
          ))}
        </div>
      </div>
    </Dialog>
  )
}

/** What is typed, once nobody types for a moment: a search for each letter helps nobody. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), waitMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
