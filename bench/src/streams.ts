import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { Pool } from 'undici'
import { startProcess } from './edge/start-process.ts'
import { startChatPlatform } from './harness/chat-platform.ts'
import { otherCheckout } from './harness/checkout.ts'
import { newRun } from './harness/new-run.ts'
import { randomFrom, shuffled } from './harness/random.ts'
import { median, print, printSeries } from './harness/report.ts'
import { processorTimeOf } from './harness/resident-memory.ts'
import type { Door } from './streams/ask.ts'
import { ask, word } from './streams/ask.ts'
import { startPortkey } from './streams/portkey.ts'

// Streams per second through our whole path (gateway with token and limits, chat with storage and resumable
// replies), through our stateless door and through Portkey's gateway, which stores nothing, before the same
// model, taking turns; and the time to the first word of one reader, beside the direct call. `--against <folder>` adds
// another checkout's services.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '5' },
    clients: { type: 'string', default: '32' },
    /** Streams of one reader, per way and round. */
    single: { type: 'string', default: '60' },
    against: { type: 'string' },
    /** A folder for processor profiles of the services. */
    prof: { type: 'string' },
    /** Leaves Portkey out. */
    alone: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const clients = Number(values.clients)
const deltas = 50
const random = randomFrom(Date.now())

const bench = newRun()

try {
  const port = await freePort()
  const command = new URL('../../packages/demo-model/src/main.ts', import.meta.url)
  const env = { DEMO_MODEL_CONTROL: '1', LOG_LEVEL: 'error' }
  const model = await startProcess({ name: 'model', port, command, env })
  bench.teardown(model.stop)
  const script = { times: 'always', steps: [{ repeat: { count: deltas, text: `${word} ` } }] }
  const response = await fetch(`${model.url}/control/scripts`, {
    method: 'POST',
    body: JSON.stringify(script),
  })
  if (!response.ok) throw new Error(`the model accepted no script: ${await response.text()}`)

  const LLM_BASE_URL = `${model.url}/v1`
  const poolTo = (url: string) => {
    const pool = new Pool(url, { connections: clients, pipelining: 1 })
    bench.teardown(() => pool.destroy())
    return pool
  }
  const asCompletion = (question: string) => ({
    model: 'scripted',
    stream: true,
    messages: [{ role: 'user', content: question }],
  })
  const completions = { path: '/v1/chat/completions', body: asCompletion, end: '[DONE]' }
  const direct: Door = {
    name: 'direct',
    pids: [],
    pool: poolTo(model.url),
    headers: () => ({}),
    ...completions,
  }

  const profiled = (name: string): Record<string, string> =>
    values.prof ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${values.prof}/${name.replace(' ', '-')}` } : {}

  /** The two ways in of a platform: stored and resumable, and the stateless one. */
  async function doorsOf(name: string, checkout?: string): Promise<[Door, Door]> {
    const { gateways, chats, identity } = await startChatPlatform(bench, {
      replicas: 1,
      checkout,
      settings: { LLM_BASE_URL, LLM_MODEL: 'scripted', GENERATIONS_MAX: '1000', ...profiled(name) },
    })
    const [gateway, chat] = [gateways[0], chats[0]]
    if (!gateway || !chat) throw new Error('nothing was started')
    const people = Array.from({ length: clients }, () => identity.user({ expiresIn: '4h' }))
    const users = await Promise.all(people)
    const shared = {
      pids: [gateway.pid, chat.pid],
      pool: poolTo(gateway.url),
      headers: (client: number): Record<string, string> => ({ ...users[client]?.headers }),
    }
    const whole: Door = {
      ...shared,
      name,
      path: '/api/chat-stream',
      end: 'event: done',
      body: (message) => ({ message }),
    }
    const body = (question: string) => ({ ...asCompletion(question), model: 'agent-1' })
    return [whole, { ...shared, ...completions, name: `${name}, stateless`, body }]
  }
  const ours = await doorsOf('ours')
  const against = otherCheckout(values.against)
  const others = against ? await doorsOf('the other', against) : []
  const doors = [direct, ...ours, ...others]
  const portkey = values.alone
    ? undefined
    : await startPortkey().catch((err: Error) => {
        print(`portkey could not be installed or started, and is left out: ${err.message.split('\n', 1)[0]}`)
      })
  if (portkey) {
    bench.teardown(portkey.stop)
    const headers = {
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': LLM_BASE_URL,
      authorization: 'Bearer none',
    }
    doors.push({
      name: 'portkey',
      pids: [portkey.pid],
      pool: poolTo(portkey.url),
      headers: () => headers,
      ...completions,
    })
  }

  /** Streams per second of many readers at once, and processor time for each stream in ms. */
  async function load(target: Door) {
    const used = async () => (await Promise.all(target.pids.map(processorTimeOf))).reduce((a, b) => a + b, 0)
    const before = await used()
    const started = performance.now()
    const until = started + Number(values.seconds) * 1_000
    let streams = 0
    const reader = async (client: number) => {
      while (performance.now() < until) {
        await ask(target, client)
        streams += 1
      }
    }
    await Promise.all(Array.from({ length: clients }, (_, client) => reader(client)))
    const rate = streams / ((performance.now() - started) / 1_000)
    return { rate, cpuMs: (((await used()) - before) * 1_000) / streams }
  }

  const rates = new Map<Door, number[]>(doors.map((each) => [each, []]))
  const costs = new Map<Door, number[]>(doors.map((each) => [each, []]))
  const firsts = new Map<Door, number[]>(doors.map((each) => [each, []]))
  for (const each of doors) await load(each) // warms the compiler and the connections up
  for (let round = 0; round < rounds; round++) {
    const turn = shuffled(doors, random)
    for (const each of turn) {
      const { rate, cpuMs } = await load(each)
      rates.get(each)?.push(rate)
      costs.get(each)?.push(cpuMs)
    }
    for (let n = 0; n < Number(values.single); n++)
      for (const each of turn) firsts.get(each)?.push(await ask(each, 0))
  }

  const processor = /model name\s*: (.*)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]
  print(
    `streams: ${rounds} rounds of ${values.seconds} s, ${clients} at once, ${deltas} deltas a stream (${processor})`,
  )
  for (const each of doors) {
    printSeries(each.name, rates.get(each) ?? [], 'streams/s')
    if (each.pids.length > 0) printSeries('', costs.get(each) ?? [], 'ms of processor time a stream')
  }
  const printRatio = (each: Door, yardstick: Door | undefined, remark = '') => {
    if (!yardstick) return
    const ratios = (of: Map<Door, number[]>) =>
      (of.get(each) ?? []).map((value, n) => value / (of.get(yardstick)?.[n] ?? Number.NaN))
    printSeries(`${each.name} / ${yardstick.name}`, ratios(rates), `of its rate${remark}`)
    if (yardstick.pids.length > 0) printSeries('', ratios(costs), 'times its processor time')
  }
  for (const each of ours)
    printRatio(
      each,
      doors.find(({ name }) => name === 'portkey'),
      ' (aim: ≥ 1)',
    )
  for (const [n, each] of ours.entries()) printRatio(each, others[n])
  print('time to the first word, one reader:')
  for (const each of doors) printSeries(each.name, firsts.get(each) ?? [], 'ms')
  for (const each of doors.slice(1)) {
    const over = median(firsts.get(each) ?? []) - median(firsts.get(direct) ?? [])
    print(`${each.name.padEnd(24)} ${over.toFixed(2)} ms over the direct call (aim of ours: ≤ 5 ms)`)
  }
} finally {
  await bench.close()
}
