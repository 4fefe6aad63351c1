import { useSyncExternalStore } from 'react'

type Typeset = typeof import('./formula.ts').typeset

let typeset: Typeset | undefined
let asked = false
const listeners = new Set<() => void>()

/** KaTeX is loaded when the first formula appears; until then, or when that fails, formulas are shown as they were written. */
function subscribe(listener: () => void) {
  listeners.add(listener)
  load()
  return () => listeners.delete(listener)
}

function load() {
  if (asked) return
  asked = true
  import('./formula.ts')
    .then((loaded) => {
      typeset = loaded.typeset
      for (const tell of listeners) tell()
    })
    .catch(() => {
      // The next formula tries again.
      asked = false
    })
}

export const useTypesetter = (): Typeset | undefined =>
  useSyncExternalStore(
    subscribe,
    () => typeset,
    () => undefined,
  )

const tall = /\\(?:[dt]?frac|sum|prod|int|iint|oint|lim|binom|begin|substack|overbrace|underbrace)/

/** The height in em that a formula of its own will take, so that nothing below it moves when it is set. */
export function heightOf(tex: string): number {
  const rows = tex.split('\\\\').map((row) => (tall.test(row) ? 2.6 : 1.7))
  return Math.min(
    rows.reduce((sum, row) => sum + row, 0),
    40,
  )
}
