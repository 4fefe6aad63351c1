import { withoutMarks } from '@lingzhi/contracts/invisible'

/** A text as quotations are looked up in it: one width, one case, no blanks; with the place of each sign in the text. */
export interface Folded {
  text: string
  places: number[]
}

/** Made once for each text: it looks at every sign. */
export function folded(text: string): Folded {
  let result = ''
  const places: number[] = []
  let place = 0
  for (const sign of text) {
    // Chinese is as it is; it is most of what is looked at.
    const plain = /[\u4e00-\u9fff]/.test(sign) ? sign : foldedWhole(sign)
    result += plain
    for (let n = 0; n < plain.length; n++) places.push(place)
    place += sign.length
  }
  return { text: result, places }
}

/** The same without places. Taken apart, so that the whole is the sum of its signs. */
const foldedWhole = (text: string): string =>
  withoutMarks(text.normalize('NFKD')).toLowerCase().replaceAll('ς', 'σ').replace(/\s+/g, '')

/**
 * Where a quotation begins in a text, width, case and blanks aside; null when it is not in it, or quotes nothing that means
 * anything.
 */
export function placeOf(quote: string, { text, places }: Folded): number | null {
  const sought = foldedWhole(quote)
  if (!/[\p{L}\p{N}]|[=<>≤≥≠√×✓]/u.test(sought)) return null
  const at = text.indexOf(sought)
  return at < 0 ? null : (places[at] ?? null)
}

/** Whether a text is found in another as it is, width, case and blanks aside. Nothing is in everything. */
export const occursIn = (part: string, whole: Folded): boolean => whole.text.includes(foldedWhole(part))
