import { busSettings } from '@lingzhi/bus/settings'
import { databaseSettings } from '@lingzhi/db/open-db'
import { listenSettings } from '@lingzhi/http/settings'
import { modelSettings } from '@lingzhi/model-client/settings'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { filterSettings } from './filters/settings.ts'
import { usageSettings } from './usage/settings.ts'

export const Config = Type.Object({
  ...listenSettings,
  ...databaseSettings,
  ...busSettings,
  /** Cache and reply log: one node, Sentinel or Cluster; see packages/cache. */
  REDIS_URL: Type.String({ pattern: '^rediss?(\\+(sentinel|cluster))?://' }),
  /** Put before every key, so that platforms can share a server. */
  REDIS_PREFIX: Type.String({ default: '' }),

  ...modelSettings,
  ...usageSettings,
  ...filterSettings,

  /** May callers without a token chat? */
  GUESTS_ALLOWED: Type.Boolean({ default: true }),
  /** Longest message, in characters; a longer one is refused with 413. */
  MESSAGE_CHARS_MAX: Type.Integer({ minimum: 1, maximum: 200_000, default: 20_000 }),
  /** Messages a model is shown, the question among them; an agent may set its own number. */
  CONTEXT_MESSAGES: Type.Integer({ minimum: 1, maximum: 200, default: 10 }),

  /** Who names a conversation: its first question, or the model, after the first exchange. */
  TITLES: Type.Enum(['question', 'model'], { default: 'question' }),
  /** How long a guest's conversation outlives its last use, and a user's (0: for ever). */
  GUEST_CONVERSATION_HOURS: Type.Integer({ minimum: 1, default: 24 }),
  RETENTION_DAYS: Type.Integer({ minimum: 0, default: 0 }),
  /** How long is kept what filters met (0: for ever). */
  FILTER_HITS_DAYS: Type.Integer({ minimum: 0, default: 90 }),
  /** How often conversations and hits past their time are looked for. */
  SWEEP_EVERY_S: Type.Integer({ minimum: 1, default: 300 }),

  /** Replies generated at once: by this replica, and for one user on all of them. */
  GENERATIONS_MAX: Type.Integer({ minimum: 1, maximum: 10_000, default: 100 }),
  USER_GENERATIONS_MAX: Type.Integer({ minimum: 1, default: 8 }),
  /** Replies that may wait for a place; a further question is refused with 503. */
  QUEUE_MAX: Type.Integer({ minimum: 1, default: 1_000 }),
  /** Multiplies the bounds on concurrency, for load tests and trusted networks. */
  RATE_LIMIT_FACTOR: Type.Number({ exclusiveMinimum: 0, default: 1 }),
  /** A replica silent for this long has lost its replies to the others. */
  LEASE_MS: Type.Integer({ minimum: 500, maximum: 60_000, default: 3_000 }),
  /** What a replica that stops lets its replies finish in, before it hands them to the others. */
  DRAIN_MS: Type.Integer({ minimum: 0, maximum: 8_000, default: 3_000 }),
  /** Times a reply may be begun before it is given up. */
  REPLY_ATTEMPTS_MAX: Type.Integer({ minimum: 1, default: 5 }),
  /** Longest generation, and longest answer kept, reasoning included. */
  REPLY_MAX_MS: Type.Integer({ minimum: 1_000, default: 600_000 }),
  REPLY_CHARS_MAX: Type.Integer({ minimum: 1_000, maximum: 2_000_000, default: 200_000 }),

  /** How long an answer is kept for who asks the same again (0: not at all), the longest kept, and how many. */
  CACHE_TTL_S: Type.Integer({ minimum: 0, default: 3_600 }),
  CACHE_ANSWER_CHARS_MAX: Type.Integer({ minimum: 0, default: 50_000 }),
  CACHE_ANSWERS_MAX: Type.Integer({ minimum: 16, default: 10_000 }),

  /** Text is passed on at most this often, or sooner when this much has gathered. Never holds the first back. */
  DELTA_MS: Type.Integer({ minimum: 0, maximum: 1_000, default: 20 }),
  DELTA_CHARS: Type.Integer({ minimum: 1, default: 400 }),
  /** How long the log of a reply outlives its last entry; afterwards the database answers alone. */
  REPLY_LOG_TTL_S: Type.Integer({ minimum: 60, default: 900 }),
  /** What a reader may leave unread here before it is sent back to the log. */
  READER_BUFFER_CHARS: Type.Integer({ minimum: 1_000, default: 256_000 }),
})
export type Config = Static<typeof Config>
