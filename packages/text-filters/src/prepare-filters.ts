import { watchEmails } from './email-watch.ts'
import type { FilterAction, FilterPlace, FilterRule } from './filter-rules.ts'
import { foldText } from './fold.ts'
import type { NumberKind } from './number-kinds.ts'
import { watchNumbers } from './number-watch.ts'
import type { Report, Watch } from './watch.ts'
import { buildAutomaton } from './word-automaton.ts'

/** Markdown's marks, which a reader does not see within a word: 机**密** shows as 机密. */
const marks = Array.from('*_~`\\')

/** The marks to ignore for a term: those it does not contain itself. */
const ignoredFor = (term: string) => marks.filter((mark) => !term.includes(mark)).join('')
const toUnits = (characters: string) => new Set(Array.from(characters, (mark) => mark.charCodeAt(0)))

/** The rules of one place (input or output), prepared for any number of texts at once. */
export interface PreparedFilter {
  rules: readonly { name: string; action: FilterAction }[]
  /** `throughMarks`: Markdown's marks are ignored in numbers and addresses, too; in words they always are. */
  watch: (report: Report, options: { throughMarks: boolean }) => Watch[]
}

/** Prepares the rules that apply at a place; undefined when none does. Takes about 1 ms per thousand terms. */
export function prepareFilter(all: readonly FilterRule[], place: FilterPlace): PreparedFilter | undefined {
  const rules = all.filter(({ places }) => places.includes(place))
  const terms = new Map<string, number[]>()
  const numbers = new Map<NumberKind, number[]>()
  const emails: number[] = []
  for (const [index, { words, patterns }] of rules.entries()) {
    for (const term of new Set(words.map(foldText))) {
      if (term.trim() !== '') terms.set(term, [...(terms.get(term) ?? []), index])
    }
    for (const pattern of patterns) {
      if (pattern === 'email') emails.push(index)
      else numbers.set(pattern, [...(numbers.get(pattern) ?? []), index])
    }
  }
  if (terms.size === 0 && numbers.size === 0 && emails.length === 0) return undefined
  const automata = [...Map.groupBy(terms, ([term]) => ignoredFor(term))].map(([ignored, some]) =>
    buildAutomaton(new Map(some), toUnits(ignored)),
  )
  return {
    rules,
    watch: (report, { throughMarks }) => {
      const patterns = [
        ...(numbers.size > 0 ? [watchNumbers(numbers, report)] : []),
        ...(emails.length > 0 ? [watchEmails(emails, report)] : []),
      ]
      return [
        ...automata.map((automaton) => automaton.watch(report)),
        ...(throughMarks ? patterns.map(skipMarks) : patterns),
      ]
    },
  }
}

const allMarks = toUnits(marks.join(''))

const skipMarks = (watch: Watch): Watch => ({
  ...watch,
  take: (unit, from, to) => {
    if (!allMarks.has(unit)) watch.take(unit, from, to)
  },
})
