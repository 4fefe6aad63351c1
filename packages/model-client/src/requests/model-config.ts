import { storable } from '@lingzhi/contracts/shapes'
import type { Static } from 'typebox'
import { Type } from 'typebox'

const ThinkingMode = Type.Enum(['enabled', 'disabled', 'auto'])
const ModelName = Type.String({ minLength: 1, pattern: storable, maxLength: 200 })
const StopWord = Type.String({ minLength: 1, pattern: storable })

/** An agent's settings of its model. Unknown members are refused: a misspelt one would silently do nothing. */
export const ModelConfig = Type.Object(
  {
    /** If missing, or served by no provider: LLM_MODEL. */
    model: Type.Optional(ModelName),
    /** Tried in this order when the model cannot answer. */
    fallback_models: Type.Optional(Type.Array(ModelName, { maxItems: 5 })),
    temperature: Type.Optional(Type.Number({ minimum: 0, maximum: 2 })),
    top_p: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
    max_tokens: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    /** Tokens that fit its model, prompt and answer together; overrides the provider's setting. Not sent. */
    context_window: Type.Optional(Type.Integer({ minimum: 256, maximum: 10_000_000 })),
    frequency_penalty: Type.Optional(Type.Number({ minimum: -2, maximum: 2 })),
    presence_penalty: Type.Optional(Type.Number({ minimum: -2, maximum: 2 })),
    stop: Type.Optional(Type.Union([StopWord, Type.Array(StopWord, { maxItems: 4 })])),
    seed: Type.Optional(Type.Integer()),
    thinking: Type.Optional(
      Type.Union([
        ThinkingMode,
        Type.Object(
          {
            type: ThinkingMode,
            budget_tokens: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
          },
          { additionalProperties: false },
        ),
      ]),
    ),
  },
  { title: 'ModelConfig', additionalProperties: false },
)
export type ModelConfig = Static<typeof ModelConfig>
