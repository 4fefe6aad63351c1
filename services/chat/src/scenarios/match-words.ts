import { wordsOf } from '@lingzhi/search-terms/search-terms'
import type { CandidateRow } from './scenarios.queries.ts'

/** A scenario's points for a question, and what earned them. */
export interface Scored {
  scenario: CandidateRow
  score: number
  terms: string[]
}

/** Only the beginning of a question is matched: what it is about is said there, and longer texts would cost time. */
export const matchedChars = 1_000

/** The same of what a scenario says of itself, and of what all say, so that a hundred of them cost no more than a long text. */
const described = { each: 2_000, all: 40_000 }
/** A longer word, as it is compared, is nobody's. */
const keywordCharsMax = 100
/** Documents of these lengths are counted in some milliseconds; then others have their turn. */
const stepChars = 10_000

/** Points of a keyword; more where it stands in the scenario's name as well. */
const points = { keyword: 1, inName: 0.5, negative: -2 }

/** However it is written: wide letters as plain ones, any blanks as one. */
const normalize = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ')
const isAlphabetic = (word: string) =>
  /^[\p{L}\p{N}]/u.test(word) && !/\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(word)

/** The beginning of a question as it is compared; some characters become many. */
const begun = (question: string) => normalize(question.slice(0, matchedChars)).slice(0, matchedChars)

const addTo = <T>(lists: Map<string, T[]>, key: string, value: T) => {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** Lets others have their turn after so many characters. */
function createBreath(): (chars: number) => Promise<void> {
  let left = stepChars
  return async (chars) => {
    left -= chars
    if (left > 0) return
    left = stepChars
    await new Promise((resolve) => setImmediate(resolve))
  }
}

interface Keyword {
  at: number
  points: number
  written: string
}

export interface WordIndex {
  candidates: readonly CandidateRow[]
  /** Those of which a keyword occurs, best first; below zero are those that the question's words speak against. */
  byKeywords: (question: string) => Scored[]
  /** By the cosine of tf-idf weighted words and pairs of characters, 0 to 1, best first. */
  byLikeness: (question: string) => Scored[]
}

/**
 * Scenarios prepared so that a question is compared with all of them at once: each costs by the words it shares with the question,
 * not by its own length.
 */
export async function indexWords(candidates: readonly CandidateRow[]): Promise<WordIndex> {
  const breathe = createBreath()
  const keywords = new Map<string, Keyword[]>()
  const lengths = new Set<number>()
  for (const [at, { name, meta }] of candidates.entries()) {
    await breathe(2_000)
    const lowerName = normalize(name)
    const add = (written: string, value: number) => {
      const word = normalize(written).trim()
      if (word === '' || word.length > keywordCharsMax) return
      lengths.add(word.length)
      addTo(keywords, word, { at, points: value, written })
    }
    for (const word of new Set(meta.keywords))
      add(word, points.keyword + (lowerName.includes(normalize(word)) ? points.inName : 0))
    for (const word of new Set(meta.negative_keywords)) add(word, points.negative)
  }

  const documents: Map<string, number>[] = []
  const describedChars = Math.min(described.each, Math.floor(described.all / Math.max(1, candidates.length)))
  for (const { name, description, meta } of candidates) {
    const text = [name, description, ...meta.tags, ...meta.keywords, ...meta.examples].join('\n')
    documents.push(countTerms(text.slice(0, describedChars)))
    await breathe(describedChars)
  }
  const frequency = new Map<string, number>()
  for (const terms of documents)
    for (const term of terms.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1)
  const idf = (term: string) => Math.log(1 + candidates.length / (frequency.get(term) ?? 1))
  const postings = new Map<string, { at: number; weight: number }[]>()
  for (const [at, terms] of documents.entries()) {
    for (const [term, weight] of weigh(terms, idf)) addTo(postings, term, { at, weight })
    await breathe(describedChars)
  }

  const best = (scores: Map<number, { score: number; terms: string[] }>): Scored[] =>
    [...scores]
      .map(([at, { score, terms }]) => ({ scenario: candidates[at]!, score, terms }))
      .toSorted((one, other) => other.score - one.score)

  return {
    candidates,
    byKeywords: (question) => {
      const text = begun(question)
      const scores = new Map<number, { score: number; terms: string[] }>()
      const seen = new Set<string>()
      for (const length of lengths)
        for (let from = 0; from + length <= text.length; from++) {
          const word = text.slice(from, from + length)
          const found = seen.has(word) ? undefined : keywords.get(word)
          if (!found || !standsAlone(text, from, word)) continue
          seen.add(word)
          for (const { at, points, written } of found) {
            const known = scores.get(at) ?? { score: 0, terms: [] }
            known.score += points
            known.terms.push(written)
            scores.set(at, known)
          }
        }
      return best(scores)
    },
    byLikeness: (question) => {
      const scores = new Map<number, { score: number; terms: string[] }>()
      const asked = weigh(countTerms(begun(question)), (term) =>
        // What no scenario has tells them apart no better than it tells that none fits.
        Math.log(1 + candidates.length / (frequency.get(term) ?? 1)),
      )
      for (const [term, weight] of asked)
        for (const { at, weight: other } of postings.get(term) ?? []) {
          const known = scores.get(at) ?? { score: 0, terms: [] }
          known.score += weight * other
          known.terms.push(term)
          scores.set(at, known)
        }
      return best(scores)
    },
  }
}

/** "app" is not in "apply"; Chinese has no such bounds. */
function standsAlone(text: string, from: number, word: string): boolean {
  if (!isAlphabetic(word)) return true
  const before = text[from - 1]
  const after = text[from + word.length]
  return !(before && isAlphabetic(before)) && !(after && isAlphabetic(after))
}

function countTerms(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  const count = (term: string) => counts.set(term, (counts.get(term) ?? 0) + 1)
  for (const { word, isIdeographic } of wordsOf(text)) {
    if (!isIdeographic) count(word)
    else {
      const characters = [...word]
      if (characters.length === 1) count(word)
      for (let at = 0; at + 1 < characters.length; at++) count(characters[at]! + characters[at + 1]!)
    }
  }
  return counts
}

/** Of length 1, so that products are cosines. */
function weigh(counts: Map<string, number>, idf: (term: string) => number): Map<string, number> {
  const weights = [...counts].map(([term, count]) => [term, (1 + Math.log(count)) * idf(term)] as const)
  const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1
  return new Map(weights.map(([term, weight]) => [term, weight / length]))
}
