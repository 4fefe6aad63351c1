import { roughTokens } from '@lingzhi/model-client/responses/count-tokens'
import type { Static } from 'typebox'
import type { PartKind } from './composition-shape.ts'

/** One thing that a model is told, and where it comes from. */
export interface Part {
  kind: Static<typeof PartKind>
  id?: string
  name: string
  version?: number
  text: string
  /** Stands once above the parts that share it. */
  heading?: string
  shortened?: boolean
  /** What it takes of the window where that is not its text's. */
  tokens?: number
  /** Known from the start: it is not sent. */
  cut?: 'left-out'
}

/** The text, cut at about so many tokens; whether it was. */
export function shortened(text: string, tokensMax: number): Pick<Part, 'text' | 'shortened'> {
  if (roughTokens(text) <= tokensMax) return { text }
  let from = 0
  let to = text.length
  while (from < to) {
    const middle = Math.ceil((from + to) / 2)
    if (roughTokens(text.slice(0, middle)) <= tokensMax) from = middle
    else to = middle - 1
  }
  return {
    text: `${text
      .slice(0, from)
      .toWellFormed()
      .replace(/\uFFFD$/, '')}…`,
    shortened: true,
  }
}
