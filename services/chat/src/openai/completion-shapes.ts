import { randomUUID } from 'node:crypto'
import type { ToolCallDelta } from '@lingzhi/model-client/read-chunk'
import type { Usage } from '@lingzhi/model-client/usage'
import { Type } from 'typebox'

/** One answer as a whole; https://platform.openai.com/docs/api-reference/chat/object */
export const Completion = Type.Object({
  id: Type.String(),
  object: Type.Literal('chat.completion'),
  created: Type.Integer(),
  model: Type.String(),
  choices: Type.Array(
    Type.Object({
      index: Type.Integer(),
      message: Type.Object({
        role: Type.Literal('assistant'),
        content: Type.Union([Type.String(), Type.Null()]),
        refusal: Type.Null(),
        reasoning_content: Type.Optional(Type.String()),
        tool_calls: Type.Optional(Type.Array(Type.Any())),
      }),
      logprobs: Type.Null(),
      finish_reason: Type.String(),
    }),
  ),
  usage: Type.Object({
    prompt_tokens: Type.Integer(),
    completion_tokens: Type.Integer(),
    total_tokens: Type.Integer(),
  }),
})

export interface Said {
  content: string
  reasoning: string
  toolCalls: ToolCallDelta[]
}

export const toUsage = ({ prompt_tokens, completion_tokens, total_tokens }: Usage) => ({
  prompt_tokens,
  completion_tokens,
  total_tokens,
})

/** The shapes of one answer, which share its id, time and model. */
export function completionShapes(model: string) {
  const heading = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1_000), model }
  return {
    whole: ({ content, reasoning, toolCalls }: Said, finishReason: string, usage: Usage) => ({
      ...heading,
      object: 'chat.completion' as const,
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant' as const,
            content: content === '' && toolCalls.length > 0 ? null : content,
            refusal: null,
            ...(reasoning && { reasoning_content: reasoning }),
            ...(toolCalls.length > 0 && { tool_calls: toolCalls.map(({ index: _, ...call }) => call) }),
          },
          logprobs: null,
          finish_reason: finishReason,
        },
      ],
      usage: toUsage(usage),
    }),
    chunk: (delta: Record<string, unknown>, finishReason: string | null = null) => ({
      ...heading,
      object: 'chat.completion.chunk' as const,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    }),
    usageChunk: (usage: Usage) => ({
      ...heading,
      object: 'chat.completion.chunk' as const,
      choices: [],
      usage: toUsage(usage),
    }),
  }
}

/** Puts the pieces of streamed tool calls together, by their index. */
export function joinToolCall(calls: ToolCallDelta[], { index, id, type, function: part }: ToolCallDelta) {
  const call = calls.find((other) => other.index === index)
  if (!call) {
    const { name = '', arguments: text = '' } = part ?? {}
    calls.push({
      index,
      id: id ?? `call_${index}`,
      type: type ?? 'function',
      function: { name, arguments: text },
    })
    return
  }
  if (id) call.id = id
  call.function = {
    name: part?.name || call.function?.name,
    arguments: `${call.function?.arguments ?? ''}${part?.arguments ?? ''}`,
  }
}
