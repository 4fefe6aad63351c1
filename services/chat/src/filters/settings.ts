import type { FilterAction, FilterPattern, FilterRule } from '@lingzhi/text-filters/filter-rules'
import type { Static } from 'typebox'
import { Type } from 'typebox'

const settings = {
  FILTER_WORDS: Type.String({
    default: '',
    description:
      'Terms for the questions and answers of every agent, separated by commas or line breaks; lines after # are comments. Long lists: FILTER_WORDS_FILE.',
  }),
  FILTER_WORDS_ACTION: Type.Enum(['mask', 'block', 'flag'], {
    default: 'mask',
    description: 'What happens to a term that is found.',
  }),
  FILTER_PATTERNS: Type.String({
    default: '',
    pattern: '^(?:(?:phone|id_card|bank_card|email):(?:mask|block|flag)(?:,|$))*$',
    rule: {
      zh: '必须是以逗号分隔的“种类:动作”，种类为 phone、id_card、bank_card、email，动作为 mask、block、flag',
      en: 'must be kind:action pairs, comma-separated: phone, id_card, bank_card or email with mask, block or flag',
    },
    description:
      'Patterns for every agent, each with its action: phone:mask,id_card:mask,bank_card:block,email:flag.',
  }),
}
export const filterSettings = settings

const FilterSettings = Type.Object(settings)
export type FilterSettings = Static<typeof FilterSettings>

/** The deployment's rules, which apply to every agent. */
export function deploymentRules(config: FilterSettings): FilterRule[] {
  const places: FilterRule['places'] = ['input', 'output']
  const lines = config.FILTER_WORDS.split(/\r?\n/).filter((line) => !line.startsWith('#'))
  const words = lines.flatMap((line) => line.split(',')).flatMap((word) => word.trim() || [])
  const rules: FilterRule[] = []
  if (words.length > 0)
    rules.push({ name: 'FILTER_WORDS', action: config.FILTER_WORDS_ACTION, places, words, patterns: [] })
  for (const entry of config.FILTER_PATTERNS.split(',').filter(Boolean)) {
    const [pattern, action] = entry.split(':') as [FilterPattern, FilterAction]
    rules.push({ name: `FILTER_PATTERNS ${pattern}`, action, places, words: [], patterns: [pattern] })
  }
  return rules
}
