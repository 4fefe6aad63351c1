import type { Target } from './choose-models.ts'
import type { GenerateRequest } from './generate.ts'
import type { RequestBody } from './refused-parameters.ts'
import { thinkingParameters, thinkingStyleOf } from './thinking.ts'

/** The body of POST /chat/completions for one target: always streamed, always with usage. */
export function toRequestBody({ provider, model }: Target, request: GenerateRequest): RequestBody {
  // What is said of the choice of model, and of its size, is ours to heed.
  const { model: _, fallback_models: __, context_window: ___, thinking, ...sampling } = request.modelConfig
  const style = provider.thinking === 'auto' ? thinkingStyleOf(provider.baseUrl) : provider.thinking
  return {
    ...sampling,
    ...thinkingParameters(thinking, style),
    ...(style === 'reasoning_effort' && request.effort && { reasoning_effort: request.effort }),
    ...request.parameters,
    model: model.provider_name ?? model.name,
    messages: request.messages,
    stream: true,
    stream_options: { include_usage: true },
  }
}
