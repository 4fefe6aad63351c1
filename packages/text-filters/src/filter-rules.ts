import type { Static } from 'typebox'
import { Type } from 'typebox'

export const FilterAction = Type.Enum(['mask', 'block', 'flag'])
export type FilterAction = Static<typeof FilterAction>

export const FilterPlace = Type.Enum(['input', 'output'])
export type FilterPlace = Static<typeof FilterPlace>

export const FilterPattern = Type.Enum(['phone', 'id_card', 'email', 'bank_card'])
export type FilterPattern = Static<typeof FilterPattern>

/** Terms that one agent may have; a million characters of them are a second's work to prepare. */
export const wordsMax = 20_000

/** Something is left of it when U+0000, which PostgreSQL cannot store, is taken out. */
const notOnlyNul = { minLength: 1, maxLength: 100, pattern: '[^\\u0000]' }

export const FilterRule = Type.Object(
  {
    name: Type.String({
      ...notOnlyNul,
      description: 'Names the rule in the audit, where the text itself is not shown.',
    }),
    action: Type.Enum(['mask', 'block', 'flag'], {
      description: 'mask: each character becomes █. block: no answer, or no more of it. flag: counted only.',
    }),
    places: Type.Array(FilterPlace, { minItems: 1, uniqueItems: true, default: ['input', 'output'] }),
    words: Type.Array(Type.String(notOnlyNul), { maxItems: wordsMax, default: [] }),
    patterns: Type.Array(FilterPattern, { uniqueItems: true, default: [] }),
  },
  { additionalProperties: false },
)
export type FilterRule = Static<typeof FilterRule>

export const FilterRules = Type.Array(FilterRule, { maxItems: 50 })
