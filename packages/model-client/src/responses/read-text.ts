type Members = Record<string, unknown>

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null
const thinkingTypes = /^(?:think|reason|thought|redacted_thinking)/

/** The text of a message's content, which is a string, a number, or parts; without the parts that are thoughts. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (content === undefined || content === null) return ''
  if (typeof content === 'number') return String(content)
  return partsOf(content)
    .filter((part) => !isThought(part))
    .map((part) =>
      typeof part === 'string' ? part : (stringIn(part, 'text') ?? stringIn(part, 'refusal') ?? ''),
    )
    .join('')
}

/** A message's thoughts under the first of their names that holds any: some providers send the same under two. */
export function reasoningIn(message: Members): string {
  // Read by name, and the usual ones first: this is every chunk.
  const { reasoning_content, reasoning, thinking, reasoning_details, content } = message
  const usual =
    thoughtOf(reasoning_content) ||
    thoughtOf(reasoning) ||
    thoughtOf(thinking) ||
    thoughtOf(reasoning_details)
  if (usual !== '') return usual
  if (typeof content === 'string') return content === '' ? otherReasoning(message) : ''
  return (content ? thoughtOf(partsOf(content).filter(isThought)) : '') || otherReasoning(message)
}

const otherReasoning = (message: Members): string =>
  thoughtOf(message.reasoning_text) ||
  thoughtOf(message.reasoningContent) ||
  thoughtOf(message.thinking_content) ||
  thoughtOf(message.thinking_blocks) ||
  thoughtOf(message.thoughts) ||
  thoughtOf(message.thought)

/** Whether a message, a choice or a part says of itself that its text is thoughts, as Gemini's do. */
export function isMarkedThought({ thought, is_thought, extra_content, type, phase }: Members): boolean {
  if (thought === true || is_thought === true) return true
  if (typeof type === 'string' && thinkingTypes.test(type)) return true
  if (typeof phase === 'string' && thinkingTypes.test(phase)) return true
  return isObject(extra_content) && isObject(extra_content.google) && extra_content.google.thought === true
}

/** The text of thoughts: a string, or parts, which Mistral nests; encrypted ones have none. */
function thoughtOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  return partsOf(value)
    .map((part) => {
      if (typeof part === 'string') return part
      const { thinking, text, summary, content, reasoning, thought } = part
      return thoughtOf(thinking ?? text ?? summary ?? content ?? reasoning ?? thought)
    })
    .join('')
}

const partsOf = (value: unknown): (Members | string)[] =>
  [value].flat().filter((part) => typeof part === 'string' || isObject(part)) as (Members | string)[]

const isThought = (part: Members | string) => typeof part !== 'string' && isMarkedThought(part)

/** A member's text; `{"text": {"value": …}}` is how OpenAI's Assistants put it. */
function stringIn(part: Members, name: string): string | undefined {
  const value = part[name]
  if (typeof value === 'string') return value
  return isObject(value) && typeof value.value === 'string' ? value.value : undefined
}
