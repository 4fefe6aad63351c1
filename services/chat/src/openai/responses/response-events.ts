import { randomUUID } from 'node:crypto'
import type { ModelEvent, Usage } from '@lingzhi/model-client/model-events'
import type { ToolCallDelta } from '@lingzhi/model-client/provider-api'
import { joinToolCall } from '../completion-shapes.ts'
import type { ResponseRequest } from './response-request.ts'

export type ResponseEvent = { type: string } & Record<string, unknown>

type Item = { id: string; type: string } & Record<string, unknown>
interface OpenText {
  kind: 'reasoning' | 'content'
  id: string
  at: number
  text: string
}

const newId = (prefix: string) => `${prefix}_${randomUUID().replaceAll('-', '')}`

/**
 * An answer as events of OpenAI's responses, and the response itself: reasoning as a summary, text as a message, tools as
 * function calls, an item each in the order in which they begin.
 */
export function responseEvents(body: ResponseRequest) {
  const heading = {
    id: newId('resp'),
    object: 'response' as const,
    created_at: Math.floor(Date.now() / 1_000),
  }
  const output: Item[] = []
  const calls: ToolCallDelta[] = []
  const callItems = new Map<number, { at: number; id: string }>()
  let open: OpenText | undefined
  let sequence_number = 0

  const event = (type: string, members: object): ResponseEvent => ({
    type,
    sequence_number: sequence_number++,
    ...members,
  })
  const response = (status: string, members: object = {}) => ({
    ...heading,
    status,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    metadata: {},
    model: body.model,
    output,
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: null,
    reasoning: { effort: body.reasoning?.effort ?? null, summary: null },
    store: false,
    temperature: body.temperature ?? null,
    text: { format: body.text?.format ?? { type: 'text' } },
    tool_choice: body.tool_choice ?? 'auto',
    tools: body.tools ?? [],
    top_p: body.top_p ?? null,
    truncation: 'disabled',
    usage: null,
    ...members,
  })

  const partOf = (kind: OpenText['kind'], text: string) =>
    kind === 'content' ? { type: 'output_text', text, annotations: [] } : { type: 'summary_text', text }
  const itemOf = ({ kind, id }: OpenText, status: string, parts: object[]): Item =>
    kind === 'content'
      ? { id, type: 'message', status, role: 'assistant', content: parts }
      : { id, type: 'reasoning', summary: parts }
  const names = {
    content: { part: 'response.content_part', text: 'response.output_text', index: 'content_index' },
    reasoning: {
      part: 'response.reasoning_summary_part',
      text: 'response.reasoning_summary_text',
      index: 'summary_index',
    },
  }
  const placeOf = ({ kind, id, at }: OpenText) => ({ item_id: id, output_index: at, [names[kind].index]: 0 })

  function* takeText(kind: OpenText['kind'], text: string) {
    if (open?.kind !== kind) {
      yield* closeText()
      open = { kind, id: newId(kind === 'content' ? 'msg' : 'rs'), at: output.length, text: '' }
      const item = itemOf(open, 'in_progress', [])
      output.push(item)
      yield event('response.output_item.added', { output_index: open.at, item })
      yield event(`${names[kind].part}.added`, { ...placeOf(open), part: partOf(kind, '') })
    }
    open.text += text
    yield event(`${names[kind].text}.delta`, {
      ...placeOf(open),
      delta: text,
      ...(kind === 'content' && { logprobs: [] }),
    })
  }

  function* closeText() {
    if (!open) return
    const { kind, text, at } = open
    const part = partOf(kind, text)
    const item = itemOf(open, 'completed', [part])
    output[at] = item
    yield event(`${names[kind].text}.done`, {
      ...placeOf(open),
      text,
      ...(kind === 'content' && { logprobs: [] }),
    })
    yield event(`${names[kind].part}.done`, { ...placeOf(open), part })
    yield event('response.output_item.done', { output_index: at, item })
    open = undefined
  }

  const callItem = (call: ToolCallDelta, id: string, status: string): Item => ({
    id,
    type: 'function_call',
    status,
    call_id: call.id,
    name: call.function?.name ?? '',
    arguments: status === 'completed' ? (call.function?.arguments ?? '') : '',
  })

  function* takeCall(delta: ToolCallDelta) {
    joinToolCall(calls, delta)
    const call = calls.find(({ index }) => index === delta.index)
    if (!call) return
    let place = callItems.get(call.index)
    if (!place) {
      yield* closeText()
      place = { at: output.length, id: newId('fc') }
      callItems.set(call.index, place)
      const item = callItem(call, place.id, 'in_progress')
      output.push(item)
      yield event('response.output_item.added', { output_index: place.at, item })
    }
    const piece = delta.function?.arguments
    if (piece)
      yield event('response.function_call_arguments.delta', {
        item_id: place.id,
        output_index: place.at,
        delta: piece,
      })
  }

  function* closeCalls() {
    for (const call of calls) {
      const place = callItems.get(call.index)
      if (!place) continue
      const item = callItem(call, place.id, 'completed')
      output[place.at] = item
      const { at: output_index, id: item_id } = place
      const { name, arguments: text } = item
      yield event('response.function_call_arguments.done', { item_id, output_index, name, arguments: text })
      yield event('response.output_item.done', { output_index, item })
    }
  }

  return {
    *begin(): Generator<ResponseEvent> {
      yield event('response.created', { response: response('in_progress') })
      yield event('response.in_progress', { response: response('in_progress') })
    },
    *take(given: Exclude<ModelEvent, { type: 'restart' }>): Generator<ResponseEvent> {
      if (given.type === 'tool_calls') for (const call of given.calls) yield* takeCall(call)
      else if (given.type === 'end') {
        yield* closeText()
        yield* closeCalls()
        const reason = incomplete[given.finishReason]
        const status = reason ? 'incomplete' : 'completed'
        const ended = response(status, {
          usage: toUsage(given.usage),
          ...(reason && { incomplete_details: { reason } }),
        })
        yield event(`response.${status}`, { response: ended })
      } else yield* takeText(given.type, given.text)
    },
  }
}

const incomplete: Record<string, string | undefined> = {
  length: 'max_output_tokens',
  content_filter: 'content_filter',
}

const toUsage = ({ prompt_tokens, completion_tokens, total_tokens }: Usage) => ({
  input_tokens: prompt_tokens,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: completion_tokens,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens,
})
