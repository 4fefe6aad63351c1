import t from 'tap'
import { isInstant } from './instants.ts'

t.test('an instant is one that every clock here can tell', async (t) => {
  for (const text of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2026-01-01T00:00:00.123456+14:00'])
    t.ok(isInstant(text), text)
  const none = ['2016-12-31T23:59:60Z', '2016-12-31T23:59:60.9Z', '9999-12-31T23:59:59-12:00']
  for (const text of [...none, '0000-12-31T23:59:59Z', '0001-01-01T00:00:00+01:00', 'yesterday'])
    t.notOk(isInstant(text), text)
})
