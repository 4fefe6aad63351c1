import { recordedLog } from '@lingzhi/testing/recorded-log'
import t from 'tap'
import { startTestGateway, testPlatform } from '../test-app.ts'

/** A gateway's log, and requests that a browser's page of an origin makes. */
async function start(t: Parameters<typeof testPlatform>[0], CORS_ORIGINS = '') {
  const { log, lines } = recordedLog()
  const { startGateway } = await testPlatform(t)
  const { url } = await startGateway({}, { CORS_ORIGINS }, {}, log)
  const preflight = (origin: string, path = '/api/chat', more: Record<string, string> = {}) =>
    fetch(url + path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', ...more },
    })
  const said = () => lines.filter((line) => line.includes('CORS_ORIGINS'))
  return { url, preflight, said }
}

t.test('a refused preflight names the setting, in one language, in the shape of its address', async (t) => {
  for (const setting of ['', 'https://app.example']) {
    const { preflight } = await start(t, setting)
    const refused = await preflight('http://localhost:5173')
    t.equal(refused.status, 403)
    t.equal(refused.headers.get('access-control-allow-origin'), null)
    t.match(await refused.json(), { error_code: 'ORIGIN_NOT_ALLOWED', message: /CORS_ORIGINS/ })
    const english = await preflight('http://localhost:5173', '/api/chat', { 'accept-language': 'en' })
    t.match(await english.json(), { detail: /^Pages of this origin may not call.* CORS_ORIGINS\.$/ })
    t.match(await (await preflight('http://localhost:5173', '/v1/models')).json(), {
      error: { code: 'origin_not_allowed', message: /CORS_ORIGINS/ },
    })
  }
})

t.test('the log names each refused origin once, and only so many', async (t) => {
  const { preflight, said } = await start(t, 'https://app.example')
  await preflight('https://app.example')
  t.equal(said().length, 0, 'a listed origin is nothing to tell of')
  for (let n = 0; n < 3; n++) await preflight('http://localhost:5173')
  t.equal(said().length, 1)
  t.match(JSON.parse(said()[0]!), { level: 40, origin: 'http://localhost:5173', msg: /CORS_ORIGINS/ })
  await preflight('null')
  t.match(JSON.parse(said()[1]!), { origin: 'null', msg: /opened as a file/ })
  for (let n = 0; n < 50; n++) await preflight(`https://${n}.example`)
  t.equal(said().length, 20)
})

t.test('a page that needs no preflight is told of too, the page of our own origin never', async (t) => {
  const { url, said } = await start(t)
  const from = (headers: Record<string, string>) => fetch(`${url}/api/health`, { headers })
  await from({ origin: url, 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin' })
  await from({ origin: 'https://server.example' })
  t.equal(said().length, 0, 'nor is what no browser sent')
  const response = await from({
    origin: 'https://page.example',
    'sec-fetch-mode': 'cors',
    'sec-fetch-site': 'cross-site',
  })
  t.equal(response.status, 200)
  t.equal(said().length, 1)
})

t.test('a page of another origin refreshes nobody’s session, whatever its browser tells', async (t) => {
  const { url } = await startTestGateway(t, { CORS_ORIGINS: 'https://app.example' })
  const refresh = (headers: Record<string, string>, path = '/api/refresh') =>
    fetch(url + path, { method: 'POST', headers: { cookie: 'lz_refresh=x', ...headers } })
  const site = (name: string) => ({ 'sec-fetch-site': name })
  const foreign = ['https://evil.example', 'null', url.replace(/\d+$/, '1'), 'no origin', `${url}.example`]
  for (const origin of foreign)
    for (const more of [{}, site('same-site'), site('cross-site'), site('none')]) {
      const refused = await refresh({ origin, ...more })
      t.equal(refused.status, 403, `${origin} ${Object.values(more)}`)
      t.match(await refused.json(), { error_code: 'ORIGIN_NOT_ALLOWED' })
    }
  t.equal((await refresh({ origin: foreign[0]! }, '/api/refresh/ ')).status, 403, 'however it is written')
  const ours: Record<string, string>[] = [
    { origin: url },
    { origin: url.replace('http', 'https') },
    { origin: 'https://app.example' },
    // A proxy before us may have changed the host.
    { origin: 'https://public.example', ...site('same-origin') },
    {},
  ]
  for (const headers of ours) t.equal((await refresh(headers)).status, 200, JSON.stringify(headers))
  const other = await fetch(`${url}/api/refresh`, { method: 'POST', headers: { origin: foreign[0]! } })
  t.equal(other.status, 200, 'without a cookie')
})
