import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import t, { type Test } from 'tap'
import { freePort } from './free-port.ts'

const many = 1000

async function portsHere(): Promise<number[]> {
  return Promise.all(Array.from({ length: many }, freePort))
}

/** The other process keeps its claims until the test has ended. */
async function portsOfAnotherProcess(t: Test): Promise<number[]> {
  const code = `
    import { freePort } from '${new URL('free-port.ts', import.meta.url)}'
    const ports = await Promise.all(Array.from({ length: ${many} }, freePort))
    console.log(JSON.stringify(ports))
    process.stdin.resume()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.teardown(() => child.stdin.end())
  const [line] = await once(createInterface(child.stdout), 'line')
  return JSON.parse(line)
}

t.test('launchers that start at the same time never choose the same port', async (t) => {
  const [here, there] = await Promise.all([portsHere(), portsOfAnotherProcess(t)])
  const all = [...here, ...there]
  t.equal(new Set(all).size, all.length)
})
