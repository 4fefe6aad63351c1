import type { Provider, ServedModel } from '../providers/providers.ts'
import type { ModelConfig } from '../requests/model-config.ts'

/** One model at one provider. */
export interface Target {
  provider: Provider
  model: ServedModel
}

export interface ModelChoice {
  /** In order of preference. */
  providers: Provider[]
  /** LLM_MODEL: for agents whose model no provider serves. */
  defaultModel: string | undefined
  /** LLM_FALLBACK_MODELS: for agents without fallback models of their own. */
  fallbackModels: string[]
  /** LLM_VISION_MODEL: for conversations with pictures. */
  visionModel: string | undefined
}

/**
 * The targets to call, in order: the agent's model at each provider that serves it, then its fallbacks. Empty when no
 * provider serves any of them.
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

/**
 * An agent's settings for a conversation with pictures: its own model if that takes them, else LLM_VISION_MODEL, and as
 * fallbacks only models that take them. Undefined: none is configured.
 */
export function seeingConfig(choice: ModelChoice, config: ModelConfig): ModelConfig | undefined {
  const { providers, visionModel } = choice
  const sees = ({ model }: Target) => model.vision === true || model.name === visionModel
  const [own, ...others] = chooseModels(choice, config)
  const instead = visionModel ? providers.flatMap((provider) => serving(provider, visionModel)) : []
  const targets = [...(own && sees(own) ? [own] : []), ...instead, ...others.filter(sees)]
  const [model, ...fallback_models] = new Set(targets.map((target) => target.model.name))
  if (model === undefined) return undefined
  const { context_window, ...rest } = config
  const same = model === own?.model.name && context_window !== undefined
  return { ...rest, model, fallback_models, ...(same && { context_window }) }
}

/** LLM_MODEL at each provider that serves it, for when the wanted model turns out not to exist. */
export function defaultTargets({ providers, defaultModel }: ModelChoice): Target[] {
  return defaultModel ? providers.flatMap((provider) => serving(provider, defaultModel)) : []
}

export const keyOf = ({ provider, model }: Target): string => `${provider.name}/${model.name}`

function serving(provider: Provider, name: string): Target[] {
  const listed = provider.models.find((model) => model.name === name)
  const model = listed ?? (provider.anyModel ? { name } : undefined)
  return model ? [{ provider, model }] : []
}
