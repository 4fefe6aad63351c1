import { busSettings } from '@lingzhi/bus/settings'
import { listenSettings } from '@lingzhi/http/settings'
import type { Static } from 'typebox'
import { Type } from 'typebox'

const addresses = Type.String({
  pattern: '^https?://[^\\s,/]+/?(\\s*,\\s*https?://[^\\s,/]+/?)*$',
  description: 'Comma-separated addresses of the replicas of one service.',
})

export const Config = Type.Object({
  ...listenSettings,
  ...busSettings,
  PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 8080 }),
  /** Replicas of each service, comma-separated. */
  AUTH_URL: addresses,
  CHAT_URL: addresses,
  CHECKIN_URL: addresses,
  EXPORT_URL: addresses,
  /** Counts of limits, idempotency records and used signatures, shared by the replicas. */
  REDIS_URL: Type.String({ pattern: '^redis' }),
  /** Put before every Redis key, so that platforms can share a server. */
  REDIS_PREFIX: Type.String({ default: 'lingzhi:' }),
  /** Multiplies every request-rate and concurrency limit, for load tests and trusted networks. */
  RATE_LIMIT_FACTOR: Type.Number({ exclusiveMinimum: 0, default: 1 }),
  /** Proxies before us whose X-Forwarded-For is believed: how many, or their addresses in CIDR notation. */
  TRUSTED_PROXIES: Type.String({ default: '' }),
  /** Origins, comma-separated, whose pages may call us from a browser; the console's own needs no entry. */
  CORS_ORIGINS: Type.String({ default: '' }),
  /** Secrets of server-to-server callers who sign requests, as `id:secret` pairs of at least 32 characters, comma-separated. */
  SIGNING_SECRETS: Type.String({ default: '', pattern: '^$|^[\\w.-]+:[^,]{32,}(,[\\w.-]+:[^,]{32,})*$' }),
  /** Calls made with an API key must be signed. */
  SIGNING_REQUIRED: Type.Boolean({ default: false }),
  /** Largest request body (a row of upstreams.ts may allow more) and set of request headers, in bytes. */
  BODY_MAX_BYTES: Type.Integer({ minimum: 1_024, default: 1_048_576 }),
  HEADERS_MAX_BYTES: Type.Integer({ minimum: 2_048, default: 16_384 }),
  /** Longest a request's headers, and the whole request, may take to arrive. */
  HEADERS_TIMEOUT_MS: Type.Integer({ minimum: 100, default: 10_000 }),
  REQUEST_TIMEOUT_MS: Type.Integer({ minimum: 100, default: 30_000 }),
  /** Longest a client may take nothing of a response that is there for it. */
  SEND_TIMEOUT_MS: Type.Integer({ minimum: 100, default: 60_000 }),
  /** Longest wait for an ordinary response of a service; rows of streams and downloads have longer ones. */
  UPSTREAM_TIMEOUT_MS: Type.Integer({ minimum: 100, default: 20_000 }),
  /** Longest a shutdown waits for requests under way before their connections are cut. */
  CLOSE_MAX_MS: Type.Integer({ minimum: 0, default: 8_000 }),
})
export type Config = Static<typeof Config>
