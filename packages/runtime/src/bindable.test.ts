import { pino } from 'pino'
import t from 'tap'
import { bindable } from './bindable.ts'

t.test('the address of both kinds gives way only where there is no IPv6', async (t) => {
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  t.equal(await bindable('::', log, async () => false), '0.0.0.0')
  t.match(lines, [/no IPv6/])
  t.equal(await bindable('::', log, async () => true), '::')
  for (const host of ['::1', '0.0.0.0', '127.0.0.1'])
    t.equal(await bindable(host, log, async () => false), host)
  t.equal(lines.length, 1)
})
