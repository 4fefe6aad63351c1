import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Maybe } from '@lingzhi/contracts/shapes'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { ChatRequest } from '../chat-request.ts'

const Item = Type.Object({ type: Type.Optional(Type.String()), role: Type.Optional(Type.String()) })

/** https://platform.openai.com/docs/api-reference/responses/create; members it does not name are ignored. */
export const ResponseRequest = Type.Object(
  {
    model: Type.String({ minLength: 1, description: 'An agent, such as agent-1.' }),
    input: Type.Union([Type.String(), Type.Array(Item, { minItems: 1, maxItems: 2_000 })]),
    instructions: Maybe(Type.String()),
    stream: Maybe(Type.Boolean()),
    temperature: Maybe(Type.Number({ minimum: 0, maximum: 2 })),
    top_p: Maybe(Type.Number({ minimum: 0, maximum: 1 })),
    max_output_tokens: Maybe(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    reasoning: Maybe(Type.Object({ effort: Maybe(Type.String()) })),
    text: Maybe(Type.Object({ format: Maybe(Type.Object({ type: Type.String() })) })),
    tools: Maybe(Type.Array(Type.Object({ type: Type.String() }), { maxItems: 128 })),
    tool_choice: Type.Optional(Type.Unknown()),
    parallel_tool_calls: Maybe(Type.Boolean()),
    user: Maybe(Type.String({ maxLength: 512 })),
  },
  { title: 'ResponseRequest' },
)
export type ResponseRequest = Static<typeof ResponseRequest>

type Members = Record<string, unknown>
type Message = ChatRequest['messages'][number]

/** The state that OpenAI keeps for a caller; here a request holds all it is about. */
const stateful = ['previous_response_id', 'conversation', 'background', 'store', 'prompt']

function refuse(path: string, zh: string, en: string): never {
  throw ValidationFailed({
    errors: [{ path, message: { zh, en } }],
    detail: { zh: `${path}：${zh}`, en: `${path}: ${en}` },
  })
}

/** The same request as a chat completion. Raises VALIDATION_FAILED, naming the member, for what is not offered. */
export function toChatRequest(body: ResponseRequest): ChatRequest {
  for (const name of stateful)
    if ((body as Members)[name])
      refuse(
        name,
        '这里不保存任何响应，请在 input 中发送整个对话',
        'nothing is kept here: send the whole conversation in input',
      )
  const { model, input, instructions, stream, temperature, top_p, max_output_tokens, user } = body
  const said: Message[] =
    typeof input === 'string' ? [{ role: 'user', content: input }] : input.flatMap((item) => toMessage(item))
  return {
    model,
    messages: instructions ? [{ role: 'system', content: instructions }, ...said] : said,
    stream,
    temperature,
    top_p,
    max_tokens: max_output_tokens,
    user,
    reasoning_effort: body.reasoning?.effort,
    parallel_tool_calls: body.parallel_tool_calls,
    tools: body.tools?.map(toTool),
    tool_choice: toToolChoice(body.tool_choice),
    response_format: toResponseFormat(body.text?.format),
  }
}

function toMessage(item: Members): Message[] {
  const { type = 'message', role, content, call_id, name, output } = item
  if (type === 'reasoning') return []
  if (type === 'function_call') {
    const call = { id: call_id, type: 'function', function: { name, arguments: item.arguments } }
    return [{ role: 'assistant', content: null, tool_calls: [call] } as Message]
  }
  if (type === 'function_call_output')
    return [{ role: 'tool', tool_call_id: call_id, content: toContent(output) } as Message]
  if (type !== 'message' || typeof role !== 'string' || !/^(user|assistant|system|developer)$/.test(role))
    refuse(
      'input',
      `不支持 ${String(type)}`,
      `items of type ${String(type)} with role ${String(role)} are not offered`,
    )
  return [{ role, content: toContent(content) } as Message]
}

const toContent = (content: unknown) => (Array.isArray(content) ? content.map(toPart) : content)

function toPart(part: Members) {
  if (part?.type !== 'input_image') return part
  return {
    type: 'image_url',
    image_url: { url: part.image_url, ...(part.detail ? { detail: part.detail } : {}) },
  }
}

function toTool({ type, ...definition }: { type: string }) {
  if (type !== 'function')
    refuse('tools', `只支持 function，不支持 ${type}`, `only functions are offered, not ${type}`)
  return { type, function: definition }
}

function toToolChoice(choice: unknown) {
  if (typeof choice !== 'object' || choice === null) return choice
  return { type: 'function', function: { name: (choice as Members).name } }
}

function toResponseFormat(format: { type: string } | null | undefined) {
  if (!format || format.type === 'text') return undefined
  const { type, ...schema } = format
  return type === 'json_schema' ? { type, json_schema: schema } : format
}
