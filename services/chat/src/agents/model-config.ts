import type { Static } from 'typebox'
import { Type } from 'typebox'

const exact = { additionalProperties: false }

/** How an agent wants its model called. Unknown keys are refused, so that a misspelt one is not silently lost. */
export const ModelConfig = Type.Object(
  {
    model: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    temperature: Type.Optional(Type.Number({ minimum: 0, maximum: 2 })),
    max_tokens: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    top_p: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
    presence_penalty: Type.Optional(Type.Number({ minimum: -2, maximum: 2 })),
    frequency_penalty: Type.Optional(Type.Number({ minimum: -2, maximum: 2 })),
    seed: Type.Optional(Type.Integer()),
    stop: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { maxItems: 4 })),
    thinking: Type.Optional(
      Type.Union([
        Type.Enum(['enabled', 'disabled', 'auto']),
        Type.Object(
          {
            type: Type.Enum(['enabled', 'disabled', 'auto']),
            budget_tokens: Type.Optional(Type.Integer({ minimum: 1 })),
          },
          exact,
        ),
      ]),
    ),
    /** Models tried in order when `model` cannot answer. */
    fallbacks: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 8 })),
  },
  exact,
)
export type ModelConfig = Static<typeof ModelConfig>
