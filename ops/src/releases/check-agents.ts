import { isDeepStrictEqual } from 'node:util'
import { type Caller, openCaller, unexpected } from '../verifying/call.ts'

/** What the default agent is tuned for; the systems before this one compared and rewrote it at each deployment. */
const recommended = {
  model: 'doubao-seed-1-6-251015',
  temperature: 0.7,
  max_tokens: 4096,
  top_p: 0.9,
  thinking: 'enabled',
} as const

const defaultAgent = 1
type Shown = { id: number; name: string; model_config: Record<string, unknown> }

/** The members of the default agent's `model_config` that differ from the recommended ones, told as `name: is, not …`. */
export async function agentDifferences(
  gateway: string,
  token: string,
  signal: AbortSignal,
): Promise<string[]> {
  const { model_config: config } = await defaultOf(openCaller(gateway, signal, token))
  return Object.entries(recommended)
    .filter(([name, value]) => !isDeepStrictEqual(config[name], value))
    .map(
      ([name, value]) =>
        `${name}: ${JSON.stringify(config[name]) ?? 'not set'}, not ${JSON.stringify(value)}`,
    )
}

/** Gives the default agent the recommended values, and leaves what else its `model_config` holds. */
export async function fixAgents(gateway: string, token: string, signal: AbortSignal): Promise<void> {
  const caller = openCaller(gateway, signal, token)
  const { model_config } = await defaultOf(caller)
  const got = await caller.call('PUT', `/api/admin/agents/${defaultAgent}`, {
    model_config: { ...model_config, ...recommended },
  })
  if (got.status !== 200) throw unexpected(got)
}

async function defaultOf(caller: Caller): Promise<Shown> {
  const got = await caller.call('GET', `/api/admin/agents/${defaultAgent}`)
  const data = (got.json as { data?: Shown & { agent?: Shown } } | undefined)?.data
  if (got.status !== 200 || !data) throw unexpected(got)
  return data.agent ?? data
}

/** Signs the administrator in for a moment of looking. */
export async function adminToken(
  gateway: string,
  admin: { username: string; password?: string | undefined } | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!admin?.password) return undefined
  const got = await openCaller(gateway, signal).call('POST', '/api/login', {
    username: admin.username,
    password: admin.password,
  })
  return (got.json as { data?: { token?: string } } | undefined)?.data?.token
}
