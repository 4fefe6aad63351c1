import { Type } from 'typebox'

const Url = Type.String({ pattern: '^https?://' })

/** Settings of the models; spread into the service's configuration schema. */
export const modelSettings = {
  /** One provider, the simple way: an OpenAI-compatible endpoint, such as https://api.deepseek.com/v1. */
  LLM_BASE_URL: Type.Optional(Url),
  LLM_API_KEY: Type.Optional(Type.String()),
  /** Answers for every agent whose own model no provider serves. Not set: the agent's model is asked for as it is. */
  LLM_MODEL: Type.Optional(Type.String()),
  /** Further models of LLM_BASE_URL that agents may name, separated by commas. */
  LLM_MODELS: Type.String({ default: '' }),
  /** Price of LLM_BASE_URL's models per million tokens; without both, no cost is reported. */
  LLM_PRICE_IN: Type.Optional(Type.Number({ minimum: 0 })),
  LLM_PRICE_OUT: Type.Optional(Type.Number({ minimum: 0 })),
  /** Tokens LLM_BASE_URL's models can hold, prompt and answer together; not set: as many as are sent. */
  LLM_CONTEXT_WINDOW: Type.Optional(Type.Integer({ minimum: 256 })),
  /** How LLM_BASE_URL wants `thinking` (see providers.ts); `auto` goes by the host's name. */
  LLM_THINKING: Type.String({ default: 'auto' }),
  /** Several providers, first choice first: a JSON list (see providers.ts), or a file that holds it. */
  LLM_PROVIDERS: Type.Optional(Type.String()),
  LLM_PROVIDERS_FILE: Type.Optional(Type.String()),
  /** Models tried, in order, for agents that name no fallback_models of their own; separated by commas. */
  LLM_FALLBACK_MODELS: Type.String({ default: '' }),
  /** Waits of providers that set none of their own: for a connection, for the first token, between two, for all. */
  LLM_CONNECT_TIMEOUT_MS: Type.Integer({ minimum: 1, default: 5_000 }),
  LLM_FIRST_TOKEN_TIMEOUT_MS: Type.Integer({ minimum: 1, default: 60_000 }),
  LLM_BETWEEN_TOKENS_TIMEOUT_MS: Type.Integer({ minimum: 1, default: 30_000 }),
  LLM_TOTAL_TIMEOUT_MS: Type.Integer({ minimum: 1, default: 600_000 }),
  /** Retries of one model, each after a jittered wait that starts from the base and doubles. */
  LLM_RETRIES_MAX: Type.Integer({ minimum: 0, maximum: 10, default: 2 }),
  LLM_RETRY_BASE_MS: Type.Integer({ minimum: 1, default: 400 }),
  /** A retry that would begin later than this after the question is not made; the next model is asked instead. */
  LLM_RETRY_WITHIN_MS: Type.Integer({ minimum: 0, default: 20_000 }),
  /** Failures in a row, retries included, after which a provider gets no calls, and for how long. */
  LLM_CIRCUIT_FAILURES: Type.Integer({ minimum: 1, default: 5 }),
  LLM_CIRCUIT_OPEN_MS: Type.Integer({ minimum: 1, default: 5_000 }),
}

/** The entries of a setting that lists names separated by commas. */
export const splitList = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)

export const Settings = Type.Object(modelSettings)
export type ModelSettings = Type.Static<typeof Settings>
