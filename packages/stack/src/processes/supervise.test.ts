import { createConnection } from 'node:net'
import { freePort } from '@lingzhi/runtime/free-port'
import t from 'tap'
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

t.test('a first start that fails tells the last lines and is not tried again', async (t) => {
  const spec = await server("console.error('no such table'); process.exit(3)")
  await t.rejects(supervise(spec, { note: () => {} }), { message: /exit code 3[\s\S]*no such table/ })
})

t.test('a process that will not stop is killed after its time', async (t) => {
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
