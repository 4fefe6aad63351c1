import { useEffect, useState } from 'react'
import { type Grammar, grammarOf } from './languages.ts'
import type { Line } from './line.ts'

const cache = new Map<string, Line[]>()
const cachedMax = 200
/** Beyond it colours cost more than they tell. */
const longest = 100_000

const keyOf = (grammar: Grammar, code: string) => `${grammar} ${code}`

/**
 * The colours of finished code, once they are there; kept, so that a list which makes its rows anew while it scrolls does not
 * flicker. Without them, as when the file cannot be loaded, code is shown plain.
 */
export function useHighlighted(code: string, language: string, finished: boolean): Line[] | undefined {
  const grammar = finished && code.length <= longest ? grammarOf(language) : undefined
  const key = grammar && keyOf(grammar, code)
  const [, arrived] = useState<string>()
  const known = key && cache.get(key)
  useEffect(() => {
    if (!grammar || !key || known) return
    let wanted = true
    import('./highlight.ts')
      .then(({ highlight }) => highlight(code, grammar))
      .then((lines) => {
        keep(key, lines)
        if (wanted) arrived(key)
      })
      .catch(() => {})
    return () => {
      wanted = false
    }
  }, [code, grammar, key, known])
  return known || undefined
}

function keep(key: string, lines: Line[]) {
  cache.set(key, lines)
  const oldest = cache.keys().next().value
  if (cache.size > cachedMax && oldest !== undefined) cache.delete(oldest)
}
