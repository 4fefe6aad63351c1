import type { Scope } from '@lingzhi/contracts/auth'
import type { UpstreamName } from '@lingzhi/contracts/services'
import { dayMs, hourMs } from '@lingzhi/runtime/time'

/** public: tokens are ignored. optional: none is needed, but a bad one is refused. user, admin: needed. */
export type Access = 'public' | 'optional' | 'user' | 'admin'
export type RateClass = 'login' | 'chat' | 'export' | 'rest'

export interface RowRules {
  access: Access
  rate: RateClass
  /** An API key needs one of these; none: a signed-in session only. */
  scopes: readonly Scope[]
  /** The response may be a stream of events, or be as long in coming as a model's reply. */
  streams?: boolean
  /** The response may take a while to start or to be read: a download. */
  slow?: boolean
  /** Creates something, so that it honours Idempotency-Key. */
  creates?: boolean
  /** Reads a cookie, which a browser sends whatever page asks: for pages of our own origin and of CORS_ORIGINS only. */
  cookies?: boolean
  /** Largest body, where that is more than BODY_MAX_BYTES: images and documents travel inside. */
  bodyMaxBytes?: number
}

export interface Row extends RowRules {
  methods: readonly string[]
  /** As Fastify's router writes it: `:name` is one segment, a final `*` the rest. */
  path: string
  upstream: UpstreamName
}

export interface Bounds {
  /** Longest wait for the first byte of the response. */
  headersTimeoutMs: number
  /**
   * Longest silence within a response. Live streams send a heartbeat every 15 s: only one whose machine has lost its network is this
   * quiet, and its readers go on at another replica as soon as they are told.
   */
  idleTimeoutMs: number
}

/** The waits of a row, by what it is. */
export function boundsOf({ streams, slow }: RowRules, timeoutMs: number): Bounds {
  if (streams) return { headersTimeoutMs: 330_000, idleTimeoutMs: 45_000 }
  if (slow) return { headersTimeoutMs: 60_000, idleTimeoutMs: 60_000 }
  return { headersTimeoutMs: timeoutMs, idleTimeoutMs: timeoutMs }
}

/** For how long a row's response is replayed: one of these holds what people wrote, and deleted text is gone within the hour. */
export const keptMsOf = ({ upstream }: Pick<Row, 'upstream'>): number =>
  upstream === 'chat' || upstream === 'learning' ? hourMs : dayMs
