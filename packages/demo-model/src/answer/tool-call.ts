import type { ChatRequest, ChatTool } from '../chat-request.ts'
import { lastUserText } from '../chat-request.ts'
import { OpenAIError } from '../openai-error.ts'
import type { ToolCall } from '../usage.ts'
import { quotable } from './context.ts'
import { sample } from './sample.ts'

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
  const value = sample(parameters, quotable(lastUserText(request), 80))
  return { name, arguments: JSON.stringify(value ?? {}) }
}
