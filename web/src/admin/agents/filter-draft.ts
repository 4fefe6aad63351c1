import type { FilterRule } from './agents.queries.ts'

/** A rule as its form shows it: the words are one text, a line each, so that typing is never in the way. */
export interface RuleForm extends Omit<FilterRule, 'words'> {
  words: string
}

export interface FilterDraft {
  version: number
  rules: RuleForm[]
}

export const toRuleForm = (rule: FilterRule): RuleForm => ({ ...rule, words: rule.words.join('\n') })

export const toRule = (form: RuleForm): FilterRule => ({ ...form, words: wordsOf(form.words) })

/** Spaces at the ends of a line are slips; an empty line is no word. */
export const wordsOf = (typed: string): string[] =>
  typed.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : line.trim()))

export const newRule: RuleForm = {
  name: '',
  action: 'mask',
  places: ['input', 'output'],
  words: '',
  patterns: [],
}

/** Two lists of rules that mean the same; the order of places and kinds of data means nothing. */
export const isSameRules = (a: FilterRule[], b: FilterRule[]): boolean =>
  JSON.stringify(a.map(inOrder)) === JSON.stringify(b.map(inOrder))

const inOrder = ({ name, action, places, words, patterns }: FilterRule) => [
  name,
  action,
  [...places].sort(),
  words,
  [...patterns].sort(),
]

export const toggled = <Value>(values: readonly Value[], value: Value): Value[] =>
  values.includes(value) ? values.filter((one) => one !== value) : [...values, value]

const keyOf = (agentId: number) => `lz.draft.filters.${agentId}`

export function readFilterDraft(agentId: number, storage: Storage = localStorage): FilterDraft | undefined {
  try {
    const kept = JSON.parse(storage.getItem(keyOf(agentId)) ?? 'null') as FilterDraft | null
    return kept && Array.isArray(kept.rules) && typeof kept.version === 'number' ? kept : undefined
  } catch {
    return undefined
  }
}

/** A full storage loses the draft, not the page. */
export function keepFilterDraft(
  agentId: number,
  draft: FilterDraft | undefined,
  storage: Storage = localStorage,
) {
  try {
    if (draft) storage.setItem(keyOf(agentId), JSON.stringify(draft))
    else storage.removeItem(keyOf(agentId))
  } catch {}
}
