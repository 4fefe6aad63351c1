import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { Redis } from 'ioredis'
import { eventually } from './eventually.ts'
import type { Test } from './test-servers.ts'

/** A redis-server of the test's own, for tests that change its configuration. `admin` is a connection to do that with. */
export async function startOwnRedis(t: Test) {
  const port = await freePort()
  const folder = await mkdtemp(path.join(tmpdir(), 'redis-'))
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
    {
      stdio: 'ignore',
    },
  )
  const admin = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 50 })
  admin.on('error', () => {})
  t.teardown(async () => {
    admin.disconnect()
    server.kill('SIGKILL')
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
    await rm(folder, { recursive: true, force: true })
  })
  await eventually(() => admin.ping().catch(() => undefined))
  return { url: `redis://127.0.0.1:${port}`, admin, folder }
}
