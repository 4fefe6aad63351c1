import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { ThinkingParameters } from '../provider-api.ts'
import type { ModelConfig } from './model-config.ts'

/**
 * How a provider takes the wish to think: `object` {"thinking":{"type"}} (Doubao, DeepSeek, GLM, Kimi),
 * `enable_thinking` (Qwen), `reasoning_effort` (OpenAI, Gemini, Ollama), `reasoning` {"enabled"} (OpenRouter),
 * `none`: not at all. `auto`: known from the host name, or `object` if the host is unknown.
 */
export const ThinkingStyle = Type.Enum([
  'auto',
  'object',
  'enable_thinking',
  'reasoning_effort',
  'reasoning',
  'none',
])
export type ThinkingStyle = Static<typeof ThinkingStyle>

/** A concrete style: any but `auto`. */
export type SettledStyle = Exclude<ThinkingStyle, 'auto'>

// https://www.volcengine.com/docs/82379 · https://help.aliyun.com/zh/model-studio/deep-thinking ·
// https://platform.openai.com/docs/guides/reasoning · https://openrouter.ai/docs/use-cases/reasoning-tokens
const styleOfHost: [RegExp, SettledStyle][] = [
  [/(^|\.)(aliyuncs\.com|siliconflow\.(cn|com))$/, 'enable_thinking'],
  [/(^|\.)(openai\.com|azure\.com|googleapis\.com|x\.ai|groq\.com)$/, 'reasoning_effort'],
  [/(^|\.)openrouter\.ai$/, 'reasoning'],
  [/(^|\.)mistral\.ai$/, 'none'],
]

/** The style itself, or for `auto` that of the host; `object` if the host is unknown. */
export function settleStyle(style: ThinkingStyle, baseUrl: string): SettledStyle {
  if (style !== 'auto') return style
  const { hostname } = new URL(baseUrl)
  return styleOfHost.find(([host]) => host.test(hostname))?.[1] ?? 'object'
}

/** The members of a request body that ask a provider of this style to think or not, and how much. */
export function thinkingParameters(
  thinking: ModelConfig['thinking'],
  style: SettledStyle,
): ThinkingParameters {
  if (thinking === undefined || style === 'none') return {}
  const { type, budget_tokens: budget } = typeof thinking === 'string' ? { type: thinking } : thinking
  if (style === 'object') {
    return { thinking: budget === undefined ? { type } : { type, budget_tokens: budget } }
  }
  // The other styles have no value for leaving it to the model, so the member is left out.
  if (type === 'auto') return {}
  const on = type === 'enabled'
  if (style === 'reasoning_effort') return { reasoning_effort: on ? effortFor(budget) : 'none' }
  const limit = on && budget !== undefined ? budget : undefined
  if (style === 'reasoning') return { reasoning: limit ? { max_tokens: limit } : { enabled: on } }
  return { enable_thinking: on, ...(limit && { thinking_budget: limit }) }
}

const effortFor = (budget: number | undefined) => {
  if (budget === undefined) return 'medium'
  return budget < 2_000 ? 'low' : budget <= 8_000 ? 'medium' : 'high'
}
