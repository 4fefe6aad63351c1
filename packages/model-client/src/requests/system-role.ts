import type { ModelMessage } from '../model-events.ts'

/** The name of the change for models that know no system role, as callers are told it. */
export const systemRole = 'system_role'

/** The messages with the prompt at the start of the first question; as they are when no prompt comes first. */
export function withoutSystemRole(messages: ModelMessage[]): ModelMessage[] {
  const [prompt, question, ...rest] = messages
  if (prompt?.role !== 'system' || typeof prompt.content !== 'string') return messages
  if (question?.role !== 'user') return [{ role: 'user', content: prompt.content }, ...messages.slice(1)]
  const content = Array.isArray(question.content)
    ? [{ type: 'text', text: prompt.content }, ...question.content]
    : `${prompt.content}\n\n${question.content}`
  return [{ ...question, content }, ...rest]
}
