import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { boundLog, openOutput } from './output.ts'
import { waitUntil } from './wait-until.ts'

t.test(
  'the log of a server that never ends is bounded while it writes, and its newest lines stay',
  async (t) => {
    const file = join(t.testdir(), 'server.log')
    const output = openOutput(file)
    // A line for each line it is given.
    const server = spawn('cat', [], { stdio: ['pipe', ...output.stdio] as ['pipe', number, number] })
    output.follow(server)
    t.teardown(() => server.kill('SIGKILL'))
    const limit = 10_000
    const write = async (text: string) => {
      server.stdin!.write(`${text}\n`)
      t.ok(await waitUntil(() => readFileSync(file, 'utf8').endsWith(`${text}\n`), { timeoutMs: 10_000 }))
    }
    // A year of days.
    for (let day = 1; day <= 365; day++) {
      await write(`day ${day} ${'x'.repeat(500)}`)
      boundLog(file, limit)
      const kept = statSync(`${file}.1`, { throwIfNoEntry: false })?.size ?? 0
      if (statSync(file).size + kept > 2 * limit + 1_000) t.fail(`too large on day ${day}`)
    }
    await write('the last line')
    t.match(output.tail(), /the last line$/)
    t.notMatch(readFileSync(file, 'utf8'), '\0', 'no hole where lines were')
    server.stdin!.end()
    await once(server, 'exit')
  },
)
