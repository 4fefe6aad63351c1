import { ValidationFailed } from '@lingzhi/contracts/common-problems'

type Body = Record<string, unknown>

/** Members within which null has a meaning of its own, as in a JSON schema. */
const opaque = new Set(['parameters', 'schema', 'messages', 'input'])
const noLimit = new Set<unknown>([0, -1])
const tokenNames = ['max_tokens', 'max_completion_tokens', 'max_output_tokens']
const tokensMax = 1_000_000

/** What cannot be honoured, and would change the answer if it were ignored. */
const refused: Record<string, [zh: string, en: string]> = {
  n: ['只提供一个回答，n 只能为 1', 'only one answer is offered: set n to 1'],
  logprobs: ['不提供 logprobs', 'log probabilities are not offered'],
  top_logprobs: ['不提供 logprobs', 'log probabilities are not offered'],
  functions: ['请改用 tools', 'is not offered; use tools'],
  function_call: ['请改用 tool_choice', 'is not offered; use tool_choice'],
  audio: ['不提供语音', 'audio is not offered'],
  modalities: ['只提供文本', 'only text is offered'],
  web_search_options: ['不提供联网搜索', 'web search is not offered'],
}
const harmless: Record<string, (value: unknown) => boolean> = {
  n: (value) => value === 1,
  logprobs: (value) => value === false,
  top_logprobs: (value) => value === 0,
  function_call: (value) => value === 'none' || value === 'auto',
  modalities: (value) => Array.isArray(value) && value.every((mode) => mode === 'text'),
}

/** The members of a request that hold others; what is in any other is ignored, and may be much. */
const containers = new Set([
  'stop',
  'tools',
  'tool_choice',
  'response_format',
  'stream_options',
  'reasoning',
  'text',
  ...Object.keys(refused),
])

/**
 * A request's body as its client meant it: what is null or empty counts as absent, as does what only goes with something
 * absent (`tool_choice` without tools) or asks for the usual; no limit of tokens is none, one beyond any model the highest.
 * Raises VALIDATION_FAILED, naming the member, for what is not offered and may not be ignored.
 */
export function tidyRequest(body: unknown): unknown {
  if (!isObject(body)) return body
  const tidy = withoutEmpty(body)
  for (const [name, [zh, en]] of Object.entries(refused)) {
    if (!(name in tidy)) continue
    if (!harmless[name]?.(tidy[name])) {
      const message = { zh, en }
      throw ValidationFailed({ errors: [{ path: name, message }], detail: { zh, en: `${name}: ${en}` } })
    }
    delete tidy[name]
  }
  for (const name of tokenNames) {
    const tokens = tidy[name]
    if (noLimit.has(tokens)) delete tidy[name]
    else if (typeof tokens === 'number' && tokens > tokensMax) tidy[name] = tokensMax
  }
  if (Array.isArray(tidy.tools)) tidy.tools = tidy.tools.map(withType)
  else for (const name of ['tool_choice', 'parallel_tool_calls']) delete tidy[name]
  if (isObject(tidy.response_format) && tidy.response_format.type === 'text') delete tidy.response_format
  return tidy
}

/** Deeper than any member of the API; a body may be nested as deep as its sender likes. */
const depthMax = 8

function withoutEmpty(body: Body, depth = 1): Body {
  const entries = Object.entries(body).flatMap(([name, value]) => {
    const isKept = opaque.has(name) || (depth === 1 && !containers.has(name) && typeof value === 'object')
    const kept = isKept && value !== null ? value : emptied(value, depth)
    return kept === undefined ? [] : [[name, kept] as const]
  })
  return Object.fromEntries(entries)
}

/** A value without what is empty in it; undefined when nothing is left. */
function emptied(value: unknown, depth: number): unknown {
  if (value === null || value === '') return undefined
  if (depth > depthMax) return value
  if (Array.isArray(value)) {
    const items = value.map((item) => emptied(item, depth + 1)).filter((item) => item !== undefined)
    return items.length > 0 ? items : undefined
  }
  if (!isObject(value)) return value
  const kept = withoutEmpty(value, depth + 1)
  return Object.keys(kept).length > 0 ? kept : undefined
}

const withType = (tool: unknown) => (isObject(tool) ? { type: 'function', ...tool } : tool)

const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
