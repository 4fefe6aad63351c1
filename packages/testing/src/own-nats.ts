import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { eventually } from './eventually.ts'
import type { Test } from './test-servers.ts'

/** A nats-server of the test's own, for tests that stop it and restart it with its store. */
export async function startOwnNats(t: Test) {
  const store = await mkdtemp(path.join(tmpdir(), 'nats-'))
  const port = await freePort()
  const start = async () => {
    const server = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', store], {
      stdio: 'ignore',
    })
    await eventually(() => accepts(port))
    return server
  }
  let server = await start()
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    server.kill('SIGKILL')
    await once(server, 'exit')
  }
  t.teardown(async () => {
    await stop()
    await rm(store, { recursive: true, force: true })
  })
  return {
    /** The folder of what it keeps. */
    store,
    url: `nats://127.0.0.1:${port}`,
    stop,
    start: async () => {
      server = await start()
    },
  }
}

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
