import type { ModelConfig } from './model-config.ts'
import type { ThinkingParameters } from './provider-api.ts'
import type { ThinkingStyle } from './providers.ts'

// https://www.volcengine.com/docs/82379 · https://help.aliyun.com/zh/model-studio/deep-thinking ·
// https://platform.openai.com/docs/guides/reasoning · https://openrouter.ai/docs/use-cases/reasoning-tokens
const styleOfHost: [RegExp, ThinkingStyle][] = [
  [/(^|\.)(aliyuncs\.com|siliconflow\.(cn|com))$/, 'enable_thinking'],
  [/(^|\.)(openai\.com|azure\.com|googleapis\.com|x\.ai|groq\.com)$/, 'reasoning_effort'],
  [/(^|\.)openrouter\.ai$/, 'reasoning'],
  [/(^|\.)mistral\.ai$/, 'none'],
]

/** The style of a provider that was left at `auto`; Doubao's, DeepSeek's and GLM's where the host is unknown. */
export function thinkingStyleOf(baseUrl: string): ThinkingStyle {
  const { hostname } = new URL(baseUrl)
  return styleOfHost.find(([host]) => host.test(hostname))?.[1] ?? 'object'
}

/** The members by which a provider of this style is asked to think, or not, and how much. */
export function thinkingParameters(
  thinking: ModelConfig['thinking'],
  style: ThinkingStyle,
): ThinkingParameters {
  if (thinking === undefined || style === 'none') return {}
  const { type, budget_tokens: budget } = typeof thinking === 'string' ? { type: thinking } : thinking
  if (style === 'object' || style === 'auto') {
    return { thinking: budget === undefined ? { type } : { type, budget_tokens: budget } }
  }
  // The others have no word for leaving it to the model, except to say nothing.
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
