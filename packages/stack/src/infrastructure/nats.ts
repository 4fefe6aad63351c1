import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import type { ServiceName } from '@lingzhi/contracts/services'
import { serviceNames } from '@lingzhi/contracts/services'
import { settingOf } from '../environment/setting-of.ts'
import { systemEnvironment } from '../environment/system.ts'
import { type Supervised, supervise } from '../processes/supervise.ts'
import { findServer } from './binaries.ts'
import { freePort } from './free-port.ts'
import { namesWith, natsUsers } from './nats-accounts.ts'
import { jetStreamResponds, watchJetStream } from './nats-watch.ts'
import type { InfrastructureOptions, Started } from './options.ts'
import type { Secrets } from './secrets.ts'
import { handTo, serverPlace } from './server-place.ts'

/** The addresses of a NATS for each service, with its own account there. */
export type NatsUrls = Readonly<Record<ServiceName, string>>

/**
 * A private NATS server with JetStream: an account for each service, and `url` with the launcher's own, which may do everything.
 * The configuration keeps to what 2.9 and the newest both understand.
 */
export async function startNats(
  options: InfrastructureOptions,
): Promise<Started & { urls: NatsUrls; folder: string }> {
  const port = await (options.portOf?.('nats') ?? freePort())
  const { folder, file, user } = configureNats(options, port)
  const password = options.secrets.get('natsPassword')
  const server = await supervise(
    {
      name: 'nats',
      port,
      command: findServer('nats-server', options.env)!,
      args: ['--config', file],
      cwd: folder,
      ...(user && { user }),
      env: systemEnvironment(options.env),
      output: join(options.dataDir, 'nats.log'),
      // SIGTERM ends it in good order too, but with exit code 1 in older versions.
      stopSignal: 'SIGINT',
      isReady: () => greets(port, '127.0.0.1'),
    },
    options,
  )
  const url = `nats://lingzhi:${password}@127.0.0.1:${port}`
  const urls = natsUrlsOf(url, options.secrets)
  if (!options.durable) return { url, urls, folder, server }
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
  return { url, urls, folder, server: watched }
}

/** The address of the private NATS for each service, from that of the account that may do everything. */
export function natsUrlsOf(url: string, secrets: Secrets): NatsUrls {
  return Object.fromEntries(
    serviceNames.map((service) => {
      const own = new URL(url)
      own.username = service
      own.password = passwordOf(service, secrets)
      return [service, own.href]
    }),
  ) as NatsUrls
}

const passwordOf = (service: ServiceName, secrets: Secrets) => secrets.get(`natsPassword.${service}`)

/**
 * Writes the configuration of the private NATS with an account for each service that this code knows; `changed` when it was
 * another before: a server that runs takes the new one on SIGHUP, and whose account is as it was stays connected.
 */
export function configureNats(
  options: Pick<InfrastructureOptions, 'dataDir' | 'env' | 'secrets'>,
  port: number,
) {
  const { folder, user } = serverPlace(options.dataDir, 'nats', findServer('nats-server', options.env)!)
  const file = join(folder, 'nats.conf')
  const users = natsUsers(namesWith(settingOf(options.env, 'NATS_PREFIX') ?? ''), (service) =>
    JSON.stringify(passwordOf(service, options.secrets)),
  )
  const text = configuration(port, { folder, password: options.secrets.get('natsPassword'), users })
  const changed = !existsSync(file) || readFileSync(file, 'utf8') !== text
  if (changed) writeFileSync(file, text, { mode: 0o600 })
  handTo(user, file)
  return { folder, file, changed, user }
}

type Configured = { folder: string; password: string; users: string }

function configuration(port: number, { folder, password, users }: Configured): string {
  return `host: "127.0.0.1"
port: ${port}
# Streams reserve the most they may ever hold. Measured against the space that is free now, a small disk would refuse all of them.
jetstream { store_dir: ${JSON.stringify(folder)}, max_file_store: 1TB }
authorization {
  users = [
    { user: lingzhi, password: ${JSON.stringify(password)} }
${users}
  ]
}
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
