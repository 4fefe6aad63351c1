import { createConnection } from 'node:net'
import { join } from 'node:path'
import { systemEnvironment } from '../environment/system.ts'
import { supervise } from '../processes/supervise.ts'
import { findServer } from './binaries.ts'
import { freePort } from './free-port.ts'
import type { InfrastructureOptions, Started } from './options.ts'
import { serverPlace } from './server-place.ts'

/**
 * A private Redis. It holds reply logs and counters, not only a cache, so at its limit it refuses writes
 * (noeviction) instead of dropping keys in use; services treat that like Redis being down.
 */
export async function startRedis(options: InfrastructureOptions): Promise<Started> {
  const command = findServer('redis-server', options.env)!
  const { folder, user } = serverPlace(options.dataDir, 'redis', command)
  const port = await (options.portOf?.('redis') ?? freePort())
  const password = options.secrets.get('redisPassword')
  const server = await supervise(
    {
      name: 'redis',
      port,
      command,
      args: ['-'],
      // Through stdin: on the command line every user of this machine could read the password.
      stdin: configuration(port, password, folder, options.durable),
      cwd: folder,
      ...(user && { user }),
      env: systemEnvironment(options.env),
      output: join(options.dataDir, 'redis.log'),
      stopSignal: 'SIGTERM',
      isReady: () => respondsToPing(port, password),
    },
    options,
  )
  return { url: `redis://:${password}@127.0.0.1:${port}`, server }
}

function configuration(port: number, password: string, folder: string, durable: boolean): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir "${folder}"`,
    'save ""',
    `appendonly ${durable ? 'yes' : 'no'}`,
    'appendfsync everysec',
    'maxmemory 256mb',
    'maxmemory-policy noeviction',
    '',
  ].join('\n')
}

/** False also while it loads its file, when PING returns an error. */
function respondsToPing(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    let reply = ''
    socket.setTimeout(1000, () => socket.destroy())
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\nQUIT\r\n`))
    socket.on('data', (chunk) => {
      reply += chunk
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(reply.includes('+PONG')))
  })
}
