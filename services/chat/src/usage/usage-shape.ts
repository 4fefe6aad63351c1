import { Uuid } from '@lingzhi/contracts/ids'
import { Nullable } from '@lingzhi/contracts/shapes'
import { Type } from 'typebox'

/** Usage of one answer; null if it had none or it is unknown. */
export const UsageShape = Nullable(
  Type.Object(
    {
      prompt_tokens: Type.Integer(),
      completion_tokens: Type.Integer(),
      total_tokens: Type.Integer(),
      estimated: Type.Boolean(),
      cost: Nullable(Type.Number()),
    },
    { title: 'Usage' },
  ),
)

const Milliseconds = Nullable(
  Type.Integer({ description: 'Time since the question, including the wait in the queue.' }),
)

/** How an answer was made, and its owner's feedback. */
export const AnswerDetails = Type.Object(
  {
    model: Nullable(Type.String()),
    finish_reason: Nullable(Type.String()),
    cached: Type.Boolean(),
    usage: UsageShape,
    first_token_ms: Milliseconds,
    latency_ms: Milliseconds,
    feedback: Nullable(Type.Enum(['like', 'dislike', 'correct'])),
    feedback_comment: Nullable(Type.String()),
    reply_id: Uuid,
    agent_id: Type.Integer(),
    imported: Type.Boolean({
      description: 'It was given elsewhere and imported: its usage was not charged here.',
    }),
  },
  { title: 'AnswerDetails' },
)
