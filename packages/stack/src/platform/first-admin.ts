import { isPublic, type Planned } from './plan.ts'

export type FirstAdmin = {
  username: string
  /** Only one that was tried on the running platform and works. */
  password?: string
  /** `unknown`: the platform did not say. */
  state: 'usable' | 'other_password' | 'inactive' | 'no_administrator' | 'missing' | 'unknown'
  /** Whether this run made the account. */
  created: boolean
}

const timeoutMs = 5000

/** Asks the running auth service whether the administrator of the settings can sign in, without signing in. */
export async function askFirstAdmin(
  plan: Planned[],
  settings: { username: string; password: string },
  beganAt: number,
): Promise<FirstAdmin> {
  const { username, password } = settings
  const { url } = plan.find(({ program }) => program === 'auth' && !isPublic(program))!
  try {
    const response = await fetch(`${url}/internal/first-admin`, { signal: AbortSignal.timeout(timeoutMs) })
    if (!response.ok) throw new Error(`status ${response.status}`)
    const told = (await response.json()) as { state: FirstAdmin['state']; created_at?: string }
    const created = told.created_at !== undefined && Date.parse(told.created_at) >= beganAt
    return { username, state: told.state, created, ...(told.state === 'usable' && { password }) }
  } catch {
    return { username, state: 'unknown', created: false }
  }
}
