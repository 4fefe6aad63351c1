import type { ProviderRefusal } from '../failures/read-refusal.ts'
import type { RequestBody } from '../provider-api.ts'
import type { Change } from './change.ts'

/** The name of the change for models that take no tools, as callers are told it. */
export const offeredTools = 'offered_tools'

const named = /\btools?\b|\btool_(choice|calls?)\b|\bfunction[ _-]?call|\bfunctions?\b|工具/i

/** The change to a request without tools, when a refusal is about those it offers; undefined for any other. */
export function refusesTools(body: RequestBody, { param, words }: ProviderRefusal): Change | undefined {
  if (!body.tools || !(named.test(param ?? '') || named.test(words))) return undefined
  return { name: offeredTools }
}

/** A request's body that offers no tools and tells of none. */
export function withoutTools({
  tools: _,
  tool_choice: __,
  parallel_tool_calls: ___,
  ...body
}: RequestBody): RequestBody {
  const messages = body.messages.flatMap((message): RequestBody['messages'] => {
    if (message.role === 'tool') return []
    if (message.role !== 'assistant' || !message.tool_calls) return [message]
    const { tool_calls: ____, ...said } = message
    return said.content ? [said] : []
  })
  return { ...body, messages }
}
