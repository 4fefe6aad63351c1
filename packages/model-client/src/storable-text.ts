import { withoutNul } from '@lingzhi/contracts/shapes'

/**
 * The first `charsMax` UTF-16 units of a provider's text in a form that PostgreSQL can store, also in JSON: without
 * U+0000 and lone surrogates. A reply whose end could not be stored would be generated again and again.
 */
export const storableText = (text: string, charsMax: number): string =>
  withoutNul(text).slice(0, charsMax).toWellFormed()
