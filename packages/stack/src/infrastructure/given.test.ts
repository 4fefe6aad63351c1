import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { Test } from 'tap'
import t from 'tap'
import { reachPostgres, reachRedis } from './given.ts'

/** A server that treats every connection so; its place. */
async function listening(t: Test, treat: (socket: Socket) => void = () => {}) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    treat(socket)
  })
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const letsIn = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])

t.test(
  'a server that accepts connections and then hangs is a fault that names it',
  { timeout: 20_000 },
  async (t) => {
    const [redis, silent, welcoming] = [
      await listening(t),
      await listening(t),
      await listening(t, (socket) => socket.once('data', () => socket.write(letsIn))),
    ]
    const postgres = (place: string) =>
      reachPostgres('DATABASE_URL', `postgres://lingzhi:secret@${place}/lingzhi`, undefined, 0)
    await Promise.all([
      t.rejects(reachRedis('REDIS_URL', `redis://:secret@${redis}`, undefined, 0), {
        message: `Redis does not respond at ${redis} (REDIS_URL).`,
      }),
      t.rejects(postgres(silent), {
        message: new RegExp(`^PostgreSQL does not respond at ${silent} \\(DATABASE_URL\\)`),
      }),
      t.rejects(postgres(welcoming), {
        message: new RegExp(`^PostgreSQL does not respond at ${welcoming} \\(DATABASE_URL\\)`),
      }),
    ])
  },
)

t.test('a file of certificates that is not there is told by name', async (t) => {
  const url = 'postgres://lingzhi:secret@127.0.0.1:1/lingzhi?sslmode=verify-full&sslrootcert=/none/ca.pem'
  await t.rejects(reachPostgres('DATABASE_URL', url, undefined, 0), {
    name: 'Fault',
    message: /^PostgreSQL does not respond at .*: the file \/none\/ca\.pem cannot be read \(ENOENT\)\.$/,
  })
})
