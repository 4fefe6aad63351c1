import t from 'tap'
import { formatEvent } from './sse.ts'

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
