import { randomBytes } from 'node:crypto'
import { ensureFactStreams } from '@lingzhi/bus/ensure-streams'
import { factStreams } from '@lingzhi/contracts/streams'
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
import { answerQuestions } from './listen.ts'

export const password = 'correct horse battery'

export interface TestAppOptions {
  log?: Logger
  env?: NodeJS.ProcessEnv
}

/** The service as it runs, on infrastructure of the test's own, with a clock the test moves. */
export async function startTestApp(t: Test, { log = silentLog, env = {} }: TestAppOptions = {}) {
  const { db, settings } = await testDatabase<Database>(t, new URL('../migrations', import.meta.url).pathname)
  const { bus, settings: busSettings } = await testBus(t)
  await ensureFactStreams(bus, factStreams)
  const given = {
    PORT: 0,
    AUTH_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    ...settings,
    ...busSettings,
  }
  const texts = Object.entries({ ...given, ...env }).map(([name, value]) => [name, String(value)])
  const config = loadConfig(Config, Object.fromEntries(texts))
  const clock = { aheadMs: 0 }

  /** One more process of the service, as far as a test can tell. */
  const startReplica = async () => {
    const deps = await openDeps(config, log, () => new Date(Date.now() + clock.aheadMs))
    const answering = answerQuestions(deps)
    const app = await createApp(config, deps)
    t.teardown(async () => {
      await app.close()
      for (const { close } of answering) await close()
      await deps.close()
    })
    return { app, deps }
  }
  const { app, deps } = await startReplica()

  let users = 0
  const register = async (members: Record<string, unknown> = {}) => {
    users += 1
    const payload = { username: `user${users}`, password, ...members }
    const reply = await app.inject({ method: 'POST', url: '/api/register', payload })
    if (reply.statusCode !== 201) throw new Error(`registering failed: ${reply.body}`)
    const { data } = reply.json()
    return { ...data, headers: { authorization: `Bearer ${data.access_token}` } }
  }
  return { app, deps, config, db, bus, clock, startReplica, register }
}
