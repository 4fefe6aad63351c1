import { Type } from 'typebox'

/** Usage of one answer; null where none was spent or told. */
export const UsageShape = Type.Union([
  Type.Object({
    prompt_tokens: Type.Integer(),
    completion_tokens: Type.Integer(),
    total_tokens: Type.Integer(),
    estimated: Type.Boolean(),
    cost: Type.Union([Type.Number(), Type.Null()]),
  }),
  Type.Null(),
])
