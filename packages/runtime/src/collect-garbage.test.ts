import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import t from 'tap'

const script = `
  import { setImmediate as turn } from 'node:timers/promises'
  import { collectAtRest } from '${new URL('collect-garbage.ts', import.meta.url)}'
  collectAtRest(20)
  for (const until = performance.now() + 300; performance.now() < until; ) await turn()
  console.log('at rest')
  setInterval(() => {}, 1_000)`

t.test('a process that is busy is left alone, and collected when it rests', async (t) => {
  // V8 tells of each collection why it was: "testing" is how it calls one that was asked for.
  const child = spawn(process.execPath, ['--trace-gc', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => child.kill())
  let rests = false
  for await (const line of createInterface(child.stdout)) {
    rests ||= line === 'at rest'
    if (/Mark-Compact.* testing/.test(line)) break
  }
  t.ok(rests)
})
