import { mkdirSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { systemEnvironment } from '../environment/system.ts'
import { type Supervised, supervise } from '../processes/supervise.ts'
import { findServer } from './binaries.ts'
import { freePort } from './free-port.ts'
import { jetStreamResponds, watchJetStream } from './nats-watch.ts'
import type { InfrastructureOptions, Started } from './options.ts'

/** A private NATS server with JetStream. The configuration keeps to what 2.9 and the newest both understand. */
export async function startNats(options: InfrastructureOptions): Promise<Started> {
  const folder = join(options.dataDir, 'nats')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const port = await freePort()
  const password = options.secrets.get('natsPassword')
  const file = join(folder, 'nats.conf')
  writeFileSync(file, configuration(port, password, folder), { mode: 0o600 })
  const server = await supervise(
    {
      name: 'nats',
      port,
      command: findServer('nats-server', options.env)!,
      args: ['--config', file],
      cwd: folder,
      env: systemEnvironment(options.env),
      output: join(options.dataDir, 'nats.log'),
      // SIGTERM ends it in good order too, but with exit code 1 in older versions.
      stopSignal: 'SIGINT',
      isReady: () => greets(port, '127.0.0.1'),
    },
    options,
  )
  const url = `nats://lingzhi:${password}@127.0.0.1:${port}`
  if (!options.durable) return { url, server }
  const watch = watchJetStream({
    server,
    folder,
    responds: () => jetStreamResponds(port, password),
    note: options.note,
  })
  const watched: Supervised = {
    ...server,
    get pid() {
      return server.pid
    },
    async stop(timeoutMs) {
      // Not waited for: a start under way ends with the server.
      void watch.close()
      await server.stop(timeoutMs)
    },
  }
  return { url, server: watched }
}

function configuration(port: number, password: string, folder: string): string {
  return `host: "127.0.0.1"
port: ${port}
# Streams reserve the most they may ever hold. Measured against the space that is free now, a small disk would refuse all of them.
jetstream { store_dir: ${JSON.stringify(folder)}, max_file_store: 1TB }
authorization { user: lingzhi, password: ${JSON.stringify(password)} }
`
}

/** A NATS server sends first: a line that starts with INFO. */
export function greets(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host })
    let greeted = false
    socket.setTimeout(1000, () => socket.destroy())
    socket.once('data', (chunk) => {
      greeted = chunk.toString().startsWith('INFO ')
      socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(greeted))
  })
}
