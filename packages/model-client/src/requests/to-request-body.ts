import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import type { GenerateRequest } from '../model-events.ts'
import type { RequestBody, ThinkingParameters } from '../provider-api.ts'
import type { ModelConfig } from './model-config.ts'
import { normalizeMessages } from './normalize-messages.ts'
import type { SettledStyle } from './thinking.ts'
import { thinkingParameters } from './thinking.ts'

/** What a request needs to know of its provider and model. */
interface Addressee {
  provider: { thinking: SettledStyle }
  model: { name: string; provider_name?: string }
}

/** The agent's settings that are sent under the same name. */
type Sampling = Pick<
  ChatCompletionCreateParamsStreaming,
  keyof Omit<ModelConfig, 'model' | 'fallback_models' | 'context_window' | 'thinking'>
>

/** The body of POST /chat/completions for one target: always streamed, always with usage. */
export function toRequestBody({ provider, model }: Addressee, request: GenerateRequest): RequestBody {
  // The choice of models and their windows are not sent.
  const { model: _, fallback_models: __, context_window: ___, thinking, ...rest } = request.modelConfig
  const sampling: Sampling = rest
  const style = provider.thinking
  // A caller may use values that OpenAI's type does not list; providers have their own.
  const effort = request.effort as ThinkingParameters['reasoning_effort']
  return {
    ...sampling,
    ...thinkingParameters(thinking, style),
    ...(style === 'reasoning_effort' && effort && { reasoning_effort: effort }),
    ...request.parameters,
    model: model.provider_name ?? model.name,
    messages: normalizeMessages(request.messages) as ChatCompletionMessageParam[],
    stream: true,
    stream_options: { include_usage: true },
  }
}
