import { randomBytes } from 'node:crypto'
import { loadConfig } from '@lingzhi/runtime/load-config'
import type { Logger } from '@lingzhi/runtime/logger'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testBus } from '@lingzhi/testing/test-bus'
import { testDatabase } from '@lingzhi/testing/test-database'
import type { Test } from '@lingzhi/testing/test-servers'
import { createApp } from './app.ts'
import { Config } from './config.ts'
import type { Database } from './database.ts'
import { openDeps } from './deps.ts'
import { listenForFacts, serveRequests } from './listen.ts'

export const password = 'correct horse battery'

export interface TestAppOptions {
  log?: Logger
  env?: NodeJS.ProcessEnv
}

/** The service as it runs, on infrastructure of the test's own, with a clock the test moves. */
export async function startTestApp(t: Test, { log = silentLog, env = {} }: TestAppOptions = {}) {
  const { db, settings } = await testDatabase<Database>(t, `${import.meta.dirname}/../migrations`)
  const { bus, settings: busSettings } = await testBus(t)
  const given = {
    PORT: 0,
    AUTH_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    ...settings,
    ...busSettings,
  }
  const texts = Object.entries({ ...given, ...env }).map(([name, value]) => [name, String(value)])
  const config = loadConfig(Config, Object.fromEntries(texts))
  const startedAt = Date.now()
  /** Moves only when the test moves it. */
  const clock = { aheadMs: 0, now: () => new Date(startedAt + clock.aheadMs) }

  /** Like one more process of the service: opened and closed in main's order. */
  const startReplica = async () => {
    const service = new AsyncDisposableStack()
    t.teardown(() => service.disposeAsync())
    const deps = await openDeps(config, log, { now: clock.now })
    service.defer(deps.close)
    for (const serving of serveRequests(deps)) service.defer(serving.close)
    for (const consumption of await listenForFacts(deps)) service.defer(consumption.close)
    const app = await createApp(config, deps)
    service.defer(() => app.close())
    return { app, deps }
  }
  const { app, deps } = await startReplica()

  type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** One request; the headers may be a signed-in user's. */
  const call = async (
    method: Method,
    url: string,
    payload?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const reply = await app.inject({
      method,
      url,
      headers,
      ...(payload !== undefined && { payload: payload as object }),
    })
    return { status: reply.statusCode, headers: reply.headers, ...reply.json() }
  }
  const withHeaders = (data: SignedInUser) => ({
    ...data,
    headers: { authorization: `Bearer ${data.access_token}` },
  })
  let users = 0
  const run = randomBytes(4).toString('hex')
  const register = async (members: Record<string, unknown> = {}) => {
    users += 1
    const reply = await call('POST', '/api/register', {
      username: `user ${users} of ${run}`,
      password,
      ...members,
    })
    if (reply.status !== 201) throw new Error(`registering failed: ${reply.message}`)
    return withHeaders(reply.data)
  }
  const logIn = async (username: string, given = password) =>
    withHeaders((await call('POST', '/api/login', { username, password: given })).data)
  const registerAdmin = async () => {
    const { user } = await register()
    await db.updateTable('users').set({ role: 'admin' }).where('id', '=', user.id).execute()
    return logIn(user.username)
  }
  return { app, deps, config, db, bus, clock, startReplica, call, register, registerAdmin, logIn }
}

interface SignedInUser {
  token: string
  expires_in: number
  token_expires_in: number
  access_token: string
  refresh_token: string
  session_id: string
  user: { id: string; username: string }
}
