import { rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { freePort } from '../infrastructure/free-port.ts'
import { isRunning, startedAt } from './identity.ts'
import { type ProcessSpec, supervise } from './supervise.ts'
import { waitUntil } from './wait-until.ts'

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

async function server(code = ''): Promise<ProcessSpec> {
  const port = await freePort()
  const listen = `require('node:net').createServer().listen(${port}, '127.0.0.1')`
  return {
    name: 'server',
    port,
    command: process.execPath,
    args: ['-e', `${code};${listen}`],
    cwd: process.cwd(),
    env: {},
    output: (line) => line,
    isReady: () => listens(port),
  }
}

t.test('a process that dies comes back on its port, with another pid', async (t) => {
  const spec = await server()
  const notes: string[] = []
  const supervised = await supervise(spec, { note: (line) => notes.push(line) })
  const { pid } = supervised
  process.kill(pid, 'SIGKILL')
  t.ok(await waitUntil(() => supervised.pid !== pid, { timeoutMs: 5000 }))
  t.ok(await waitUntil(() => listens(spec.port), { timeoutMs: 5000 }))
  t.match(notes, [/server ended \(SIGKILL\)/])
  await supervised.stop()
  t.notOk(startedAt(supervised.pid))
})

t.test('a requested restart happens at once, any number of times, and is no failure', async (t) => {
  const spec = await server()
  const notes: string[] = []
  const supervised = await supervise(spec, { note: (line) => notes.push(line) })
  for (let times = 0; times < 3; times++) {
    const { pid } = supervised
    await supervised.restart()
    t.ok(await waitUntil(() => supervised.pid !== pid, { timeoutMs: 5000 }))
    t.ok(await waitUntil(() => listens(spec.port), { timeoutMs: 5000 }))
    t.notOk(startedAt(pid))
  }
  t.same(notes, [])
  await supervised.stop()
  await supervised.restart()
  t.notOk(startedAt(supervised.pid), 'one that was stopped stays so')
})

t.test('a process that waits for its restart is started by a requested one', async (t) => {
  const fails = join(t.testdir(), 'fails')
  const spec = await server(`if (require('node:fs').existsSync(${JSON.stringify(fails)})) process.exit(1)`)
  const notes: string[] = []
  const supervised = await supervise(spec, { note: (line) => notes.push(line) })
  writeFileSync(fails, '')
  process.kill(supervised.pid, 'SIGKILL')
  // The sixth wait is of 8 s: only the restart can end it in time.
  t.ok(await waitUntil(() => notes.length === 6, { timeoutMs: 20_000 }))
  rmSync(fails)
  await supervised.restart()
  t.ok(await waitUntil(() => listens(spec.port), { timeoutMs: 5000 }))
  await supervised.stop()
})

t.test('a first start that fails reports the last lines and is not retried', async (t) => {
  const spec = await server("console.error('no such table'); process.exit(3)")
  await t.rejects(supervise(spec, { note: () => {} }), { message: /exit code 3[\s\S]*no such table/ })
})

t.test('a process that does not stop in time is killed', async (t) => {
  const spec = await server("process.on('SIGTERM', () => {})")
  const supervised = await supervise(spec, { note: () => {} })
  const identity = { pid: supervised.pid, started: startedAt(supervised.pid)! }
  await supervised.stop(50)
  t.notOk(isRunning(identity))
})

t.test('an abort during the start leaves no process', async (t) => {
  const stopping = new AbortController()
  const spec = { ...(await server()), isReady: async () => false }
  const pids: number[] = []
  const record = { add: (_: string, pid: number) => pids.push(pid), remove() {}, killAll() {}, close() {} }
  const starting = supervise(spec, { note: () => {}, signal: stopping.signal, record })
  stopping.abort()
  await t.rejects(starting, { name: 'AbortError' })
  t.notOk(startedAt(pids[0]!))
})
