import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { Agent } from 'undici'
import { startChatPlatform } from '../harness/chat-platform.ts'
import type { Held } from '../harness/inspect-process.ts'
import { heldBy } from '../harness/inspect-process.ts'
import { newRun } from '../harness/new-run.ts'
import { randomFrom } from '../harness/random.ts'
import { newReader, readPiece } from '../harness/reply-reader.ts'
import { print } from '../harness/report.ts'

// Clients that leave in the middle of a stream: their replies still run to the end, and the processes keep
// nothing of them. Memory is read after a third of the rounds and after the last: what is compiled or cached once
// is there by then, so later growth comes from the clients. Exit code 1 when there is any.

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '27' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
})
const clients = Number(values.clients)
const rounds = Number(values.rounds)
const random = randomFrom(Number(values.seed))
/** Idle connections between the processes are kept for a minute at most. */
const idleMs = 65_000
const endMaxMs = 120_000
/** A pool keeps a varying number of idle connections; only more than its maximum count as a leak. */
const poolMax = 10
const timersMax = 5
/** Memory that a client that has left may keep for good; one leaked abort signal keeps 2,000. */
const bytesPerClientMax = 500

const bench = newRun()

try {
  print(`aborted-clients: ${values.rounds} rounds of ${clients}, --seed ${values.seed}`)
  const { gateways, chats, model, identity, db, databaseUrl } = await startChatPlatform(bench, {
    inspected: true,
  })
  const named = Object.entries({ gateways, chats }).flatMap(([name, all]) =>
    all.map((service, index) => ({ name: `${name.slice(0, -1)} ${index + 1}`, service })),
  )
  const steps = Array.from({ length: 40 }, () => ['一句话。', { waitMs: 20 }]).flat()
  model.enqueue({ times: 'always', steps })

  // The same users in each round, as their tokens and limits are cached, up to a bound.
  const users = await Promise.all(Array.from({ length: clients }, () => identity.user()))
  let questions = 0
  const abort = async (dispatcher: Agent, { headers }: { headers: Record<string, string> }) => {
    const url = gateways[random(gateways.length)]?.url ?? ''
    const bytesMax = 400 + random(2_000)
    await readPiece(url, newReader(), { dispatcher, headers, bytesMax, question: `<${questions++}>` })
  }
  const counted = async () => {
    const { rows } = await sql<{ all: number; unfinished: number; completed: number }>`
      select count(*)::int "all", (count(*) filter (where status in ('queued', 'running')))::int unfinished,
        (count(*) filter (where status = 'completed'))::int completed from replies`.execute(db)
    return rows[0] ?? { all: 0, unfinished: 0, completed: 0 }
  }
  const round = async () => {
    const dispatcher = new Agent()
    await Promise.all(users.map((user) => abort(dispatcher, user)))
    await dispatcher.destroy()
    const deadline = performance.now() + endMaxMs
    while ((await counted()).unfinished > 0 && performance.now() < deadline) await pause(200)
    const { all, completed } = await counted()
    if (completed < all) throw new Error(`of ${all} replies only ${completed} ran to their end`)
  }
  const heldAtRest = async () => {
    await pause(idleMs)
    const held = new Map<string, Held>()
    for (const { name, service } of named) held.set(name, await heldBy(service))
    return held
  }

  const early = Math.ceil(rounds / 3)
  for (let n = 0; n < early; n++) await round()
  const before = await heldAtRest()
  for (let n = early; n < rounds; n++) await round()
  const after = await heldAtRest()

  print(`${(await counted()).all} replies were left by their readers and ended nevertheless`)
  const databasePort = Number(new URL(databaseUrl).port || 5432)
  /** Each of them was read through one of the gateways, and generated and streamed by one of the chats. */
  const clientsEach = ((rounds - early) * clients) / chats.length
  const violations = named.flatMap(({ name }) => {
    const [was, is] = [before.get(name), after.get(name)]
    if (!was || !is) throw new Error(`${name} was not inspected`)
    const perClient = (is.heapBytes - was.heapBytes) / clientsEach
    const others = (held: Held) => total(held.sockets) - (held.sockets.get(databasePort) ?? 0)
    const pooled = is.sockets.get(databasePort) ?? 0
    print(
      `${name.padEnd(10)} memory held ${mebibytes(was)} then ${mebibytes(is)} MB: ${perClient.toFixed(0)} bytes a client; ` +
        `timers ${was.timers} then ${is.timers}; connections ${others(was)} then ${others(is)}, and ${pooled} to the database`,
    )
    return [
      ...(perClient > bytesPerClientMax ? [`${name} keeps memory`] : []),
      ...(is.timers - was.timers > timersMax ? [`${name} keeps timers`] : []),
      ...(others(is) > others(was) || pooled > poolMax ? [`${name} keeps connections`] : []),
    ]
  })
  print(violations.length === 0 ? 'no growth' : `VIOLATION: ${violations.join(', ')}`)
  if (violations.length > 0) process.exitCode = 1
} finally {
  await bench.close()
}

function total(sockets: Held['sockets']): number {
  return [...sockets.values()].reduce((sum, count) => sum + count, 0)
}

function mebibytes({ heapBytes }: Held): string {
  return (heapBytes / 2 ** 20).toFixed(1)
}
