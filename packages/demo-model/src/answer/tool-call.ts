import type { ChatRequest, ChatTool } from '../chat-request.ts'
import { lastUserText } from '../chat-request.ts'
import { OpenAIError } from '../openai-error.ts'
import type { ToolCall } from '../usage.ts'
import { quotable } from './context.ts'

/** The call that `tool_choice` requires, with arguments that fit its schema; undefined if it requires none. */
export function requiredToolCall(request: ChatRequest): ToolCall | undefined {
  const choice = request.tool_choice
  const named = (choice as { function?: { name?: unknown } } | null | undefined)?.function?.name
  if (choice !== 'required' && named === undefined) return undefined
  const tools: ChatTool[] = request.tools ?? []
  const tool = named === undefined ? tools[0] : tools.find((candidate) => candidate.function.name === named)
  if (!tool)
    throw new OpenAIError(400, 'tool_choice asks for a tool that is not in tools.', { param: 'tool_choice' })
  const { name, parameters = {} } = tool.function
  const value = sample(parameters, quotable(lastUserText(request), 80), 0)
  return { name, arguments: JSON.stringify(value ?? {}) }
}

// Deeper schemas are usually recursive.
const depthMax = 8

function sample(schema: unknown, text: string, depth: number): unknown {
  if (typeof schema !== 'object' || schema === null || depth > depthMax) return null
  const of = schema as Record<string, unknown>
  const given = [of.const, of.default, ...list(of.enum), ...list(of.examples)]
  const known = given.find((value) => value !== undefined)
  if (known !== undefined) return known
  const alternative = list(of.anyOf)[0] ?? list(of.oneOf)[0]
  if (alternative) return sample(alternative, text, depth + 1)
  const type = Array.isArray(of.type) ? of.type[0] : of.type
  if (type === 'string') return text
  if (type === 'number' || type === 'integer') return of.minimum ?? 1
  if (type === 'boolean') return true
  if (type === 'array') return [sample(of.items, text, depth + 1)]
  if (type !== 'object' && !of.properties) return type === 'null' ? null : {}
  const members = Object.entries(of.properties ?? {})
  return Object.fromEntries(members.map(([name, member]) => [name, sample(member, text, depth + 1)]))
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
