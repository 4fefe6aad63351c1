import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import { testBus } from '@lingzhi/testing/test-bus'
import { testCache } from '@lingzhi/testing/test-cache'
import { testDatabase } from '@lingzhi/testing/test-database'
import { testIdentity } from '@lingzhi/testing/test-identity'
import { idsReplaced, variedLines } from '@lingzhi/testing/varied-export'
import { sql } from 'kysely'
import { Agent, request } from 'undici'
import { migrationsOf } from './harness/checkout.ts'
import { newRun } from './harness/new-run.ts'
import { check, median, print, printSeries, quantile } from './harness/report.ts'
import { processorTimeOf, watchGrowth } from './harness/resident-memory.ts'
import { addressesOf, startService } from './harness/start-service.ts'

// Messages per second of an import, from the first byte of the upload to `completed`, through gateway, export, NATS and chat,
// beside psql COPY of the very rows into tables of the same shape, taking turns; growth of each process' memory, and chat's
// latency meanwhile. `--messages` (300,000), `--rounds` (3) and `--characters` (of each message; short ones without it) set the size. `--round-trip <messages>` instead sends that many out of
// one account and into an empty one, and compares both exports byte for byte, but for ids. Needs TEST_DATABASE_URL, TEST_NATS_URL,
// TEST_REDIS_URL and psql.

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '300000' },
    rounds: { type: 'string', default: '3' },
    characters: { type: 'string', default: '0' },
    'round-trip': { type: 'string' },
  },
})
const roundTrip = values['round-trip'] !== undefined
const messages = Number(values['round-trip'] ?? values.messages)
const rounds = Number(values.rounds)
const characters = Number(values.characters)
const run = promisify(execFile)
const tables = ['conversations', 'messages', 'replies'] as const

const bench = newRun()
const folder = mkdtempSync(join(tmpdir(), 'lingzhi-bench-import-'))
bench.teardown(() => rmSync(folder, { recursive: true, force: true }))

try {
  const chatDatabase = await testDatabase<never>(bench, migrationsOf('chat'))
  const yardstick = await testDatabase<never>(bench, migrationsOf('chat'))
  const exportDatabase = await testDatabase(bench, migrationsOf('export'))
  const { bus, settings: busSettings } = await testBus(bench)
  const { url: REDIS_URL, prefix: REDIS_PREFIX } = await testCache(bench)
  const identity = await testIdentity(bench, bus)

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
  const dispatcher = new Agent({ bodyTimeout: 0, headersTimeout: 120_000 })
  bench.teardown(() => dispatcher.close())

  const file = join(folder, 'export.ndjson')
  await pipeline(
    Readable.from(roundTrip ? variedLines(messages) : exportedLines(messages)),
    createWriteStream(file),
  )

  const importFile = async (from = file) => {
    const { headers } = await identity.user({ expiresIn: '2h' })
    const accepted = await request(`${gateway.url}/api/imports`, {
      dispatcher,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: createReadStream(from),
    })
    const begun = (await accepted.body.json()) as { data: { id: string } }
    if (accepted.statusCode !== 202) throw new Error(`refused: ${JSON.stringify(begun)}`)
    for (;;) {
      const reply = await request(`${gateway.url}/api/imports/${begun.data.id}`, { dispatcher, headers })
      const { data } = (await reply.body.json()) as {
        data: { status: string; messages: { new: number }; failure: unknown }
      }
      if (data.status === 'completed' && data.messages.new === messages) return headers
      if (['completed', 'failed', 'cancelled'].includes(data.status))
        throw new Error(`the import ended ${data.status}: ${JSON.stringify(data)}`)
      await pause(50)
    }
  }
  const rateOf = async (work: () => Promise<unknown>) => {
    const started = performance.now()
    await work()
    return messages / ((performance.now() - started) / 1_000)
  }
  const psql = (url: string, ...commands: string[]) =>
    run('psql', [url, '-q', '-v', 'ON_ERROR_STOP=1', ...commands.flatMap((command) => ['-c', command])])
  const copy = () =>
    psql(
      yardstick.settings.DATABASE_URL,
      'begin',
      ...tables.map((table) => `\\copy ${table} from '${join(folder, table)}'`),
      'commit',
    )
  const empty = (db: typeof yardstick.db) => sql`truncate conversations cascade`.execute(db)

  if (roundTrip) {
    const exported = async (name: string, headers: Record<string, string>) => {
      const reply = await request(`${gateway.url}/api/conversations/export-all?format=ndjson`, {
        dispatcher,
        headers,
      })
      if (reply.statusCode !== 200) throw new Error(`the export was refused: ${await reply.body.text()}`)
      await pipeline(reply.body, createWriteStream(join(folder, name)))
      return join(folder, name)
    }
    const began = performance.now()
    const first = await exported('first', await importFile())
    const second = await exported('second', await importFile(first))
    const { lines, differs } = compareExports(first, second)
    print(`round trip: ${messages} messages, ${lines} lines, ${(performance.now() - began).toFixed(0)} ms`)
    if (differs)
      print(`line ${differs.line}:\n  ${differs.one.slice(0, 500)}\n  ${differs.other.slice(0, 500)}`)
    check(
      !differs && lines >= messages,
      'what came out of the second account is what came out of the first, byte for byte but for ids',
    )
  } else await measure()

  async function measure() {
    const pids = { gateway: gateway.pid, export: exporter.pid, chat: chat.pid }
    const firstGrowth = await watchGrowth(pids)
    // Once before: the rows for psql, and nobody is measured cold.
    await importFile()
    const grownAtFirst = firstGrowth()
    await psql(
      chatDatabase.settings.DATABASE_URL,
      ...tables.map((table) => `\\copy ${table} to '${join(folder, table)}'`),
    )
    const person = await identity.user({ expiresIn: '2h' })
    const latencies = async (signal: AbortSignal) => {
      const measured: number[] = []
      while (!signal.aborted) {
        const started = performance.now()
        const reply = await request(`${gateway.url}/api/conversations?limit=20`, {
          dispatcher,
          headers: person.headers,
        })
        await reply.body.dump()
        measured.push(performance.now() - started)
        await pause(10)
      }
      return measured
    }
    const growth = await watchGrowth(pids)
    const used = () => Promise.all(Object.values(pids).map(processorTimeOf))
    const before = await used()
    const imports: number[] = []
    const copies: number[] = []
    for (let round = 0; round < rounds; round++) {
      await empty(yardstick.db)
      copies.push(await rateOf(copy))
      await empty(chatDatabase.db)
      imports.push(await rateOf(importFile))
    }
    const after = await used()
    const grown = growth()
    const alone: number[] = []
    const meanwhile: number[] = []
    const beside: number[] = []
    for (let round = 0; round < rounds; round++) {
      await empty(chatDatabase.db)
      alone.push(...(await latencies(AbortSignal.timeout(5_000))))
      const done = new AbortController()
      const busy = latencies(done.signal)
      beside.push(await rateOf(importFile))
      done.abort()
      meanwhile.push(...(await busy))
    }
    const latencyAt = (share: number) =>
      ({ alone: quantile(alone, share), meanwhile: quantile(meanwhile, share) }) as const
    const p99 = latencyAt(0.99)

    print(`import: ${messages} messages, ${rounds} rounds`)
    printSeries('psql copy', copies, 'messages/s')
    printSeries('import', imports, 'messages/s')
    printSeries('beside people', beside, 'messages/s')
    for (const [index, name] of Object.keys(pids).entries()) {
      const seconds = ((after[index] ?? 0) - (before[index] ?? 0)) / rounds
      print(`${`${name} used`.padEnd(24)} ${((seconds / messages) * 1e6).toFixed(1)} µs a message`)
    }
    const megabytes = (size = 0) => (size / 2 ** 20).toFixed(0)
    for (const [name, size] of Object.entries(grownAtFirst))
      print(
        `${`${name} grew by`.padEnd(24)} ${megabytes(size)} MB at first, ${megabytes(grown[name])} MB later`,
      )
    for (const share of [0.5, 0.9, 0.99]) {
      const { alone, meanwhile } = latencyAt(share)
      print(
        `${`list latency p${share * 100}`.padEnd(24)} ${alone?.toFixed(1)} ms alone, ${meanwhile?.toFixed(1)} ms meanwhile`,
      )
    }
    check(median(imports) >= 30_000, 'at least 30,000 messages a second')
    check(median(imports) >= median(copies) / 4, 'at least a quarter of psql COPY of the same rows')
    check(p99.meanwhile <= p99.alone * 1.25, 'a person waits at most a quarter longer')
    check(Math.max(...Object.values(grown)) <= 64 * 2 ** 20, 'no process grows by more than 64 MB')
  }
} finally {
  await bench.close()
}

