/** More than any message needs; a bound on what one row puts into the index. */
const termsMax = 5_000

const words = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{N}]+/gu
const isIdeographic = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const wordCharsMax = 64

// Without this, "ＡＩ助手" and "AI助手" would be different words.
const normalize = (text: string) => text.normalize('NFKC').toLowerCase()

/**
 * The search terms of a text: words of alphabets as they are; Chinese, which has no spaces, as pairs of
 * neighbouring characters, the last character standing alone. Made here because the dictionaries
 * that PostgreSQL could use for Chinese are extensions a bare server lacks.
 */
export function searchTerms(text: string): string[] {
  const terms = new Set<string>()
  for (const [word] of normalize(text).matchAll(words)) {
    if (terms.size >= termsMax) break
    if (isIdeographic.test(word)) for (const term of pairs(word, true)) terms.add(term)
    else terms.add(word.slice(0, wordCharsMax))
  }
  return [...terms]
}

/** Stands for a user among the terms; no word can be spelt so. */
export const ownerTerm = (userId: string): string => `@${userId}`

/** The search terms of a message, with its owner among them: so one index finds the words of one user. A guest's has none. */
export const ownTerms = (text: string, owner: string | null): string[] =>
  owner === null ? [] : [ownerTerm(owner), ...searchTerms(text)]

/**
 * A tsquery for what somebody types: all of it must occur; words match from their beginning, one Chinese
 * character matches anywhere. Null when there is nothing to search for.
 */
export function searchQuery(text: string): string | null {
  const wanted = new Set<string>()
  for (const [word] of normalize(text).matchAll(words)) {
    if (!isIdeographic.test(word)) wanted.add(`'${word.slice(0, wordCharsMax)}':*`)
    else if ([...word].length === 1) wanted.add(`'${word}':*`)
    else for (const pair of pairs(word, false)) wanted.add(`'${pair}'`)
  }
  return wanted.size === 0 ? null : [...wanted].slice(0, 32).join(' & ')
}

function* pairs(word: string, withLast: boolean) {
  const characters = [...word]
  for (let at = 0; at + 1 < characters.length; at++) yield characters[at]! + characters[at + 1]!
  if (withLast) yield characters.at(-1)!
}
