import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Maybe } from '@lingzhi/contracts/shapes'
import type { GenerateRequest, ModelMessage, PassedOn } from '@lingzhi/model-client/model-events'
import type { ModelConfig } from '@lingzhi/model-client/requests/model-config'
import { normalizeMessages } from '@lingzhi/model-client/requests/normalize-messages'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import type { Static, TSchema } from 'typebox'
import { Type } from 'typebox'
import { agentPrompt } from '../context/agent-prompt.ts'
import type { InstructionsSubject } from '../context/context-subject.ts'
import { asPrompt } from '../context/instructions.ts'

const Message = Type.Object(
  {
    role: Type.Enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
    content: Maybe(Type.Union([Type.String(), Type.Array(Type.Object({ type: Type.String() }))])),
  },
  { title: 'ChatCompletionMessage' },
)

const Stop = Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 4 })])
const Penalty = Type.Number({ minimum: -2, maximum: 2 })
const Tokens = Type.Integer({ minimum: 1, maximum: 1_000_000 })

const members = {
  model: Type.String({ minLength: 1, description: 'An agent, such as agent-1.' }),
  messages: Type.Array(Message, { minItems: 1, maxItems: 2_000 }),
  stream: Maybe(Type.Boolean()),
  stream_options: Maybe(Type.Object({ include_usage: Maybe(Type.Boolean()) })),
  temperature: Maybe(Type.Number({ minimum: 0, maximum: 2 })),
  top_p: Maybe(Type.Number({ minimum: 0, maximum: 1 })),
  max_tokens: Maybe(Tokens),
  max_completion_tokens: Maybe(Tokens),
  frequency_penalty: Maybe(Penalty),
  presence_penalty: Maybe(Penalty),
  stop: Maybe(Stop),
  seed: Maybe(Type.Integer()),
  n: Maybe(Type.Literal(1)),
  reasoning_effort: Maybe(Type.String({ maxLength: 64 })),
  user: Maybe(Type.String({ maxLength: 512 })),
  tools: Maybe(Type.Array(Type.Object({ type: Type.String() }), { maxItems: 128 })),
  tool_choice: Type.Optional(Type.Unknown()),
  parallel_tool_calls: Maybe(Type.Boolean()),
  response_format: Maybe(Type.Object({ type: Type.String() })),
} satisfies Partial<Record<keyof ChatCompletionCreateParams, TSchema>>

/** https://platform.openai.com/docs/api-reference/chat/create; members it does not name are ignored. */
export const ChatRequest = Type.Object(members, { title: 'ChatCompletionRequest' })
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

/** The request to the model: the instructions first, the agent's settings unless the caller overrides them. */
export async function toGenerateRequest(
  body: ChatRequest,
  agent: InstructionsSubject['agent'] & { model_config: ModelConfig },
  userId: string,
  signal: AbortSignal,
): Promise<GenerateRequest> {
  const { max_completion_tokens, reasoning_effort } = body
  const overrides = present(body, sampling)
  if (max_completion_tokens) overrides.max_tokens = max_completion_tokens
  if (reasoning_effort)
    overrides.thinking = /^(none|minimal)$/.test(reasoning_effort) ? 'disabled' : 'enabled'
  const parameters = present(body, passedOn) as PassedOn
  return {
    agentId: agent.id,
    modelConfig: { ...agent.model_config, ...(overrides as Partial<ModelConfig>) },
    messages: messagesOf(body.messages, { agent, userId }),
    userId,
    caller: userId,
    choosesParameters: Object.keys({ ...overrides, ...parameters }).length > 0,
    signal,
    effort: reasoning_effort ?? undefined,
    mayRestart: body.stream !== true,
    // Not checked here: the provider accepts or refuses them.
    parameters,
  }
}

/**
 * The agent's instructions and the caller's messages: at this door the rest is the caller's own to say. Those are put in order first, so that a caller who sends a system message
 * alone is answered, not the instructions. Raises VALIDATION_FAILED when there is nothing to answer.
 */
function messagesOf(given: ModelMessage[], subject: InstructionsSubject): ModelMessage[] {
  const messages = normalizeMessages(given)
  if (messages.length === 0) {
    const message = { zh: '没有需要回答的内容', en: 'hold nothing to answer' }
    throw ValidationFailed({
      errors: [{ path: 'messages', message }],
      detail: { zh: `messages：${message.zh}`, en: `messages: ${message.en}` },
    })
  }
  return normalizeMessages([asPrompt(agentPrompt(subject)), ...messages])
}

/** The named members that are neither null nor missing. */
function present(body: ChatRequest, names: readonly (keyof ChatRequest)[]): Record<string, unknown> {
  const entries = names.map((name) => [name, body[name]] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined))
}
