import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { pino } from 'pino'
import type { Test } from 'tap'
import t from 'tap'
import { openDb } from './open-db.ts'
import { requireDb } from './require-db.ts'

/** AuthenticationOk, then ReadyForQuery: a server that accepts everybody. */
const welcome = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])

/** What is said about a server that does so with every connection. */
async function messageOf(t: Test, treat: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    treat(socket)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const settings = {
    DATABASE_URL: `postgres://lingzhi:secret@${place}/lingzhi`,
    DATABASE_POOL_MAX: 1,
    DATABASE_CONNECT_TIMEOUT_MS: 100,
    DATABASE_QUERY_TIMEOUT_MS: 100,
    DATABASE_RETRIES_MAX: 0,
  }
  const db = openDb(settings, pino({ level: 'silent' }))
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy()
    await db.destroy()
    server.close()
  })
  const { message } = await requireDb(db, settings).then(
    () => ({ message: 'usable' }),
    (error: Error) => error,
  )
  t.notMatch(message, 'secret')
  return message.replace(place, '<place>')
}

t.test(
  'a PostgreSQL that hangs, before or after it lets us in, is named with its address and setting',
  async (t) => {
    t.equal(
      await messageOf(t, () => {}),
      'PostgreSQL at <place> (DATABASE_URL) cannot be used: Connection terminated due to connection timeout',
    )
    t.equal(
      await messageOf(t, (socket) => socket.once('data', () => socket.write(welcome))),
      'PostgreSQL at <place> (DATABASE_URL) cannot be used: Query read timeout',
    )
  },
)

t.test('one that hangs up is named too', async (t) => {
  t.match(
    await messageOf(t, (socket) => socket.destroy()),
    /^PostgreSQL at <place> \(DATABASE_URL\) cannot be used: ./,
  )
})
