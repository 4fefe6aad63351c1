import { OpenAIError } from '@lingzhi/contracts/openai-error'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { EventKind } from '@lingzhi/http/describe-routes'
import { Type } from 'typebox'
import { Completion } from './completion-shapes.ts'

const Delta = Type.Object(
  {
    role: Type.Optional(Type.Literal('assistant')),
    content: Type.Optional(Type.String({ description: 'The next piece of the answer.', examples: ['你好'] })),
    reasoning_content: Type.Optional(Type.String()),
    tool_calls: Type.Optional(Type.Array(Type.Any())),
  },
  { title: 'ChatCompletionDelta', additionalProperties: true },
)

/** https://platform.openai.com/docs/api-reference/chat/streaming */
const Chunk = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('chat.completion.chunk'),
    created: Type.Integer(),
    model: Type.String(),
    choices: Type.Array(
      Type.Object({
        index: Type.Integer(),
        delta: Delta,
        logprobs: Type.Null(),
        finish_reason: Nullable(Type.String()),
      }),
      { description: 'One piece of the one choice; empty in the chunk that tells the usage.' },
    ),
    usage: Type.Optional(Nullable(Completion.properties.usage)),
  },
  { title: 'ChatCompletionChunk' },
)

/** What send-stream.ts sends. */
export const completionEvents: readonly EventKind[] = [
  { when: 'A piece of the answer.', data: Chunk },
  {
    when: 'Instead of the rest, if the model fails or the session ends although the status is 200.',
    data: OpenAIError,
    rare: true,
  },
  { when: 'The end; the only data that is no JSON.', data: Type.Literal('[DONE]') },
]
