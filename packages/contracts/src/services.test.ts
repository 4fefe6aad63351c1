import t from 'tap'
import { serviceNames, services, upstreamNames } from './services.ts'

t.test('the name of a service can be a folder, a host, a database and the start of a setting', async (t) => {
  for (const name of serviceNames) t.match(name, /^[a-z]+$/)
})

t.test('the gateway, and no other service, owns the public port', async (t) => {
  t.same(
    serviceNames.filter((name) => services[name].public),
    ['gateway'],
  )
  t.notOk(upstreamNames.some((name) => name === ('gateway' as string)))
})
