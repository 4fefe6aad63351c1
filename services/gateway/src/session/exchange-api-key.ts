import { createHash } from 'node:crypto'
import type { Bus } from '@lingzhi/bus/open-bus'
import { sendRequest } from '@lingzhi/bus/request'
import { ApiKeyExchange } from '@lingzhi/contracts/auth'
import { Problem } from '@lingzhi/contracts/problem'
import { LRUCache } from 'lru-cache'

/** A key is exchanged again after this long, when a new role or scope takes effect. A revoked key is announced at once. */
const keptMaxMs = 30_000
/** A refusal is kept for less: guessing must not become a load on auth, but a mistake should be corrected soon. */
const refusedMs = 3_000
const entriesMax = 10_000

interface Entry {
  token: Promise<string>
  /** Milliseconds of the clock; how long depends on the result, so the cache's own age does not do. */
  until: number
}

export interface ApiKeys {
  /** The access token of an API key; INVALID_TOKEN for a bad key. Simultaneous callers share one request. */
  exchange: (key: string) => Promise<string>
  /** Forgets what is known of a key, after its token was refused. */
  forget: (key: string) => void
}

/** Exchanges API keys for access tokens, so that behind the gateway there is one kind of credential. */
export function openApiKeys(bus: Bus, now: () => Date): ApiKeys {
  // Keys are kept as digests: memory that leaks must not leak credentials.
  const entries = new LRUCache<string, Entry>({ max: entriesMax })

  const request = (key: string, id: string): Promise<string> => {
    const entry: Entry = { token: Promise.resolve(''), until: now().getTime() + keptMaxMs }
    entry.token = sendRequest(bus, ApiKeyExchange, { key }).then(
      ({ access_token, expires_in }) => {
        entry.until = now().getTime() + Math.min(keptMaxMs, expires_in * 500)
        return access_token
      },
      (err: unknown) => {
        const refused = err instanceof Problem && err.status < 500
        entry.until = refused ? now().getTime() + refusedMs : 0
        throw err
      },
    )
    entries.set(id, entry)
    return entry.token
  }

  return {
    exchange: (key) => {
      const id = digest(key)
      const entry = entries.get(id)
      return entry && entry.until > now().getTime() ? entry.token : request(key, id)
    },
    forget: (key) => entries.delete(digest(key)),
  }
}

const digest = (key: string) => createHash('sha256').update(key).digest('base64')
