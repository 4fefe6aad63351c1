import type { Static } from 'typebox'
import { Type } from 'typebox'

export const FilterAction = Type.Enum(['mask', 'block', 'flag'])
export type FilterAction = Static<typeof FilterAction>

export const FilterPlace = Type.Enum(['input', 'output'])
export type FilterPlace = Static<typeof FilterPlace>

export const FilterPattern = Type.Enum(['phone', 'id_card', 'email', 'bank_card'])
export type FilterPattern = Static<typeof FilterPattern>

/** Most terms of one agent; a million characters of them take a second to prepare. */
export const wordsMax = 20_000

/** Text that is not empty once U+0000, which PostgreSQL cannot store, is removed. */
const notOnlyNul = { minLength: 1, maxLength: 100, pattern: '[^\\u0000]' }

export const FilterRule = Type.Object(
  {
    name: Type.String({
      ...notOnlyNul,
      description: 'The rule’s name in the audit, which never shows the text itself.',
    }),
    action: Type.Enum(['mask', 'block', 'flag'], {
      description:
        'mask: each character becomes █. block: the question is refused, or the answer ends there. flag: only counted.',
    }),
    places: Type.Array(FilterPlace, { minItems: 1, uniqueItems: true, default: ['input', 'output'] }),
    words: Type.Array(Type.String(notOnlyNul), { maxItems: wordsMax, default: [] }),
    patterns: Type.Array(FilterPattern, { uniqueItems: true, default: [] }),
  },
  { title: 'FilterRule', additionalProperties: false },
)
export type FilterRule = Static<typeof FilterRule>

export const FilterRules = Type.Array(FilterRule, { maxItems: 50 })
