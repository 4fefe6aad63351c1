import { ProblemError, problemOf } from './problem-error.ts'

export interface Tokens {
  access_token: string
  /** Without it an expired token cannot be renewed; an API key has none. */
  refresh_token?: string
}

export type Fetch = (request: Request) => Promise<Response>

export interface Session {
  tokens: () => Tokens | null
  set: (tokens: Tokens | null) => Promise<void>
  /** Renews the tokens now; false when there is no session to go on with, which signs out. Throws when no answer came. */
  renew: () => Promise<boolean>
  /** Like fetch, with the token; raises a ProblemError for an unsuccessful response. */
  send: Fetch
}

export interface SessionOptions {
  baseUrl: string
  fetch: Fetch
  onTokens: (tokens: Tokens | null) => void | Promise<void>
  tokens: Tokens | null
  /** The refresh token is a cookie that the browser keeps and sends: no script ever holds it. */
  cookie: boolean
}

/**
 * Keeps the tokens. A request refused because its access token has expired renews them, once for all waiting requests, and
 * is repeated once. A refused renewal signs out: `onTokens(null)`.
 */
export function openSession({ baseUrl, fetch, onTokens, cookie, tokens: initial }: SessionOptions): Session {
  let tokens = initial
  let renewing: Promise<boolean> | undefined

  const set = async (next: Tokens | null) => {
    tokens = cookie && next ? { access_token: next.access_token } : next
    await onTokens(tokens)
  }
  const sendWith = (request: Request, token: string | undefined) => {
    const copy = request.clone()
    if (token && !copy.headers.has('authorization')) copy.headers.set('authorization', `Bearer ${token}`)
    return fetch(copy)
  }

  async function refresh(): Promise<boolean> {
    const before = tokens
    // Whoever has signed in or out meanwhile is not overruled by what the session before gets.
    const replace = async (next: Tokens | null) => {
      if (tokens === before && tokens !== next) await set(next)
    }
    const proof: RequestInit = cookie
      ? {}
      : {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ refresh_token: before?.refresh_token }),
        }
    const response = await fetch(new Request(`${baseUrl}/api/refresh`, { method: 'POST', ...proof }))
    if (response.status === 204) {
      await replace(null)
      return false
    }
    if (response.ok) {
      const { data } = (await response.json()) as { data: Tokens }
      await replace({ access_token: data.access_token, refresh_token: data.refresh_token })
      return true
    }
    const problem = await problemOf(response)
    if (problem.status === 401) await replace(null)
    throw problem
  }

  function refreshOnce(): Promise<boolean> {
    renewing ??= refresh().finally(() => {
      renewing = undefined
    })
    return renewing
  }

  async function renew(): Promise<boolean> {
    if (!cookie && !tokens?.refresh_token) return false
    try {
      return await refreshOnce()
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) return false
      throw error
    }
  }

  /** Whether there are other tokens than the spent one now. */
  async function renewed(spent: string | undefined): Promise<boolean> {
    if (renewing) await renewing
    // Another request has renewed the tokens since ours was sent.
    if (tokens && tokens.access_token !== spent) return true
    if (!spent || !tokens || !(cookie || tokens.refresh_token)) return false
    return refreshOnce()
  }

  const send: Fetch = async (request) => {
    const used = tokens?.access_token
    const own = request.headers.has('authorization')
    const response = await sendWith(request, used)
    if (response.ok) return response
    const problem = await problemOf(response)
    if (own || !hasExpired(problem) || !(await renewed(used))) throw problem
    const second = await sendWith(request, tokens?.access_token)
    if (second.ok) return second
    throw await problemOf(second)
  }
  return { tokens: () => tokens, set, renew, send }
}

/** Older platforms call an expired token INVALID_TOKEN; under /v1 its code is OpenAI's. */
const refusals: readonly string[] = ['TOKEN_EXPIRED', 'INVALID_TOKEN', 'INVALID_API_KEY']
const hasExpired = ({ status, code }: ProblemError) => status === 401 && refusals.includes(code)
