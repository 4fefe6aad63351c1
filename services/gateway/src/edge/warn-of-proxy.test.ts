import { recordedLog } from '@lingzhi/testing/recorded-log'
import t from 'tap'
import { testPlatform } from '../test-app.ts'

/** A gateway's log, and requests with a header each. */
async function start(t: Parameters<typeof testPlatform>[0], TRUSTED_PROXIES = '') {
  const { log, lines } = recordedLog()
  const { startGateway } = await testPlatform(t)
  const { url } = await startGateway({}, { TRUSTED_PROXIES }, {}, log)
  const request = (headers: Record<string, string>) => fetch(`${url}/api/health`, { headers })
  const said = () => lines.filter((line) => line.includes('TRUSTED_PROXIES'))
  return { request, said }
}

t.test(
  'a proxy that is not trusted is told of once, by name of the setting, and without a word of a client',
  async (t) => {
    for (const name of ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'CF-Connecting-IP']) {
      const { request, said } = await start(t)
      await request({})
      t.equal(said().length, 0)
      for (let n = 0; n < 20; n++) await request({ [name]: `203.0.113.${n}, evil" ${'x'.repeat(500)}` })
      t.equal(said().length, 1, name)
      t.match(said()[0], new RegExp(name.toLowerCase()))
      t.notMatch(said()[0], /203\.0\.113|evil/)
    }
  },
)

t.test('a trusted proxy is nothing to tell of', async (t) => {
  for (const trusted of ['127.0.0.1', '1', '127.0.0.0/8,::1']) {
    const { request, said } = await start(t, trusted)
    await request({ 'X-Forwarded-For': '203.0.113.7', 'X-Real-IP': '203.0.113.7' })
    t.equal(said().length, 0, trusted)
  }
  const { request, said } = await start(t, '10.0.0.0/8')
  await request({ 'X-Forwarded-For': '203.0.113.7' })
  t.equal(said().length, 1, 'another network is trusted, not this one')
})
