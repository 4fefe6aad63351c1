import { Pool } from 'undici'
import { startChatPlatform } from '../harness/chat-platform.ts'
import type { Run } from '../harness/new-run.ts'
import { randomFrom, shuffled } from '../harness/random.ts'
import { median, print, printSeries } from '../harness/report.ts'
import type { Door } from '../streams/ask.ts'
import { ask, word } from '../streams/ask.ts'
import { seedScenarios } from './seed-scenarios.ts'

interface Options {
  rounds: number
  single: number
  scenarios: number
  against: string | undefined
}

/** The first word of one reader's answers: plain, and with scenarios, rules and preferences; beside another checkout's. */
export async function firstWords(bench: Run, { rounds, single, scenarios, against }: Options): Promise<void> {
  const random = randomFrom(Date.now())

  async function open(name: string, { checkout, shaped = false }: { checkout?: string; shaped?: boolean }) {
    const { gateways, db, identity, model } = await startChatPlatform(bench, {
      replicas: 1,
      ...(checkout !== undefined && { checkout }),
      settings: { MATCH_DEADLINE_MS: '0' },
    })
    model.enqueue({ times: 'always', steps: [{ repeat: { count: 20, text: `${word} ` } }] })
    const { headers } = await identity.user({ expiresIn: '4h' })
    const url = gateways[0]?.url ?? ''
    const pool = new Pool(url, { connections: 1 })
    bench.teardown(() => pool.destroy())
    if (shaped) {
      await seedScenarios(db, scenarios)
      const send = (method: string, path: string, body: object) =>
        fetch(`${url}/api/v1/platform/users/me/${path}`, {
          method,
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      await send('PUT', 'scenario-config', { user_custom_prompt: '称呼我为老师' })
      for (let n = 0; n < 5; n++) await send('POST', 'preferences/items', { statement: `回答要简短 ${n}` })
    }
    const door: Door = {
      name,
      pids: [],
      pool,
      path: '/api/chat-stream',
      headers: () => headers,
      body: (message) => ({ message }),
      end: 'event: done',
    }
    return door
  }

  const plain = await open('ours, plain', {})
  const doors = [plain, await open(`ours, ${scenarios} scenarios`, { shaped: true })]
  if (against !== undefined) doors.push(await open('the other', { checkout: against }))
  const firsts = new Map<Door, number[]>(doors.map((door) => [door, []]))
  for (const door of doors) for (let n = 0; n < single; n++) await ask(door, 0)
  for (let round = 0; round < rounds; round++)
    for (const door of shuffled(doors, random)) {
      const taken: number[] = []
      for (let n = 0; n < single; n++) taken.push(await ask(door, 0))
      firsts.get(door)!.push(median(taken))
    }
  print('first word of one reader, median of each round')
  for (const door of doors) printSeries(`  ${door.name}`, firsts.get(door)!, 'ms')
  const yardstick = firsts.get(doors.at(-1)!)!
  if (against === undefined) return
  for (const door of doors.slice(0, -1)) {
    const later = firsts.get(door)!.map((value, round) => value - yardstick[round]!)
    print(`  ${door.name}: ${median(later).toFixed(2)} ms later than the other (aim: ≤ 2 ms)`)
  }
}
