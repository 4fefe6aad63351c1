import { problem } from '@lingzhi/contracts/problem'
import type { Logger } from '@lingzhi/runtime/logger'
import OpenAI from 'openai'
import type { ModelConfig } from '../agents/model-config.ts'

export interface GenerateRequest {
  agentId: number
  modelConfig: ModelConfig
  messages: { role: 'system' | 'user' | 'assistant'; content: string }[]
  userId: string | null
  signal: AbortSignal
}
export interface Usage {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  estimated: boolean
  cost: number | null
}
export type ModelEvent =
  | { type: 'reasoning'; text: string }
  | { type: 'content'; text: string }
  /** A fallback after the first token: everything before is void. */
  | { type: 'restart'; reason: string }
  | {
      type: 'end'
      finishReason: string
      usage: Usage
      model: string
      provider: string
      attempts: number
    }
export type Generate = (request: GenerateRequest) => AsyncIterable<ModelEvent>

export const ModelUnavailable = problem('MODEL_UNAVAILABLE', 503, '智能对话服务暂不可用，请稍后再试')
export const ModelRateLimited = problem('MODEL_RATE_LIMITED', 503, '智能对话服务繁忙，请稍后再试')
export const ModelTimeout = problem('MODEL_TIMEOUT', 504, '智能服务响应超时，请稍后重试')
export const ModelFailed = problem('MODEL_ERROR', 502, '智能服务返回了错误，请稍后再试')

interface ModelSettings {
  LLM_BASE_URL: string
  LLM_API_KEY: string
  LLM_MODEL: string
}

interface Delta {
  content?: string | null
  reasoning_content?: string | null
}

/** Answers from one OpenAI-compatible endpoint. */
export function createGenerate(settings: ModelSettings, _log: Logger): Generate {
  const client = new OpenAI({
    baseURL: settings.LLM_BASE_URL,
    apiKey: settings.LLM_API_KEY,
    maxRetries: 0,
    timeout: 60_000,
  })
  return async function* generate({ modelConfig, messages, signal }) {
    const { temperature, max_tokens, top_p } = modelConfig
    const model = settings.LLM_MODEL
    let usage: OpenAI.CompletionUsage | null | undefined
    let finishReason: string | null = null
    try {
      const stream = await client.chat.completions.create(
        {
          model,
          messages,
          temperature,
          max_tokens,
          top_p,
          stream: true,
          stream_options: { include_usage: true },
        },
        { signal },
      )
      for await (const chunk of stream) {
        usage = chunk.usage ?? usage
        const choice = chunk.choices[0]
        if (!choice) continue
        finishReason = choice.finish_reason ?? finishReason
        const { content, reasoning_content } = choice.delta as Delta
        if (reasoning_content) yield { type: 'reasoning', text: reasoning_content }
        if (content) yield { type: 'content', text: content }
      }
    } catch (err) {
      throw asProblem(err)
    }
    if (!finishReason) throw ModelFailed({ cause: new Error('the stream ended without a finish reason') })
    yield {
      type: 'end',
      finishReason,
      usage: {
        prompt_tokens: usage?.prompt_tokens ?? 0,
        completion_tokens: usage?.completion_tokens ?? 0,
        total_tokens: usage?.total_tokens ?? 0,
        estimated: !usage,
        cost: null,
      },
      model,
      provider: 'default',
      attempts: 1,
    }
  }
}

function asProblem(err: unknown) {
  if (err instanceof OpenAI.APIConnectionTimeoutError) return ModelTimeout({ cause: err })
  if (err instanceof OpenAI.APIConnectionError) return ModelUnavailable({ retryAfterS: 5, cause: err })
  if (err instanceof OpenAI.RateLimitError) return ModelRateLimited({ retryAfterS: 5, cause: err })
  return ModelFailed({ cause: err })
}
