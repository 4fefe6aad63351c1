import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { Agent } from 'undici'
import { startChatPlatform } from '../harness/chat-platform.ts'
import type { Held } from '../harness/inspect-process.ts'
import { heldBy } from '../harness/inspect-process.ts'
import { randomFrom } from '../harness/random.ts'
import { newReader, readPiece } from '../harness/reply-reader.ts'
import { print } from '../harness/report.ts'

// Clients that leave in the middle of a stream: their replies go on to the end all the same, and afterwards the
// processes hold no more sockets, timers and memory than before. Exit code 1 when they do.

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
})
const clients = Number(values.clients)
const random = randomFrom(Number(values.seed))
/** Idle connections between the processes are kept for a minute at most. */
const idleMs = 65_000
const endMaxMs = 120_000
/** The database's pool at rest holds one connection or a few: a client that is held on to would show a hundredfold. */
const jitterMax = 5
/** Compiled code and caches still move a little after the rounds that warm a process up. */
const heapGrowthMax = 2 * 2 ** 20

const closers: (() => unknown)[] = []
const bench = { teardown: (close: () => unknown) => void closers.unshift(close) }

try {
  print(`aborted-clients: ${values.rounds} rounds of ${clients}, --seed ${values.seed}`)
  const { gateways, chats, model, identity, db } = await startChatPlatform(bench, { inspected: true })
  const named = Object.entries({ gateways, chats }).flatMap(([name, all]) =>
    all.map((service, index) => ({ name: `${name.slice(0, -1)} ${index + 1}`, service })),
  )
  const steps = Array.from({ length: 40 }, () => ['一句话。', { waitMs: 20 }]).flat()
  model.enqueue({ times: 'always', steps })

  let asked = 0
  const abort = async (dispatcher: Agent) => {
    const { headers } = await identity.user()
    const url = gateways[random(gateways.length)]?.url ?? ''
    const bytesMax = 400 + random(2_000)
    await readPiece(url, newReader(), { dispatcher, headers, bytesMax, question: `<${asked++}>` })
  }
  const counted = async () => {
    const { rows } = await sql<{ all: number; unfinished: number; completed: number }>`
      select count(*)::int "all", (count(*) filter (where status in ('queued', 'running')))::int unfinished,
        (count(*) filter (where status = 'completed'))::int completed from replies`.execute(db)
    return rows[0] ?? { all: 0, unfinished: 0, completed: 0 }
  }
  const round = async () => {
    const dispatcher = new Agent()
    await Promise.all(Array.from({ length: clients }, () => abort(dispatcher)))
    await dispatcher.destroy()
    const deadline = performance.now() + endMaxMs
    while ((await counted()).unfinished > 0 && performance.now() < deadline) await pause(200)
    const { all, completed } = await counted()
    if (completed < all) throw new Error(`of ${all} replies only ${completed} went on to their end`)
  }
  const heldAtRest = async () => {
    await pause(idleMs)
    const held = new Map<string, Held>()
    for (const { name, service } of named) held.set(name, await heldBy(service))
    return held
  }

  // Two rounds compile the code and fill the pools; what is held after them is the level to come back to.
  await round()
  await round()
  const before = await heldAtRest()
  for (let n = 0; n < Number(values.rounds); n++) await round()

  const after = await heldAtRest()
  const grown = named.map(({ name }) => {
    const [was, is] = [before.get(name), after.get(name)]
    if (!was || !is) throw new Error(`${name} was not looked at`)
    const { sockets, timers, heapBytes } = is
    return {
      name,
      ...{
        sockets: sockets - was.sockets,
        timers: timers - was.timers,
        heapBytes: heapBytes - was.heapBytes,
      },
    }
  })
  const over = ({ sockets, timers, heapBytes }: Held) =>
    sockets > jitterMax || timers > jitterMax || heapBytes > heapGrowthMax

  print(`${(await counted()).all} replies were left by their readers, and ended all the same`)
  for (const { name, sockets, timers, heapBytes } of grown) {
    const was = before.get(name)
    print(
      `${name.padEnd(12)} sockets ${was?.sockets} ${signed(sockets)}, timers ${was?.timers} ${signed(timers)}, ` +
        `memory held ${((was?.heapBytes ?? 0) / 2 ** 20).toFixed(1)} MB ${signed(Number((heapBytes / 2 ** 20).toFixed(2)))} MB`,
    )
  }
  const violations = grown.filter(over)
  print(violations.length === 0 ? 'no growth' : `VIOLATION: ${violations.map(({ name }) => name)} grew`)
  if (violations.length > 0) process.exitCode = 1
} finally {
  for (const close of closers) await close()
}

function signed(value: number): string {
  return value >= 0 ? `+${value}` : String(value)
}
