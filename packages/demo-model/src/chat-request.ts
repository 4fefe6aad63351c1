import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { OpenAIError } from './openai-error.ts'

const Part = Type.Object({ type: Type.String(), text: Type.Optional(Type.String()) })

const Message = Type.Object({
  role: Type.String(),
  content: Type.Optional(Type.Union([Type.String(), Type.Null(), Type.Array(Part)])),
})

const Tool = Type.Object({
  type: Type.Literal('function'),
  function: Type.Object({
    name: Type.String({ minLength: 1 }),
    parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  }),
})

const optionalNull = <T extends Parameters<typeof Type.Optional>[0]>(type: T) =>
  Type.Optional(Type.Union([type, Type.Null()]))

/** The members this server acts upon; all others (temperature, user, …) are accepted and recorded. */
const ChatRequest = Type.Object({
  model: Type.Optional(Type.String()),
  messages: Type.Array(Message, { minItems: 1 }),
  stream: optionalNull(Type.Boolean()),
  stream_options: optionalNull(Type.Object({ include_usage: Type.Optional(Type.Boolean()) })),
  max_tokens: optionalNull(Type.Integer({ minimum: 1 })),
  max_completion_tokens: optionalNull(Type.Integer({ minimum: 1 })),
  stop: optionalNull(Type.Union([Type.String(), Type.Array(Type.String())])),
  n: optionalNull(Type.Literal(1)),
  tools: Type.Optional(Type.Array(Tool)),
  tool_choice: Type.Optional(Type.Unknown()),
  response_format: Type.Optional(Type.Unknown()),
  thinking: Type.Optional(Type.Unknown()),
  enable_thinking: Type.Optional(Type.Unknown()),
  reasoning_effort: Type.Optional(Type.Unknown()),
})

export type ChatRequest = Static<typeof ChatRequest>
export type ChatTool = Static<typeof Tool>

const validator = Compile(ChatRequest)

/** Raises a 400 that names the first invalid member, as OpenAI does. */
export function parseChatRequest(body: unknown): ChatRequest {
  if (validator.Check(body)) return body
  const [fault] = validator.Errors(body)
  const missing = fault?.keyword === 'required' ? fault.params.requiredProperties.join(', ') : ''
  const param = [...(fault?.instancePath.split('/').filter(Boolean) ?? []), missing].filter(Boolean).join('.')
  throw new OpenAIError(
    400,
    missing ? `Missing required parameter: '${param}'.` : `Invalid '${param}': ${fault?.message}.`,
    {
      param,
      code: missing ? 'missing_required_parameter' : 'invalid_value',
    },
  )
}

export function textOf(message: ChatRequest['messages'][number] | undefined): string {
  const content = message?.content
  if (Array.isArray(content)) return content.map((part) => part.text ?? '').join('')
  return content ?? ''
}

export function lastUserText(request: ChatRequest): string {
  return textOf(request.messages.findLast((message) => message.role === 'user'))
}

/** Whether the request asks for thinking, in any of the four spellings that providers use. */
export function wantsThinking(request: ChatRequest): boolean {
  const { thinking, enable_thinking, reasoning_effort } = request
  if (thinking === 'enabled' || enable_thinking === true) return true
  if (typeof thinking === 'object' && thinking !== null && 'type' in thinking)
    return thinking.type === 'enabled'
  return typeof reasoning_effort === 'string' && reasoning_effort !== 'none'
}
