import { watchEmails } from './email-watch.ts'
import type { FilterAction, FilterPlace, FilterRule } from './filter-rules.ts'
import { foldText } from './fold.ts'
import type { NumberKind } from './number-kinds.ts'
import { watchNumbers } from './number-watch.ts'
import type { Report, Watch } from './watch.ts'
import { buildAutomaton } from './word-automaton.ts'

/** Marks of Markdown within a word: a reader sees 机**密** as 机密. Terms that have one themselves are as written. */
const marks = new Set(Array.from('*_~`\\', (mark) => mark.charCodeAt(0)))
const hasMark = (term: string) => Array.from(term).some((unit) => marks.has(unit.charCodeAt(0)))

/** The rules of one place, ready to be used for any number of texts at once. */
export interface PreparedFilter {
  rules: readonly { name: string; action: FilterAction }[]
  watch: (report: Report) => Watch[]
}

/** Prepares the rules that hold at a place; undefined when none does. Costs about 1 ms per thousand terms. */
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
  const plain = new Map([...terms].filter(([term]) => !hasMark(term)))
  const marked = new Map([...terms].filter(([term]) => hasMark(term)))
  const automata = [
    ...(plain.size > 0 ? [buildAutomaton(plain, marks)] : []),
    ...(marked.size > 0 ? [buildAutomaton(marked)] : []),
  ]
  return {
    rules,
    watch: (report) => [
      ...automata.map((automaton) => automaton.watch(report)),
      ...(numbers.size > 0 ? [watchNumbers(numbers, report)] : []),
      ...(emails.length > 0 ? [watchEmails(emails, report)] : []),
    ],
  }
}