/** Whether two exports are the same but for ids, and where not. */
function compareExports(first: string, second: string) {
  const linesOf = (name: string) => readFileSync(name, 'utf8').trimEnd().split('\n')
  const [ones, others] = [linesOf(first), linesOf(second)]
  const [told, retold] = [idsReplaced(), idsReplaced()]
  for (let at = 0; at < Math.max(ones.length, others.length); at++) {
    const [one, other] = [told(ones[at] ?? '{}'), retold(others[at] ?? '{}')]
    if (one !== other) return { lines: at, differs: { line: at + 1, one, other } }
  }
  return { lines: ones.length, differs: undefined }
}

/** Our own export: conversations of a hundred messages, about 390 bytes a message, half of them in Chinese. */
function* exportedLines(count: number): Generator<string> {
  const line = (value: object) => `${JSON.stringify(value)}\n`
  const uuid = (n: number) =>
    `01980000-${(n >>> 16).toString(16).padStart(4, '0')}-7000-8000-${n.toString(16).padStart(12, '0')}`
  const agent = { agent_id: 1, agent_name: '灵值生态园' }
  yield line({ type: 'export', format: 'lingzhi.conversations', format_version: 1 })
  for (let n = 0; n < count; n++) {
    const at = new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString()
    const conversation = uuid(2 ** 31 + Math.floor(n / 100))
    if (n % 100 === 0)
      yield line({
        ...{ type: 'conversation', id: conversation, user_id: null, title: `对话 ${n / 100}`, ...agent },
        ...{ created_at: at, last_active: at, message_count: 100, pinned: false, archived: false },
      })
    const isAnswer = n % 2 === 1
    yield line({
      ...{ type: 'message', id: uuid(n), conversation_id: conversation },
      ...{ parent_id: n % 100 === 0 ? null : uuid(n - 1), role: isAnswer ? 'assistant' : 'user' },
      content: contentOf(n, isAnswer),
      ...{ created_at: at, status: 'complete', active: true },
      ...(isAnswer && {
        ...agent,
        model: 'm',
        finish_reason: 'stop',
        usage: { prompt_tokens: 40, completion_tokens: 90, total_tokens: 130 },
      }),
    })
  }
  yield line({ type: 'end', conversations: Math.ceil(count / 100), messages: count })
}

function contentOf(n: number, isAnswer: boolean): string {
  if (characters > 0) return `第 ${n} 条。`.repeat(characters / 6 + 1).slice(0, characters)
  return isAnswer ? `这是第 ${n} 条回答，`.repeat(9) : `Tell me more about "number" ${n}.\n`.repeat(3)
}
