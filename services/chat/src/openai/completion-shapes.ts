import { randomUUID } from 'node:crypto'
import type { MoreMembers, TokenCounts, Usage } from '@lingzhi/model-client/model-events'
import type { ReasoningMembers, ToolCallDelta } from '@lingzhi/model-client/provider-api'
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions'
import { Type } from 'typebox'

/** A whole answer; https://platform.openai.com/docs/api-reference/chat/object */
export const Completion = Type.Object(
  {
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
          extra_content: Type.Optional(Type.Any()),
          reasoning_details: Type.Optional(Type.Any()),
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
  },
  { title: 'ChatCompletion' },
)

export interface WholeAnswer {
  content: string
  reasoning: string
  toolCalls: ToolCallDelta[]
  more: MoreMembers
}

/** A chunk's delta, with reasoning under the name that most providers and clients use. */
export type Delta = ChatCompletionChunk.Choice.Delta & Pick<ReasoningMembers, 'reasoning_content'>

const toUsage = ({ prompt_tokens, completion_tokens, total_tokens }: Usage): TokenCounts => ({
  prompt_tokens,
  completion_tokens,
  total_tokens,
})

/** The response shapes of one answer, which share its id, time and model. */
export function completionShapes(model: string) {
  const heading = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1_000), model }
  const chunkHeading = { ...heading, object: 'chat.completion.chunk' as const }
  return {
    whole({ content, reasoning, toolCalls, more }: WholeAnswer, finishReason: string, usage: Usage) {
      const message = {
        ...more,
        role: 'assistant' as const,
        content: content === '' && toolCalls.length > 0 ? null : content,
        refusal: null,
        ...(reasoning && { reasoning_content: reasoning }),
        ...(toolCalls.length > 0 && { tool_calls: toolCalls.map(wholeToolCall) }),
      } satisfies ChatCompletion.Choice['message']
      const choice = { index: 0, message, logprobs: null, finish_reason: asFinishReason(finishReason) }
      return {
        ...heading,
        object: 'chat.completion' as const,
        choices: [choice satisfies ChatCompletion.Choice],
        usage: toUsage(usage),
      } satisfies ChatCompletion
    },
    chunk(delta: Delta, finishReason?: string): ChatCompletionChunk {
      const finish_reason = finishReason === undefined ? null : asFinishReason(finishReason)
      return { ...chunkHeading, choices: [{ index: 0, delta, logprobs: null, finish_reason }] }
    },
    usageChunk: (usage: Usage): ChatCompletionChunk => ({
      ...chunkHeading,
      choices: [],
      usage: toUsage(usage),
    }),
  }
}

/** Unchanged: some providers have reasons that OpenAI's types do not list. */
const asFinishReason = (text: string) => text as ChatCompletion.Choice['finish_reason']

/** Without the index, which only deltas have; otherwise as the provider sent it. */
const wholeToolCall = ({ index: _, ...call }: ToolCallDelta) => call as ChatCompletionMessageToolCall

/** Adds a streamed piece to the tool call with its index, or starts that call. */
export function joinToolCall(calls: ToolCallDelta[], piece: ToolCallDelta) {
  const at = calls.findIndex(({ index }) => index === piece.index)
  const call = calls[at]
  if (!call) {
    calls.push(piece)
    return
  }
  // Members that OpenAI's API does not know stay: a provider may want its signatures back.
  const joined: Record<string, unknown> = { ...call, ...piece }
  for (const [member, text] of [
    ['function', 'arguments'],
    ['custom', 'input'],
  ] as const) {
    const before = partOf(call, member)
    const part = partOf(piece, member)
    if (before && part)
      joined[member] = { ...before, ...part, [text]: `${before[text] ?? ''}${part[text] ?? ''}` }
  }
  calls[at] = joined as unknown as ToolCallDelta
}

/** Adds a chunk's further members to the whole message's: pieces of one detail are joined, in their order. */
export function joinMembers(whole: MoreMembers, piece: MoreMembers) {
  const { reasoning_details: given, ...others } = piece
  Object.assign(whole, others)
  if (!Array.isArray(given)) return
  const details: MoreMembers[] = Array.isArray(whole.reasoning_details) ? whole.reasoning_details : []
  whole.reasoning_details = details
  for (const detail of given as MoreMembers[]) {
    const last = details.at(-1)
    if (last && detail.index !== undefined && last.index === detail.index && last.type === detail.type) {
      for (const [member, value] of Object.entries(detail)) {
        const joins = ['text', 'summary', 'data'].includes(member) && typeof last[member] === 'string'
        if (value !== null) last[member] = joins ? `${last[member]}${value}` : value
      }
    } else details.push({ ...detail })
  }
}

const partOf = (call: ToolCallDelta, member: string) =>
  (call as unknown as Record<string, Record<string, unknown> | undefined>)[member]
