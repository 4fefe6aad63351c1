import { mock } from 'node:test'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'
import { createHttp } from './create-http.ts'
import { formatEvent, openSse } from './sse.ts'

t.test('a line break in the name or the id of an event cannot write fields of its own', async (t) => {
  t.equal(
    formatEvent({ event: 'done', id: '1-2', data: { a: '\n' } }),
    'event: done\nid: 1-2\ndata: {"a":"\\n"}\n\n',
  )
  for (const forged of ['1\ndata: forged', '1\rretry: 0', '\r\n\r\n']) {
    t.throws(() => formatEvent({ id: forged, data: 1 }), TypeError)
    t.throws(() => formatEvent({ event: forged, data: 1 }), TypeError)
  }
})

t.test('a sign of life brings no blank line, which some clients take for an event', async (t) => {
  t.teardown(() => mock.timers.reset())
  const app = await createHttp({ log: silentLog, title: 'Test', checks: {} })
  t.teardown(() => app.close())
  app.get('/stream', async (_request, reply) => {
    mock.timers.enable({ apis: ['setInterval'] })
    const sse = openSse(reply)
    await sse.send({ data: 1 })
    mock.timers.tick(15_000)
    await sse.send({ data: 2 })
    mock.timers.reset()
    sse.end()
  })
  const response = await fetch(`${await app.listen({ host: '127.0.0.1', port: 0 })}/stream`)
  t.equal(await response.text(), 'data: 1\n\n: alive\ndata: 2\n\n')
})
