import { Type } from 'typebox'
import { ThinkingStyle } from '../requests/thinking.ts'
import { baseUrlPattern } from './read-base-url.ts'

// May hold a password. Only the calls to providers go through it, and lower case counts as well.
const proxy = (description: string) =>
  Type.Optional(
    Type.String({ anyCase: true, secret: true, description: `${description}, such as http://proxy:3128.` }),
  )

/** Settings of the models; spread into the service's configuration schema. */
export const modelSettings = {
  LLM_BASE_URL: Type.Optional(
    Type.String({
      pattern: baseUrlPattern,
      rule: {
        zh: '必须是 http 或 https 地址，例如 https://api.deepseek.com/v1',
        en: 'must be an http or https address, such as https://api.deepseek.com/v1',
      },
      description: 'A single provider: an OpenAI-compatible endpoint, such as https://api.deepseek.com/v1.',
    }),
  ),
  LLM_API_KEY: Type.Optional(Type.String({ secret: true, description: 'The key of LLM_BASE_URL.' })),
  LLM_MODEL: Type.Optional(
    Type.String({
      description:
        "The model of agents whose own model no provider serves. Not set: the agent's model is requested unchanged.",
    }),
  ),
  LLM_VISION_MODEL: Type.Optional(
    Type.String({
      description:
        'The model for questions with pictures, where the agent’s own is not marked `vision` in the list of providers; may be LLM_MODEL. Not set: such questions are refused.',
    }),
  ),
  LLM_MODELS: Type.String({
    default: '',
    description: 'Further models of LLM_BASE_URL that agents may name, comma-separated.',
  }),
  LLM_PRICE_IN: Type.Optional(
    Type.Number({
      minimum: 0,
      description:
        'Price of a million prompt tokens; without LLM_PRICE_IN and LLM_PRICE_OUT no cost is computed.',
    }),
  ),
  LLM_PRICE_OUT: Type.Optional(
    Type.Number({ minimum: 0, description: 'Price of a million completion tokens.' }),
  ),
  LLM_CONTEXT_WINDOW: Type.Optional(
    Type.Integer({
      minimum: 256,
      description:
        "The context window of LLM_BASE_URL's models in tokens, prompt and answer together; not set: no messages are left out.",
    }),
  ),
  LLM_THINKING: Type.Enum(ThinkingStyle.enum, {
    default: 'auto',
    description:
      'How LLM_BASE_URL takes `thinking` (services/chat/README.md); auto: known from its host name.',
  }),
  LLM_PROVIDERS: Type.Optional(
    Type.String({
      description: 'Several providers in order of preference, as a JSON list (services/chat/README.md).',
    }),
  ),
  LLM_PROVIDERS_FILE: Type.Optional(
    Type.String({ description: 'A file with the list that LLM_PROVIDERS would hold.' }),
  ),
  LLM_FALLBACK_MODELS: Type.String({
    default: '',
    description: 'Models to try, in order, for agents without fallback_models of their own; comma-separated.',
  }),
  LLM_CONNECT_TIMEOUT_MS: Type.Integer({
    minimum: 1,
    default: 5_000,
    description: 'Longest wait for a connection, for providers without timeouts of their own.',
  }),
  LLM_FIRST_TOKEN_TIMEOUT_MS: Type.Integer({
    minimum: 1,
    default: 60_000,
    description:
      'Longest silence before the first token; comments, heartbeats and empty chunks are signs of life.',
  }),
  LLM_LIFE_TIMEOUT_MS: Type.Integer({
    minimum: 1,
    default: 300_000,
    description: 'Longest wait for a token of a provider that shows signs of life but sends none.',
  }),
  LLM_BETWEEN_TOKENS_TIMEOUT_MS: Type.Integer({
    minimum: 1,
    default: 30_000,
    description: 'Longest wait between two tokens.',
  }),
  LLM_TOTAL_TIMEOUT_MS: Type.Integer({
    minimum: 1,
    default: 600_000,
    description: 'Longest time for a complete answer.',
  }),
  HTTP_PROXY: proxy('The proxy to providers with an http address'),
  HTTPS_PROXY: proxy('The proxy to providers with an https address'),
  ALL_PROXY: proxy('The proxy to providers for which neither of these is set'),
  NO_PROXY: Type.Optional(
    Type.String({
      anyCase: true,
      description:
        'Hosts that are called directly, comma-separated, with all names under them; `*`: all. This machine, and names without a dot, always are.',
    }),
  ),
  LLM_RETRIES_MAX: Type.Integer({
    minimum: 0,
    maximum: 10,
    default: 2,
    description: 'Most retries of one model.',
  }),
  LLM_RETRY_BASE_MS: Type.Integer({
    minimum: 1,
    default: 400,
    description: 'Wait before the first retry; jittered, and doubled for each further one.',
  }),
  LLM_RETRY_WITHIN_MS: Type.Integer({
    minimum: 0,
    default: 20_000,
    description:
      'A retry that would start later than this after the first call is not made; the next model is used.',
  }),
  LLM_CIRCUIT_FAILURES: Type.Integer({
    minimum: 1,
    default: 5,
    description: 'Failures in a row, retries included, after which a provider gets no calls.',
  }),
  LLM_CIRCUIT_CALLERS: Type.Integer({
    minimum: 1,
    default: 3,
    description:
      'How many different callers (users, or networks of guests) must meet those failures, so that nobody takes a provider away from all; 1 for a platform of one person.',
  }),
  LLM_CIRCUIT_OPEN_MS: Type.Integer({
    minimum: 1,
    default: 5_000,
    description: 'How long such a provider gets no calls.',
  }),
}

/** The entries of a setting that lists names separated by commas. */
export const splitList = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)

export const Settings = Type.Object(modelSettings)
export type ModelSettings = Type.Static<typeof Settings>
