import { delay } from '@lingzhi/runtime/delay'
import type { Db } from '../database.ts'
import type { Completion } from './completions.queries.ts'
import { findCompletion } from './completions.queries.ts'

const pauseMs = { first: 20, most: 500 }

/** The completion once it has ended, looked for ever more seldom; undefined when the signal fires first, or it was removed. */
export async function awaitCompletion(
  db: Db,
  id: string,
  signal: AbortSignal,
): Promise<Completion | undefined> {
  for (let ms = pauseMs.first; !signal.aborted; ms = Math.min(ms * 1.5, pauseMs.most)) {
    const found = await findCompletion(db, id)
    if (!found) return undefined
    if (found.status === 'completed' || found.status === 'failed') return found
    await delay(ms, signal)
  }
  return undefined
}
