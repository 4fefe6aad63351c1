import type { Consumption } from '@lingzhi/bus/consume'
import type { Deps } from './deps.ts'

/** The facts of other services that export acts upon. */
export async function listenForFacts(_deps: Pick<Deps, 'bus' | 'db'>): Promise<Consumption[]> {
  return []
}
