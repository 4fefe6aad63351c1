import type { ModelConfig } from './model-config.ts'
import type { Provider, ServedModel } from './providers.ts'

/** One model at one provider. */
export interface Target {
  provider: Provider
  model: ServedModel
}

export interface ModelChoice {
  /** First choice first. */
  providers: Provider[]
  /** LLM_MODEL: for agents whose own model no provider serves. */
  defaultModel: string | undefined
  /** LLM_FALLBACK_MODELS: for agents that name none. */
  fallbackModels: string[]
}

/**
 * Where to ask, in order: the agent's model at each provider that serves it, then its fallbacks. Empty when
 * nothing fits.
 */
export function chooseModels(
  { providers, defaultModel, fallbackModels }: ModelChoice,
  { model, fallback_models }: ModelConfig,
): Target[] {
  const at = (name: string | undefined) =>
    name ? providers.flatMap((provider) => serving(provider, name)) : []
  const own = at(model)
  const first = own.length > 0 ? own : at(defaultModel)
  const targets = [...first, ...(fallback_models ?? fallbackModels).flatMap(at)]
  return [...new Map(targets.map((target) => [keyOf(target), target])).values()]
}

/** LLM_MODEL, for a model that turns out not to exist at the provider that is configured to serve it. */
export function defaultTargets({ providers, defaultModel }: ModelChoice): Target[] {
  return defaultModel ? providers.flatMap((provider) => serving(provider, defaultModel)) : []
}

export const keyOf = ({ provider, model }: Target): string => `${provider.name}/${model.name}`

function serving(provider: Provider, name: string): Target[] {
  const listed = provider.models.find((model) => model.name === name)
  const model = listed ?? (provider.anyModel ? { name } : undefined)
  return model ? [{ provider, model }] : []
}
