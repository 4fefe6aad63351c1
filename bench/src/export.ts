import { execFile } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import { testBus } from '@lingzhi/testing/test-bus'
import { testCache } from '@lingzhi/testing/test-cache'
import { testDatabase } from '@lingzhi/testing/test-database'
import { testIdentity } from '@lingzhi/testing/test-identity'
import { Agent, request } from 'undici'
import { measureFormats } from './export/measure-formats.ts'
import { migrationsOf } from './harness/checkout.ts'
import { download } from './harness/download.ts'
import { newRun } from './harness/new-run.ts'
import { print, printSeries, quantile } from './harness/report.ts'
import { processorTimeOf, watchGrowth } from './harness/resident-memory.ts'
import { seedConversations } from './harness/seed-conversations.ts'
import { addressesOf, startService } from './harness/start-service.ts'

// Messages per second of a direct export and of an export job, through gateway, export, NATS and chat, beside
// psql COPY of the same rows, taking turns; growth of each process' memory, and chat's latency meanwhile. With
// `--formats` instead every format in every compression. `--messages` (1,000,000) and `--rounds` (3) set the size.
// Needs TEST_DATABASE_URL, TEST_NATS_URL, TEST_REDIS_URL and psql.

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    format: { type: 'string', default: 'ndjson' },
    compression: { type: 'string', default: 'none' },
    formats: { type: 'boolean', default: false },
  },
})
const messages = Number(values.messages)
const rounds = Number(values.rounds)
const shape = { format: values.format, compression: values.compression }

const bench = newRun()

try {
  const chatDatabase = await testDatabase<never>(bench, migrationsOf('chat'))
  const exportDatabase = await testDatabase(bench, migrationsOf('export'))
  const { bus, settings: busSettings } = await testBus(bench)
  const { url: REDIS_URL, prefix: REDIS_PREFIX } = await testCache(bench)
  const identity = await testIdentity(bench, bus)
  const { headers, id: userId } = await identity.user({ expiresIn: '2h' })
  await seedConversations(chatDatabase.db, userId, messages)

  const common = {
    NATS_URL: busSettings.NATS_URL,
    NATS_PREFIX: busSettings.NATS_PREFIX,
    REDIS_URL,
    REDIS_PREFIX,
    RATE_LIMIT_FACTOR: '1000',
  }
  const start = async (name: string, settings: Record<string, string>) => {
    const service = await startService(name, { ...common, ...settings })
    bench.teardown(service.stop)
    return service
  }
  const chat = await start('chat', { DATABASE_URL: chatDatabase.settings.DATABASE_URL })
  const exporter = await start('export', {
    DATABASE_URL: exportDatabase.settings.DATABASE_URL,
    EXPORT_LINK_SECRET: 'a secret of this measurement',
  })
  // The gateway's readiness needs all services; chat stands in for those that take no part.
  const gateway = await start('gateway', {
    ...addressesOf(chat.url),
    EXPORT_URL: exporter.url,
  })
  const dispatcher = new Agent({ bodyTimeout: 0, headersTimeout: 60_000 })
  bench.teardown(() => dispatcher.close())
  const call = async (path: string, method: 'GET' | 'POST' = 'GET', body?: object) => {
    const reply = await request(gateway.url + path, {
      dispatcher,
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    })
    if (reply.statusCode >= 300) throw new Error(`${path} returned ${reply.statusCode}`)
    return reply.body
  }
  const rateOf = async (work: () => Promise<unknown>) => {
    const started = performance.now()
    await work()
    return messages / ((performance.now() - started) / 1_000)
  }

  const copy = () =>
    promisify(execFile)('psql', [
      chatDatabase.settings.DATABASE_URL,
      '-qc',
      `\\copy (select m.*, c.title from messages m join conversations c on c.id = m.conversation_id) to '/dev/null'`,
    ])
  let bytes = 0
  const direct = async (requested = shape) => {
    const query = new URLSearchParams(requested)
    bytes = await download(`${gateway.url}/api/conversations/export-all?${query}`, headers)
  }
  const job = async (requested = shape) => {
    const accepted = await call('/api/exports', 'POST', requested)
    const { data } = (await accepted.json()) as { data: { id: string } }
    await (await call(`/api/exports/${data.id}/events`)).text()
    const ended = (await (await call(`/api/exports/${data.id}`)).json()) as {
      data: { status: string; failure: string }
    }
    if (ended.data.status !== 'completed')
      throw new Error(`the job ended ${ended.data.status}: ${ended.data.failure}`)
  }

  const latencies = async (signal: AbortSignal) => {
    const measured: number[] = []
    while (!signal.aborted) {
      const started = performance.now()
      await (await call('/api/conversations?limit=20')).dump()
      measured.push(performance.now() - started)
      await pause(10)
    }
    return measured
  }
  const pids = { gateway: gateway.pid, export: exporter.pid, chat: chat.pid }
  const compare = async () => {
    const quiet = await latencies(AbortSignal.timeout(3_000))

    const growth = await watchGrowth(pids)
    const series: Record<string, number[]> = { 'psql copy': [], 'direct export': [], 'export job': [] }
    for (let round = 0; round < rounds; round++) {
      series['psql copy']?.push(await rateOf(copy))
      series['direct export']?.push(await rateOf(() => direct()))
      series['export job']?.push(await rateOf(() => job()))
    }
    const grown = growth()
    const done = new AbortController()
    const busy = latencies(done.signal)
    await direct()
    done.abort()

    // What one direct export costs each of our processes: holds on a busy machine as well.
    const used = async () => Promise.all(Object.values(pids).map(processorTimeOf))
    const before = await used()
    await direct()
    const after = await used()
    await job()
    const afterJob = await used()

    print(
      `export: ${messages} messages as ${values.format}, ${values.compression}, ${rounds} rounds, ${Math.round(bytes / 1e6)} MB`,
    )
    for (const [name, rates] of Object.entries(series)) printSeries(name, rates, 'messages/s')
    for (const [name, size] of Object.entries(grown))
      print(`${`${name} grew by`.padEnd(24)} ${(size / 2 ** 20).toFixed(0)} MB`)
    const perMessage = (seconds: number) => ((seconds / messages) * 1e6).toFixed(2)
    for (const [index, name] of Object.keys(pids).entries()) {
      const seconds = (after[index] ?? 0) - (before[index] ?? 0)
      print(
        `${`${name} used`.padEnd(24)} ${perMessage(seconds)} µs a message of a direct export, ${perMessage((afterJob[index] ?? 0) - (after[index] ?? 0))} of a job`,
      )
    }
    const p99 = [quiet, await busy].map((measured) => quantile(measured, 0.99))
    print(
      `${'list latency p99'.padEnd(24)} ${p99[0]?.toFixed(1)} ms alone, ${p99[1]?.toFixed(1)} ms during an export`,
    )
  }
  if (values.formats) await measureFormats(messages, pids, { direct, job })
  else await compare()
} finally {
  await bench.close()
}
