import { useMemo } from 'react'
import type { Row, Shown } from './rows.ts'
import { toRows } from './rows.ts'

/** The rows to show. What an answer says changes its own row alone, so the others are not gone through for every token. */
export function useRows({ messages, failed, live, aliases }: Shown): Row[] {
  const { key, ids, question, after } = live ?? {}
  const settled = useMemo(
    () => toRows({ messages, failed, live, aliases }),
    // Of the live answer only what places it among the rows
    [messages, failed, aliases, key, ids, question, after],
  )
  const last = settled.at(-1)
  return live && last?.kind === 'live' ? [...settled.slice(0, -1), { ...last, live }] : settled
}
