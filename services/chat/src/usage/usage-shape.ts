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

const Nullable = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Milliseconds = Nullable(
  Type.Integer({ description: 'From the question, waiting in the queue included.' }),
)

/** How an answer came about, and what its reader thinks of it. */
export const AnswerDetails = Type.Object({
  model: Nullable(Type.String()),
  finish_reason: Nullable(Type.String()),
  cached: Type.Boolean(),
  usage: UsageShape,
  first_token_ms: Milliseconds,
  latency_ms: Milliseconds,
  feedback: Nullable(Type.Enum(['like', 'dislike', 'correct'])),
})
