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
  /** Renews the tokens now; false when there is no session, because the server refused or nothing is there to renew with. */
  renew: () => Promise<boolean>
  /** Like fetch, with the token; raises a ProblemError for an unsuccessful response. */
  send: Fetch
}

export interface SessionOptions {
  baseUrl: string
  fetch: Fetch
  onTokens: (tokens: Tokens | null) => void | Promise<void>
  tokens: Tokens | null
  /** The refresh token is a cookie, which the browser keeps and sends by itself: no script ever has it. */
  cookie: boolean
}

/**
 * Keeps the pair of tokens. A request refused because its access token has expired renews the pair, once for all waiting
 * requests, and is repeated once. A refused refresh token signs out: `onTokens(null)`.
 */
export function openSession({ baseUrl, fetch, onTokens, cookie, tokens: initial }: SessionOptions): Session {
  let tokens = initial
  let renewing: Promise<void> | undefined

  const set = async (next: Tokens | null) => {
    tokens = cookie && next ? { access_token: next.access_token } : next
    await onTokens(tokens)
  }
  const sendWith = (request: Request, token: string | undefined) => {
    const copy = request.clone()
    if (token && !copy.headers.has('authorization')) copy.headers.set('authorization', `Bearer ${token}`)
    return fetch(copy)
  }

  async function refresh() {
    const token = tokens?.refresh_token
    const request: RequestInit = cookie
      ? { headers: { 'x-requested-with': 'console' } }
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ refresh_token: token }) }
    const response = await fetch(new Request(`${baseUrl}/api/refresh`, { method: 'POST', ...request }))
    if (response.ok) {
      const { data } = (await response.json()) as { data: Tokens }
      return set({ access_token: data.access_token, refresh_token: data.refresh_token })
    }
    const problem = await problemOf(response)
    if (problem.status === 401) await set(null)
    throw problem
  }
  const refreshOnce = () => {
    renewing ??= refresh().finally(() => {
      renewing = undefined
    })
    return renewing
  }

  async function renew(): Promise<boolean> {
    if (!cookie && !tokens?.refresh_token) return false
    try {
      await refreshOnce()
      return true
    } catch (error) {
      if (isRefusal(error)) return false
      throw error
    }
  }

  /** Renews the tokens; false when there is no refresh token. */
  async function renewed(spent: string | undefined): Promise<boolean> {
    if (renewing) await renewing
    // Another request has renewed the tokens since ours was sent.
    if (tokens && tokens.access_token !== spent) return true
    if (!spent || !(cookie ? tokens : tokens?.refresh_token)) return false
    await refreshOnce()
    return true
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
  return { tokens: () => tokens, set, send, renew }
}

/** The cookie is missing, spent, or its session has ended. */
const isRefusal = (error: unknown) => error instanceof ProblemError && (error.status === 400 || error.status === 401)

/** Older platforms call an expired token INVALID_TOKEN; under /v1 its code is OpenAI's. */
const refusals: readonly string[] = ['TOKEN_EXPIRED', 'INVALID_TOKEN', 'INVALID_API_KEY']
const hasExpired = ({ status, code }: ProblemError) => status === 401 && refusals.includes(code)
