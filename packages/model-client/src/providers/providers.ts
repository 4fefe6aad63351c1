import { readFileSync } from 'node:fs'
import { ConfigError } from '@lingzhi/runtime/load-config'
import { settingText } from '@lingzhi/runtime/setting-text'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { SettledStyle } from '../requests/thinking.ts'
import { settleStyle, ThinkingStyle } from '../requests/thinking.ts'
import { listFaults } from './list-faults.ts'
import { baseUrlPattern, readBaseUrl } from './read-base-url.ts'
import { keyFault, readKey } from './read-key.ts'
import type { ModelSettings } from './settings.ts'
import { splitList } from './settings.ts'

const exact = { additionalProperties: false }
const Ms = Type.Integer({ minimum: 1 })
const Price = Type.Number({ minimum: 0 })

const Model = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    /** The provider's own name for it, if different. */
    provider_name: Type.Optional(Type.String({ minLength: 1 })),
    /** Per million tokens, in the operator's currency. */
    price_in: Type.Optional(Price),
    price_out: Type.Optional(Price),
    /** Tokens that fit, prompt and answer together; older messages are left out to fit. */
    context_window: Type.Optional(Type.Integer({ minimum: 256 })),
    /** Whether it takes pictures. */
    vision: Type.Optional(Type.Boolean()),
  },
  exact,
)

const ProviderEntry = Type.Object(
  {
    name: Type.String({ pattern: '^[\\w.-]{1,64}$' }),
    base_url: Type.String({ pattern: baseUrlPattern }),
    /** Name of the environment variable that holds the key; the list itself holds no keys. */
    api_key_variable: Type.Optional(Type.String({ minLength: 1 })),
    models: Type.Array(Type.Union([Type.String({ minLength: 1 }), Model]), { minItems: 1 }),
    thinking: Type.Optional(ThinkingStyle),
    timeouts_ms: Type.Optional(
      Type.Object(
        {
          connect: Type.Optional(Ms),
          first_token: Type.Optional(Ms),
          between_tokens: Type.Optional(Ms),
          life: Type.Optional(Ms),
          total: Type.Optional(Ms),
        },
        exact,
      ),
    ),
  },
  exact,
)
const ProviderList = Type.Array(ProviderEntry, { minItems: 1, maxItems: 50 })

export type ServedModel = Static<typeof Model>

export interface Provider {
  name: string
  /** As it was written. */
  baseUrl: string
  /** Where it leads, without user, password and query: safe to log. */
  address: string
  apiKey: string | undefined
  models: ServedModel[]
  /** Also called for models it does not list: the simple configuration without LLM_MODEL. */
  anyModel: boolean
  thinking: SettledStyle
  connectTimeoutMs: number
  firstTokenTimeoutMs: number
  betweenTokensTimeoutMs: number
  lifeTimeoutMs: number
  totalTimeoutMs: number
}

/**
 * The configured providers in order of preference; none when nothing is configured. Raises ConfigError with all faults
 * of the list. From `env` only the keys that the list names are read.
 */
