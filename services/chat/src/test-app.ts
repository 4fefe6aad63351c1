import { once } from 'node:events'
import { openBus } from '@lingzhi/bus/open-bus'
import { relayOutbox } from '@lingzhi/bus/outbox'
import { ensureWorkQueue } from '@lingzhi/bus/work-queue'
import { closeRedis, openRedis } from '@lingzhi/cache/open-redis'
import { openCopies } from '@lingzhi/db/copy-out'
import { startScriptedModel } from '@lingzhi/demo-model/scripted-model'
import { openVerifier } from '@lingzhi/identity/open-verifier'
import { createGenerate } from '@lingzhi/model-client/generate'
import { loadConfig } from '@lingzhi/runtime/load-config'
import { readEvents } from '@lingzhi/testing/read-events'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testBus } from '@lingzhi/testing/test-bus'
import { testCache } from '@lingzhi/testing/test-cache'
import { testDatabase } from '@lingzhi/testing/test-database'
import { testIdentity } from '@lingzhi/testing/test-identity'
import type { Test } from '@lingzhi/testing/test-servers'
import { createApp } from './app.ts'
import { Config } from './config.ts'
import type { Database } from './database.ts'
import type { Deps } from './deps.ts'
import { copiesMax } from './deps.ts'
import { createExportBrake } from './export-lines/export-brake.ts'
import { openFilters } from './filters/open-filters.ts'
import { replyQueue } from './generating/reply-queue.ts'
import { createWorker } from './generating/worker.ts'
import { listenToServices } from './listen.ts'
import { openLiveFeeds } from './reading/live-feed.ts'

type Settings = Partial<Record<keyof Config, string | number>>

interface TestOptions {
  replicas?: number
  workers?: number
  settings?: Settings
}

/**
 * The service as it runs, several replicas of it if asked, on infrastructure of the test's own, with a model
 * that says what the test lets it say. Only the first `workers` of them generate, so that a test knows who.
 */
export async function startTestApp(
  t: Test,
  { replicas = 1, workers = replicas, settings = {} }: TestOptions = {},
) {
  const migrations = `${import.meta.dirname}/../migrations`
  const { db, settings: database } = await testDatabase<Database>(t, migrations)
  const { bus, settings: busSettings } = await testBus(t)
  const { cache, url, prefix } = await testCache(t)
  const identity = await testIdentity(t, bus)
  const model = await startScriptedModel()
  t.teardown(() => model.close())
  const environment = {
    ...{ PORT: 0, LOG_LEVEL: 'silent', REDIS_URL: url, REDIS_PREFIX: prefix },
    ...{ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'scripted', LLM_RETRY_BASE_MS: 1 },
    ...database,
    ...busSettings,
    ...settings,
  }
  const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]))
  const config = loadConfig(Config, env)
  const clock = { now: () => new Date() }
  await ensureWorkQueue(bus, replyQueue(config))

  const start = async (index: number) => {
    const ownBus = await openBus(busSettings, 'test-replica', silentLog)
    const ownCache = openRedis(config.REDIS_URL, silentLog, prefix)
    if (settings.REDIS_URL === undefined) await once(ownCache, 'ready')
    const outbox = relayOutbox(ownBus, db)
    const verifier = await openVerifier(ownBus)
    const copies = openCopies(config, copiesMax, silentLog)
    const deps: Deps = {
      ...{ db, copies, bus: ownBus, cache: ownCache, outbox, verifier, log: silentLog },
      exportBrake: createExportBrake(),
      generate: createGenerate(config, silentLog, { cache: ownCache }),
      filters: openFilters(db, config),
      live: openLiveFeeds(ownBus, config.READER_BUFFER_CHARS),
      now: () => clock.now(),
      close: async () => {},
    }
    const listening = await listenToServices(deps)
    const worker = createWorker(deps, config)
    const app = await createApp(config, deps, worker)
    await app.listen({ host: '127.0.0.1', port: 0 })
    if (index < workers) await worker.start()
    const address = app.server.address()
    const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    let closed = false
    const close = async () => {
      if (closed) return
      closed = true
      await worker.close()
      // A test's client keeps connections for seconds that nobody will use again.
      app.server.closeAllConnections()
      await app.close()
      for (const { close } of listening) await close()
      await verifier.close()
      await outbox.close()
      await ownBus.close()
      await deps.generate.close()
      await closeRedis(ownCache)
      await copies.close()
    }
    t.teardown(close)
    return { app, deps, startWorker: worker.start, close, ...callers(origin) }
  }
  const all = await Promise.all(Array.from({ length: replicas }, (_, index) => start(index)))
  const [first] = all
  if (!first) throw new Error('a test needs a replica')
  return { ...first, replicas: all, db, bus, cache, identity, model, config, env, clock }
}

/** What tests do with a replica: over a real socket, because streams are about sockets. */
function callers(origin: string) {
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(origin + path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    })
  return {
    origin,
    call,
    /** A call's status and JSON body. */
    async json(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
      const response = await call(method, path, body, headers)
      // biome-ignore lint/suspicious/noExplicitAny: whatever the server sent; tests assert on its shape
      return { status: response.status, headers: response.headers, body: (await response.json()) as any }
    },
    /** Asks, and reads the answer event by event. */
    async ask(body: object, headers?: Record<string, string>) {
      const events = readEvents(await call('POST', '/api/chat-stream', body, headers))
      const { value: start } = await events.next()
      return { start: start?.data, events }
    },
    /** Reads a reply again, all of it or after an event. */
    async read(replyId: string, lastEventId?: string, headers: Record<string, string> = {}) {
      const resume: Record<string, string> = lastEventId ? { 'last-event-id': lastEventId } : {}
      return readEvents(
        await call('GET', `/api/chat-stream/${replyId}`, undefined, { ...resume, ...headers }),
      )
    },
  }
}

/** The text that events carry. */
export const textOf = (events: { event: string | undefined; data: { content?: string } }[]): string =>
  events
    .filter(({ event }) => event === undefined)
    .map(({ data }) => data.content)
    .join('')
