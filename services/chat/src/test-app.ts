import { once } from 'node:events'
import { startScriptedModel } from '@lingzhi/demo-model/scripted-model'
import { loadConfig } from '@lingzhi/runtime/load-config'
import { readEvents } from '@lingzhi/testing/read-events'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testBus } from '@lingzhi/testing/test-bus'
import { testCache } from '@lingzhi/testing/test-cache'
import { testDatabase } from '@lingzhi/testing/test-database'
import { testIdentity } from '@lingzhi/testing/test-identity'
import type { Test } from '@lingzhi/testing/test-servers'
import { createApp } from './app.ts'
import { startCompletions } from './completions/completion-worker.ts'
import { Config } from './config.ts'
import type { Database } from './database.ts'
import { openDeps } from './deps.ts'
import { createWorker } from './generating/worker.ts'
import { listenForFacts, serveRequests } from './listen.ts'
import { startLearner } from './preferences/learner.ts'

type Settings = Partial<Record<keyof Config, string | number>>

interface TestOptions {
  replicas?: number
  workers?: number
  settings?: Settings
}

/**
 * The service as in production, with one or more replicas, on infrastructure of the test's own and with a model whose
 * answers the test writes. Only the first `workers` replicas generate, so that a test knows which ones do.
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
    PORT: 0,
    LOG_LEVEL: 'silent',
    REDIS_URL: url,
    REDIS_PREFIX: prefix,
    LLM_BASE_URL: model.baseUrl,
    LLM_MODEL: 'scripted',
    LLM_RETRY_BASE_MS: 1,
    ...database,
    ...busSettings,
    ...settings,
  }
  const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]))
  const config = loadConfig(Config, env)
  const clock = { now: () => new Date() }

  const start = async (index: number) => {
    const service = new AsyncDisposableStack()
    const close = () => service.disposeAsync()
    t.teardown(close)
    const deps = await openDeps(config, silentLog, { now: () => clock.now(), env })
    service.defer(deps.close)
    if (settings.REDIS_URL === undefined && deps.cache.status !== 'ready') await once(deps.cache, 'ready')
    for (const consumption of await listenForFacts(deps, config)) service.defer(consumption.close)
    const worker = createWorker(deps, config)
    for (const serving of serveRequests({ ...deps, config, worker })) service.defer(serving.close)
    const app = await createApp(config, deps, worker)
    service.defer(() => app.close())
    // A test's client keeps idle connections open for seconds.
    service.defer(() => app.server.closeAllConnections())
    await app.listen({ host: '127.0.0.1', port: 0 })
    service.defer(worker.close)
    const startWorker = async () => {
      await worker.start()
      service.defer(startCompletions(deps, config, worker.id).close)
      service.defer(startLearner(deps, config, worker.id).close)
    }
    if (index < workers) await startWorker()
    const address = app.server.address()
    const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    return { app, deps, startWorker, close, ...callers(origin) }
  }
  const all = await Promise.all(Array.from({ length: replicas }, (_, index) => start(index)))
  const [first] = all
  if (!first) throw new Error('a test needs a replica')
  return { ...first, replicas: all, db, bus, cache, identity, model, config, env, clock }
}

/** Calls to a replica over a real socket, because streams depend on sockets. */
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
    /** Asks a question; the answer can be read event by event. */
    async ask(body: object, headers?: Record<string, string>) {
      const events = readEvents(await call('POST', '/api/chat-stream', body, headers))
      const { value: start } = await events.next()
      return { start: start?.data, events }
    },
    /** Reads a reply again, from the beginning or after an event. */
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
