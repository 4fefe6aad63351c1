/** A bound on the index entries of one row; more than any message needs. */
const termsMax = 5_000
/** How much of a text is looked at for them: 20 ms of work at the most. Nothing but an import holds a longer one. */
const charsMax = 200_000

const words = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{N}]+/gu
const isIdeographic = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const wordCharsMax = 64

// Without this, "ＡＩ助手" and "AI助手" would be different words.
const normalize = (text: string) => text.normalize('NFKC').toLowerCase()
/** One character may become eighteen. */
const beginning = (text: string) => normalize(text.slice(0, charsMax)).slice(0, charsMax)

/**
 * The search terms of a text: words of alphabets as they are; Chinese, which has no spaces, as pairs of
 * neighbouring characters, the last character standing alone. Of a text as long as a book, those of its beginning. Made here because the dictionaries
 * that PostgreSQL could use for Chinese are extensions a bare server lacks.
 */
export function searchTerms(text: string): string[] {
  const terms = new Set<string>()
  for (const [word] of beginning(text).matchAll(words)) {
    if (terms.size >= termsMax) break
    if (isIdeographic.test(word)) eachPair(word, true, (term) => terms.add(term).size < termsMax)
    else terms.add(word.slice(0, wordCharsMax))
  }
  return [...terms]
}

/** The term that marks a user's messages; no word contains an @. */
export const ownerTerm = (userId: string): string => `@${userId}`

/** A message's search terms and its owner's term, so that one index finds one user's words. A guest's has none. */
export const ownTerms = (text: string, owner: string | null): string[] =>
  owner === null ? [] : [ownerTerm(owner), ...searchTerms(text)]

/** Words searched for at most; a search has few, and each costs. */
const wordsMax = 8
/** A prefix shorter than this is that of so many words of everybody's that the index is slower than one's own messages. */
const indexedPrefixChars = 3

/** A search: every word must occur, those that the index finds and those that are looked for in what one owns. */
export interface SearchQuery {
  /** All words, as a tsquery. */
  all: string
  /** Those for the index; none: null. */
  indexed: string | null
}

/**
 * A search text as a query. Words match by prefix, a single Chinese character anywhere. Null when the text has nothing to
 * search for.
 */
export function searchQuery(text: string): SearchQuery | null {
  const parts = new Map<string, boolean>()
  for (const [word] of normalize(text).matchAll(words)) {
    if (!isIdeographic.test(word))
      parts.set(`'${word.slice(0, wordCharsMax)}':*`, word.length >= indexedPrefixChars)
    else if ([...word].length === 1) parts.set(`'${word}':*`, false)
    else for (const pair of pairs(word)) parts.set(`'${pair}'`, true)
  }
  const wanted = [...parts].slice(0, wordsMax)
  if (wanted.length === 0) return null
  const indexed = wanted.filter(([, isIndexed]) => isIndexed)
  const joined = (some: [string, boolean][]) => some.map(([word]) => word).join(' & ')
  return { all: joined(wanted), indexed: indexed.length > 0 ? joined(indexed) : null }
}

/** A word, or a run of Chinese, as it is compared; `at` and `length` tell where it stands in the text as written. */
export function* wordsOf(text: string) {
  for (const { 0: written, index: at } of text.matchAll(words)) {
    const word = normalize(written)
    yield { word, at, length: written.length, isIdeographic: isIdeographic.test(written) }
  }
}

export interface SoughtWord {
  word: string
  isIdeographic: boolean
}

/** What a search looks for, piece by piece: the words, and of Chinese the pairs. */
export function soughtWords(text: string): SoughtWord[] {
  const sought = [...wordsOf(normalize(text))].flatMap(({ word, isIdeographic }) => {
    const parts = isIdeographic && [...word].length > 1 ? pairs(word) : [word.slice(0, wordCharsMax)]
    return parts.map((part) => ({ word: part, isIdeographic }))
  })
  return sought.slice(0, wordsMax)
}

function pairs(word: string): string[] {
  const found: string[] = []
  eachPair(word, false, (pair) => found.push(pair) > 0)
  return found
}

/**
 * Calls back with each two neighbouring characters, and with the last alone, until it is told to stop. Nothing is made but the
 * pair: a text without a space may be hundreds of thousands of them.
 */
function eachPair(word: string, withLast: boolean, visit: (pair: string) => boolean): void {
  let start = 0
  for (let end = unitsAt(word, 0); end < word.length; ) {
    const next = end + unitsAt(word, end)
    if (!visit(word.slice(start, next))) return
    start = end
    end = next
  }
  if (withLast) visit(word.slice(start))
}

const unitsAt = (text: string, at: number) => (text.codePointAt(at)! > 0xffff ? 2 : 1)
