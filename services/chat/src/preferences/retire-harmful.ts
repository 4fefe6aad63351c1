import type { Db } from '../database.ts'
import { changePreference, effectOf, itemsOf } from './preferences.queries.ts'

/** Rated answers that carried a preference, from which on its effect is judged. */
export const ratedLeast = 20

/** Retires learned preferences with which answers are disliked significantly more often than before; their owner sees why. */
export async function retireHarmful(db: Db, userId: string, at: Date): Promise<void> {
  for (const item of await itemsOf(db, userId)) {
    if (item.state !== 'active' || item.source !== 'learned') continue
    const effect = await effectOf(db, item)
    if (isHarmful(effect))
      await changePreference(db, item, { state: 'retired', reason: 'disliked more often' }, at)
  }
}

interface Rated {
  rated: number
  disliked: number
}

/** Whether the intervals of the two rates (Wilson, 95 %) lie apart, the wrong way round. */
export function isHarmful({ with: carried, before }: { with: Rated; before: Rated }): boolean {
  if (carried.rated < ratedLeast || before.rated === 0) return false
  return wilson(carried).low > wilson(before).high
}

/** Wilson's score interval for a rate (E. B. Wilson, 1927), at 95 %. */
export function wilson({ rated: n, disliked }: Rated): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 }
  const z = 1.959964
  const p = disliked / n
  const middle = p + (z * z) / (2 * n)
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  return { low: (middle - half) / scale, high: (middle + half) / scale }
}
