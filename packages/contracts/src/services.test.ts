import t from 'tap'
import { serviceNames, services, upstreamNames } from './services.ts'

t.test('a name can be a folder, a host, a database and the beginning of a setting', async (t) => {
  for (const name of serviceNames) t.match(name, /^[a-z]+$/)
})

t.test('one service owns the public port, and the gateway is it', async (t) => {
  t.same(
    serviceNames.filter((name) => services[name].public),
    ['gateway'],
  )
  t.notOk(upstreamNames.some((name) => name === ('gateway' as string)))
})
