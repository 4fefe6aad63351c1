type Members = Record<string, unknown>

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null
const thinkingTypes = /^(?:thinking|reasoning|redacted_thinking)/

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
  const { reasoning_content, reasoning, thinking, reasoning_details, content } = message
  return (
    thoughtOf(reasoning_content) ||
    thoughtOf(reasoning) ||
    thoughtOf(thinking) ||
    thoughtOf(reasoning_details) ||
    (typeof content === 'object' ? thoughtOf(partsOf(content).filter(isThought)) : '')
  )
}

/** The text of thoughts: a string, or parts, which Mistral nests; encrypted ones have none. */
function thoughtOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  return partsOf(value)
    .map((part) => {
      if (typeof part === 'string') return part
      const { thinking, text, summary, content, reasoning } = part
      return thoughtOf(thinking ?? text ?? summary ?? content ?? reasoning)
    })
    .join('')
}

const partsOf = (value: unknown): (Members | string)[] =>
  [value].flat().filter((part) => typeof part === 'string' || isObject(part)) as (Members | string)[]

const isThought = (part: Members | string) =>
  typeof part !== 'string' && typeof part.type === 'string' && thinkingTypes.test(part.type)

const stringIn = (part: Members, name: string) => (typeof part[name] === 'string' ? part[name] : undefined)
