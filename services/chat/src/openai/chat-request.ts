import type { ModelConfig } from '@lingzhi/model-client/model-config'
import type { GenerateRequest, PassedOn } from '@lingzhi/model-client/model-events'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import type { Static, TSchema } from 'typebox'
import { Type } from 'typebox'

/** Clients send null for what they leave out. */
const optional = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

const Message = Type.Object({
  role: Type.Enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: optional(Type.Union([Type.String(), Type.Array(Type.Object({ type: Type.String() }))])),
})

const Stop = Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 4 })])
const Penalty = Type.Number({ minimum: -2, maximum: 2 })
const Tokens = Type.Integer({ minimum: 1, maximum: 1_000_000 })

const members = {
  model: Type.String({ minLength: 1, description: 'An agent, such as agent-1.' }),
  messages: Type.Array(Message, { minItems: 1, maxItems: 2_000 }),
  stream: optional(Type.Boolean()),
  stream_options: optional(Type.Object({ include_usage: optional(Type.Boolean()) })),
  temperature: optional(Type.Number({ minimum: 0, maximum: 2 })),
  top_p: optional(Type.Number({ minimum: 0, maximum: 1 })),
  max_tokens: optional(Tokens),
  max_completion_tokens: optional(Tokens),
  frequency_penalty: optional(Penalty),
  presence_penalty: optional(Penalty),
  stop: optional(Stop),
  seed: optional(Type.Integer()),
  n: optional(Type.Literal(1)),
  reasoning_effort: optional(Type.String()),
  user: optional(Type.String({ maxLength: 512 })),
  tools: optional(Type.Array(Type.Object({ type: Type.String() }), { maxItems: 128 })),
  tool_choice: Type.Optional(Type.Unknown()),
  parallel_tool_calls: optional(Type.Boolean()),
  response_format: optional(Type.Object({ type: Type.String() })),
} satisfies Partial<Record<keyof ChatCompletionCreateParams, TSchema>>

/** https://platform.openai.com/docs/api-reference/chat/create; members it does not name are ignored. */
export const ChatRequest = Type.Object(members)
export type ChatRequest = Static<typeof ChatRequest>

const sampling = [
  'temperature',
  'top_p',
  'max_tokens',
  'frequency_penalty',
  'presence_penalty',
  'stop',
  'seed',
] as const satisfies (keyof ModelConfig)[]
const passedOn = [
  'user',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'response_format',
] as const satisfies (keyof PassedOn)[]

/** What is asked of the model: the agent's prompt first, its settings unless the caller sets them otherwise. */
export function toGenerateRequest(
  body: ChatRequest,
  agent: { id: number; system_prompt: string; model_config: ModelConfig },
  userId: string,
  signal: AbortSignal,
): GenerateRequest {
  const { max_completion_tokens, reasoning_effort } = body
  const set = given(body, sampling)
  if (max_completion_tokens) set.max_tokens = max_completion_tokens
  if (reasoning_effort) set.thinking = /^(none|minimal)$/.test(reasoning_effort) ? 'disabled' : 'enabled'
  return {
    agentId: agent.id,
    modelConfig: { ...agent.model_config, ...(set as Partial<ModelConfig>) },
    messages: [{ role: 'system', content: agent.system_prompt }, ...body.messages],
    userId,
    signal,
    effort: reasoning_effort ?? undefined,
    mayRestart: body.stream !== true,
    // What is in them is for the provider to accept or refuse.
    parameters: given(body, passedOn) as PassedOn,
  }
}

function given(body: ChatRequest, names: readonly (keyof ChatRequest)[]): Record<string, unknown> {
  const entries = names.map((name) => [name, body[name]] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined))
}
