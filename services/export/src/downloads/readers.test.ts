import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { Problem } from '@lingzhi/contracts/problem'
import { createPace } from '@lingzhi/http/watch-reader'
import type { FastifyReply } from 'fastify'
import Fastify from 'fastify'
import t from 'tap'
import { conversation } from '../test-chat.ts'
import { startTestJobs } from '../test-jobs.ts'
import type { ReaderKind } from './readers.ts'
import { openReaders } from './readers.ts'

t.test('a reader below the floor for a minute is too slow, one that waits for us is not', async (t) => {
  const minute = (perSecond: number, waits: (second: number) => boolean) => {
    const isTooSlow = createPace(1_000)
    return Array.from({ length: 25 }, (_, n) => n * 5).some((second) =>
      isTooSlow({ atMs: second * 1_000, taken: second * perSecond, waiting: waits(second) }),
    )
  }
  t.equal(
    minute(999, () => true),
    true,
  )
  t.equal(
    minute(1_000, () => true),
    false,
  )
  t.equal(
    minute(0, (second) => second % 60 !== 55),
    false,
  )
  t.equal(createPace(0)({ atMs: 0, taken: 0, waiting: true }), false)
})

t.test('who takes a little from time to time is cut off, and holds a slot until then', async (t) => {
  const clock = { ms: 0 }
  const readers = openReaders(
    { EXPORT_DOWNLOADS_MAX: 1, EXPORT_READER_MIN_BYTES_PER_S: 32_768, RATE_LIMIT_FACTOR: 1 },
    5,
    () => (clock.ms += 2_000),
  )
  const app = Fastify()
  t.teardown(() => app.close())
  app.get('/', async (_request, reply) => {
    try {
      readers.admit(reply, 'user')
    } catch (err) {
      if (!(err instanceof Problem)) throw err
      return reply.code(err.status).send({ retry_after: err.options.retryAfterS })
    }
    reply.hijack()
    reply.raw.on('error', () => {})
    reply.raw.write(Buffer.alloc(32 * 1024 ** 2))
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as { port: number }
  const slow = connect(port, '127.0.0.1')
  slow.on('error', () => {})
  const closed = once(app.server, 'request').then(([{ socket }]) => once(socket, 'close'))
  slow.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await once(slow, 'data')
  slow.pause()
  const second = await fetch(`http://127.0.0.1:${port}/`)
  t.match([second.status, await second.json()], [503, { retry_after: 10 }])
  await closed
  t.pass('its connection is closed')
  slow.destroy()
})

t.test('a file is not kept by a browser', async (t) => {
  const { call, complete } = await startTestJobs(t, (id) => [conversation(id, 'One', ['a'])])
  const { job } = await complete()
  for (const path of [`/api/exports/${job.id}/download`, '/api/conversations/export-all'])
    t.match((await call('GET', path)).headers['cache-control'], /no-store/, path)
})

t.test('guests together, and readers with links together, leave places for who signed in', async (t) => {
  const settings = { EXPORT_DOWNLOADS_MAX: 9, EXPORT_READER_MIN_BYTES_PER_S: 0 }
  const start = (RATE_LIMIT_FACTOR: number) => {
    const readers = openReaders({ ...settings, RATE_LIMIT_FACTOR })
    return (kind: ReaderKind) => {
      const raw = new EventEmitter()
      try {
        readers.admit({ raw } as unknown as FastifyReply, kind)
        return () => raw.emit('close')
      } catch (err) {
        return (err as Problem).code
      }
    }
  }
  const admit = start(1)
  const guests = [1, 2, 3].map(() => admit('guest'))
  t.equal(admit('guest'), 'TOO_MANY_REQUESTS')
  for (const _ of [1, 2, 3]) admit('link')
  t.equal(admit('link'), 'TOO_MANY_REQUESTS')
  for (const _ of [1, 2, 3]) t.type(admit('user'), 'function')
  t.equal(admit('user'), 'SERVICE_UNAVAILABLE')
  const [first] = guests
  if (typeof first === 'function') first()
  t.type(admit('guest'), 'function', 'a place is free again')
  const lifted = start(100)
  for (let n = 0; n < 9; n++) t.type(lifted('guest'), 'function')
})
