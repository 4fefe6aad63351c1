import { storable, storableNotBlank } from '@lingzhi/contracts/shapes'
import type { Static } from 'typebox'
import { Type } from 'typebox'

const ToolName = Type.String({ minLength: 1, maxLength: 100, pattern: storableNotBlank })

/** What may be set for the answers of all; see migration 0028. */
export const SystemDefaults = Type.Object({
  default_system_prompt_template: Type.String({
    minLength: 1,
    maxLength: 20_000,
    pattern: storable,
    description:
      'Stands before every agent’s instructions; `{scenarios}` in it becomes the names of the scenarios in effect. At most 20,000 characters, of which 2,000 tokens are sent.',
  }),
  default_allowed_tools: Type.Array(ToolName, {
    maxItems: 100,
    description: 'The only tools that any answer may use: a list of at most 100 names.',
  }),
  default_max_turns: Type.Integer({
    minimum: 1,
    maximum: 8,
    description: 'How often one answer may call tools: 1 to 8 rounds.',
  }),
})
export type SystemDefaults = Partial<Static<typeof SystemDefaults>>
