import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemEnvironment } from '@lingzhi/stack/environment/system'
import { findPostgres } from '@lingzhi/stack/infrastructure/binaries'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { postgresPlace } from '@lingzhi/stack/infrastructure/postgres-place'
import { eventually } from '@lingzhi/testing/eventually'
import type { Test } from '@lingzhi/testing/test-servers'
import pg from 'pg'

/** How a server ends: `fast` ends its sessions and flushes everything, `immediate` leaves that to recovery. */
const signals = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const
export type StopMode = keyof typeof signals

/** A PostgreSQL of a drill's own, on the loopback interface and durable, that can be restarted. */
export async function startOwnPostgres(drill: Test) {
  const binaries = findPostgres(process.env)
  if (!binaries) throw new Error('this drill needs the programs of PostgreSQL')
  const dataDir = mkdtempSync(join(tmpdir(), 'lingzhi-postgres-'))
  // As root PostgreSQL runs as another user, who has to traverse it.
  chmodSync(dataDir, 0o711)
  const { folder, user } = postgresPlace(dataDir)
  const port = await freePort()
  const env = systemEnvironment(process.env)
  const made = spawnSync(
    join(binaries, 'initdb'),
    ['-D', folder, '-U', 'drill', '-E', 'UTF8', '--auth=trust'],
    {
      ...user,
      cwd: folder,
      env,
    },
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)

  const url = `postgresql://drill@127.0.0.1:${port}/postgres`
  const start = async () => {
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100']
    const args = ['-D', folder, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
    const server = spawn(join(binaries, 'postgres'), args, { ...user, cwd: folder, env, stdio: 'ignore' })
    await eventually(() => isUp(url), 30_000)
    return server
  }
  let server = await start()
  const stop = async (mode: StopMode) => {
    const exited = once(server, 'exit')
    server.kill(signals[mode])
    await exited
  }
  drill.teardown(async () => {
    await stop('immediate')
    rmSync(dataDir, { recursive: true, force: true })
  })
  return {
    url,
    restart: async (mode: StopMode) => {
      await stop(mode)
      server = await start()
    },
  }
}

async function isUp(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
