import { busSettings } from '@lingzhi/bus/settings'
import { redisSettings } from '@lingzhi/cache/settings'
import { databaseSettings } from '@lingzhi/db/settings'
import { limitSettings, listenSettings } from '@lingzhi/http/settings'
import { modelSettings } from '@lingzhi/model-client/providers/settings'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { filterSettings } from './filters/settings.ts'
import { importingSettings } from './importing/settings.ts'
import { toolSettings } from './tools/settings.ts'
import { usageSettings } from './usage/settings.ts'

export const Config = Type.Object({
  ...listenSettings,
  ...databaseSettings,
  ...busSettings,
  ...redisSettings,
  ...limitSettings,
  ...modelSettings,
  ...usageSettings,
  ...filterSettings,
  ...toolSettings,
  ...importingSettings,

  REDIS_PREFIX: Type.String({
    default: '',
    description: 'Prefix of every key, so that deployments can share a Redis server.',
  }),
  GUESTS_ALLOWED: Type.Boolean({ default: true, description: 'Whether callers without a token may chat.' }),
  MESSAGE_CHARS_MAX: Type.Integer({
    minimum: 1,
    maximum: 200_000,
    default: 200_000,
    description: 'Longest message, in characters; a longer one is refused with 413.',
  }),
  CONTEXT_MESSAGES: Type.Integer({
    minimum: 1,
    maximum: 200,
    default: 10,
    description:
      'How many messages a model is shown, the question included; an agent may set its own number.',
  }),
  MODEL_ALIASES: Type.String({
    default: '',
    pattern: '^$|^\\s*[^\\s=,]+\\s*=\\s*agent-\\d{1,9}\\s*(,\\s*[^\\s=,]+\\s*=\\s*agent-\\d{1,9}\\s*)*$',
    rule: {
      zh: '必须是以逗号分隔的“名称=agent-编号”，例如 gpt-4o-mini=agent-1',
      en: 'must be name=agent-N pairs, comma-separated, such as gpt-4o-mini=agent-1',
    },
    description:
      'Further model names at /v1: name=agent-N pairs, comma-separated, such as gpt-4o-mini=agent-1; * stands for every other name.',
  }),
  V1_CHARS_MAX: Type.Integer({
    minimum: 1_000,
    maximum: 8_000_000,
    default: 1_000_000,
    description:
      'Most text in one request at /v1, in characters; files and images inside of it do not count.',
  }),
  V1_IMAGES: Type.Enum(['public', 'data', 'any'], {
    default: 'public',
    description:
      'Images and files at /v1: `public`, inside of the request or at https addresses of public hosts; `data`, inside of it only; `any`, wherever the provider may fetch them, also in your network.',
  }),
  V1_PROVIDER_TOOLS: Type.Boolean({
    default: false,
    description:
      'Whether callers of /v1 may use tools that the provider runs on your account, such as web_search.',
  }),
  V1_TOKENS_ABOVE_AGENT: Type.Boolean({
    default: false,
    description: "Whether callers of /v1 may ask for longer answers than their agent's max_tokens.",
  }),
  TITLES: Type.Enum(['question', 'model'], {
    default: 'question',
    description: 'What titles a conversation: its first question, or the model after the first exchange.',
  }),

  GUEST_CONVERSATION_HOURS: Type.Integer({
    minimum: 1,
    default: 24,
    description: "How long a guest's conversation is kept after its last use.",
  }),
  RETENTION_DAYS: Type.Integer({
    minimum: 0,
    default: 0,
    description: "How long a user's conversation is kept after its last use; 0: for ever.",
  }),
  FILTER_HITS_DAYS: Type.Integer({
    minimum: 0,
    default: 90,
    description: 'How long filter hits are kept; 0: for ever.',
  }),
  SWEEP_EVERY_S: Type.Integer({
    minimum: 1,
    default: 300,
    description: 'How often expired conversations and filter hits are deleted, in seconds.',
  }),

  GENERATIONS_MAX: Type.Integer({
    minimum: 1,
    maximum: 10_000,
    default: 100,
    description: 'Replies that one replica generates at once.',
  }),
  USER_GENERATIONS_MAX: Type.Integer({
    minimum: 1,
    default: 8,
    description: 'Replies generated at once for one user, on all replicas together.',
  }),
  USER_WAITING_MAX: Type.Integer({
    minimum: 0,
    default: 8,
    description:
      'Replies of one user that may wait besides those being generated; a further question is refused with 429.',
  }),
  GUEST_UNFINISHED_MAX: Type.Integer({
    minimum: 1,
    default: 4,
    description:
      "Unfinished replies of the guests of one network. Guests together take at most a third of a replica's places and of the queue.",
  }),
  QUEUE_MAX: Type.Integer({
    minimum: 1,
    default: 1_000,
    description: 'Replies that may wait for a slot; a further question is refused with 503.',
  }),
  COMPLETIONS_MAX: Type.Integer({
    minimum: 1,
    maximum: 1_000,
    default: 20,
    description:
      'Structured outputs (grades, matches, preferences) that one replica has a model make at once, beside replies.',
  }),
  MATCH_DEADLINE_MS: Type.Integer({
    minimum: 0,
    maximum: 10_000,
    default: 800,
    description:
      'How long a question waits for a model to choose its scenario, where words alone do not decide; 0: not at all.',
  }),
  COMPOSITION_TEXT: Type.Boolean({
    default: false,
    description:
      'Whether the record of what shaped an answer keeps the texts as well: instructions, rules and preferences as they were sent.',
  }),
  PREFERENCES_EVERY_S: Type.Integer({
    minimum: 0,
    maximum: 604_800,
    default: 3_600,
    description: 'How often preferences are learned from feedback, in seconds; 0: only when asked for.',
  }),
  COMPLETION_KEEP_H: Type.Integer({
    minimum: 1,
    maximum: 720,
    default: 24,
    description: 'Hours that the texts of a structured output are kept after its end.',
  }),
  LEASE_MS: Type.Integer({
    minimum: 500,
    maximum: 60_000,
    default: 3_000,
    description: 'After this many milliseconds of silence a replica’s replies are taken over by others.',
  }),
  DRAIN_MS: Type.Integer({
    minimum: 0,
    maximum: 8_000,
    default: 3_000,
    description:
      'How long a stopping replica lets its replies finish before it hands them over to others (1,000 under `npm start`).',
  }),
  REPLY_ATTEMPTS_MAX: Type.Integer({
    minimum: 1,
    default: 5,
    description: 'Times a reply may be started before it is given up.',
  }),
  REPLY_MAX_MS: Type.Integer({
    minimum: 1_000,
    default: 600_000,
    description: 'Longest time a reply is generated.',
  }),
  REPLY_CHARS_MAX: Type.Integer({
    minimum: 1_000,
    maximum: 2_000_000,
    default: 200_000,
    description: 'Longest answer kept, in characters, reasoning included.',
  }),

  CACHE_TTL_S: Type.Integer({
    minimum: 0,
    default: 3_600,
    description: 'How long an answer is kept for the same question; 0: answers are not cached.',
  }),
  CACHE_ANSWER_CHARS_MAX: Type.Integer({
    minimum: 0,
    default: 50_000,
    description: 'Longest answer that is cached, in characters.',
  }),
  CACHE_BYTES_MAX: Type.Integer({
    minimum: 65_536,
    default: 67_108_864,
    description:
      'Bytes of cached answers altogether, the least recently used dropped first; one user fills a sixteenth at most.',
  }),
  CACHE_ANSWERS_MAX: Type.Integer({ minimum: 16, default: 10_000, description: 'Answers cached at most.' }),

  DELTA_MS: Type.Integer({
    minimum: 0,
    maximum: 1_000,
    default: 20,
    description: 'Shortest time between two pieces of a streamed answer; the first is never held back.',
  }),
  DELTA_CHARS: Type.Integer({
    minimum: 1,
    default: 400,
    description: 'A piece is sent sooner once it has this many characters.',
  }),
  REPLY_LOG_TTL_S: Type.Integer({
    minimum: 60,
    default: 900,
    description:
      "How long an unfinished reply's log is kept after its last entry; once it has ended, a minute. Afterwards readers are served from the database alone.",
  }),
  READER_BUFFER_CHARS: Type.Integer({
    minimum: 1_000,
    default: 256_000,
    description: 'Characters that may wait for a slow reader in memory; beyond that it reads the log.',
  }),
})
export type Config = Static<typeof Config>

/** What single settings do not show: the list of providers, the keys it names, the way to each. Raises ConfigError. */
export async function checkConfig(config: Partial<Config>, env: NodeJS.ProcessEnv): Promise<void> {
  if (!config.LLM_BASE_URL && !config.LLM_PROVIDERS && !config.LLM_PROVIDERS_FILE) return
  const { checkProviders } = await import('@lingzhi/model-client/providers/check-providers')
  checkProviders(config as Config, env)
}
