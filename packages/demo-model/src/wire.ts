import type { AnswerParts, ToolCall, Usage } from './usage.ts'

const fingerprint = 'fp_lingzhi_demo'

export interface Heading {
  id: string
  created: number
  model: string
}

/** Serialises the chunks of one stream; everything but the delta is serialised once per stream. */
export function chunkEncoder({ id, created, model }: Heading, includeUsage: boolean) {
  const head = `{"id":${JSON.stringify(id)},"object":"chat.completion.chunk","created":${created},"model":${JSON.stringify(model)},"system_fingerprint":"${fingerprint}","choices":[`
  // If usage was requested, OpenAI sends `"usage":null` on every chunk but the last.
  const nullUsage = includeUsage ? ',"usage":null' : ''
  const choice = `${head}{"index":0,"delta":`
  const noFinish = `,"logprobs":null,"finish_reason":null}]${nullUsage}}`

  return {
    role: () => `${choice}{"role":"assistant","content":""}${noFinish}`,
    content: (text: string) => `${choice}{"content":${JSON.stringify(text)}}${noFinish}`,
    reasoning: (text: string) => `${choice}{"reasoning_content":${JSON.stringify(text)}}${noFinish}`,
    toolCall: (part: unknown) => `${choice}{"tool_calls":[${JSON.stringify(part)}]}${noFinish}`,
    finish: (reason: string) =>
      `${choice}{},"logprobs":null,"finish_reason":${JSON.stringify(reason)}}]${nullUsage}}`,
    usage: (usage: Partial<Usage>) => `${head}],"usage":${JSON.stringify(usage)}}`,
  }
}

/** The whole answer as one object, for callers that do not stream. */
export function completion(
  { id, created, model }: Heading,
  answer: AnswerParts,
  finishReason: string | null,
  usage?: Partial<Usage>,
) {
  const toolCalls = answer.toolCalls.map((call, index) => ({
    id: toolCallId(id, index),
    type: 'function',
    function: call,
  }))
  const message = {
    role: 'assistant',
    content: toolCalls.length > 0 && answer.content === '' ? null : answer.content,
    refusal: null,
    ...(answer.reasoning && { reasoning_content: answer.reasoning }),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  }
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    system_fingerprint: fingerprint,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
    ...(usage && { usage }),
  }
}

/** The deltas of a tool call: the name, then the arguments in two halves, which callers must join. */
export function toolCallParts(id: string, index: number, call: ToolCall) {
  const middle = Math.ceil(call.arguments.length / 2)
  return [
    { index, id: toolCallId(id, index), type: 'function', function: { name: call.name, arguments: '' } },
    { index, function: { arguments: call.arguments.slice(0, middle) } },
    { index, function: { arguments: call.arguments.slice(middle) } },
  ]
}

function toolCallId(id: string, index: number) {
  return `call_${id.replace('chatcmpl-', '')}_${index}`
}