export function readProviders(settings: ModelSettings, env: NodeJS.ProcessEnv): Provider[] {
  const timeouts = {
    connectTimeoutMs: settings.LLM_CONNECT_TIMEOUT_MS,
    firstTokenTimeoutMs: settings.LLM_FIRST_TOKEN_TIMEOUT_MS,
    betweenTokensTimeoutMs: settings.LLM_BETWEEN_TOKENS_TIMEOUT_MS,
    lifeTimeoutMs: settings.LLM_LIFE_TIMEOUT_MS,
    totalTimeoutMs: settings.LLM_TOTAL_TIMEOUT_MS,
  }
  const providers = readList(settings).map((entry): Provider => {
    const { connect, first_token, between_tokens, life, total } = entry.timeouts_ms ?? {}
    const key = entry.api_key_variable && settingText(env[entry.api_key_variable] ?? '')
    if (entry.api_key_variable && !key) {
      throw new ConfigError([
        {
          zh: `${entry.api_key_variable}：必须设置，供应商 ${entry.name} 的密钥从这里读取`,
          en: `${entry.api_key_variable}: must be set, provider ${entry.name} takes its key from it`,
        },
      ])
    }
    const usable = checkReach(entry.base_url, key, {
      url: `base_url of provider ${entry.name}`,
      key: entry.api_key_variable ?? '',
    })
    return {
      name: entry.name,
      ...usable,
      models: entry.models.map((model) => (typeof model === 'string' ? { name: model } : model)),
      anyModel: false,
      thinking: settleStyle(entry.thinking ?? 'auto', usable.address),
      connectTimeoutMs: connect ?? timeouts.connectTimeoutMs,
      firstTokenTimeoutMs: first_token ?? timeouts.firstTokenTimeoutMs,
      betweenTokensTimeoutMs: between_tokens ?? timeouts.betweenTokensTimeoutMs,
      lifeTimeoutMs: life ?? timeouts.lifeTimeoutMs,
      totalTimeoutMs: total ?? timeouts.totalTimeoutMs,
    }
  })
  if (!settings.LLM_BASE_URL) return providers

  const { LLM_MODEL, LLM_VISION_MODEL, LLM_MODELS, LLM_PRICE_IN, LLM_PRICE_OUT } = settings
  const { LLM_CONTEXT_WINDOW, LLM_THINKING } = settings
  const listed = [...(LLM_MODEL ? [LLM_MODEL] : []), ...splitList(LLM_MODELS)]
  const anyModel = listed.length === 0
  // Of several, the last resort of another provider's list is not this one's to serve.
  const seeing = LLM_VISION_MODEL && !servedBy(providers, LLM_VISION_MODEL) && !anyModel
  const names = new Set([...listed, ...(seeing ? [LLM_VISION_MODEL] : [])])
  const usable = checkReach(settings.LLM_BASE_URL, settings.LLM_API_KEY, {
    url: 'LLM_BASE_URL',
    key: 'LLM_API_KEY',
  })
  const simple = {
    name: 'default',
    ...usable,
    models: [...names].map((name) => ({
      name,
      price_in: LLM_PRICE_IN,
      price_out: LLM_PRICE_OUT,
      context_window: LLM_CONTEXT_WINDOW,
    })),
    anyModel,
    thinking: settleStyle(LLM_THINKING, usable.address),
    ...timeouts,
  }
  return [...providers, simple]
}

const servedBy = (providers: readonly Provider[], name: string) =>
  providers.some(({ models }) => models.some((model) => model.name === name))

/** The address and the key as they can be used. Raises ConfigError, which names the setting and none of its value. */
function checkReach(baseUrl: string, pastedKey: string | undefined, settings: { url: string; key: string }) {
  const base = readBaseUrl(baseUrl)
  if (!base) {
    throw new ConfigError([
      {
        zh: `${settings.url}：必须是 http 或 https 地址，例如 https://api.deepseek.com/v1`,
        en: `${settings.url}: must be an http or https address, such as https://api.deepseek.com/v1`,
      },
    ])
  }
  const apiKey = pastedKey ? readKey(pastedKey) : undefined
  if (pastedKey && apiKey === undefined) throw new ConfigError([keyFault(settings.key)])
  return { baseUrl, address: base.url, apiKey }
}

function readList({ LLM_PROVIDERS, LLM_PROVIDERS_FILE }: ModelSettings): Static<typeof ProviderList> {
  const setting = LLM_PROVIDERS ? 'LLM_PROVIDERS' : 'LLM_PROVIDERS_FILE'
  if (!LLM_PROVIDERS && !LLM_PROVIDERS_FILE) return []
  let list: unknown
  try {
    list = JSON.parse(LLM_PROVIDERS ?? readFileSync(LLM_PROVIDERS_FILE ?? '', 'utf8'))
  } catch {
    throw new ConfigError([
      { zh: `${setting}：必须是供应商的 JSON 列表`, en: `${setting}: must be a JSON list of providers` },
    ])
  }
  if (!Value.Check(ProviderList, list)) {
    throw new ConfigError(listFaults(setting, Value.Errors(ProviderList, list)))
  }
  const names = list.map(({ name }) => name)
  if (new Set(names).size < names.length || names.includes('default')) {
    throw new ConfigError([
      {
        zh: `${setting}：name 不能重复，"default" 是 LLM_BASE_URL 的名字`,
        en: `${setting}: names must differ, and "default" is the name of LLM_BASE_URL`,
      },
    ])
  }
  return list
}
