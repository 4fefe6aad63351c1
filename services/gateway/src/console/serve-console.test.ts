import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { request as sendRaw } from 'node:http'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Test } from 'tap'
import t from 'tap'
import { policiesOf } from '../limits/policies.ts'
import { startTestGateway } from '../test-app.ts'

const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** A build as Vite leaves it, with one script of its own. */
function makeBuild(folder: string, name: string, ageS = 0): string {
  const build = join(folder, name)
  const assets = join(build, 'assets')
  mkdirSync(assets, { recursive: true })
  writeFileSync(join(build, 'index.html'), `<!doctype html><script src="/assets/${name}.js"></script>`)
  writeFileSync(join(build, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(build, 'manifest.webmanifest'), '{}')
  writeFileSync(join(build, 'robots.txt'), 'User-agent: *\n')
  const script = Buffer.from(`console.log(${JSON.stringify(name.repeat(100))})`)
  writeFileSync(join(assets, `${name}.js`), script)
  writeFileSync(join(assets, `${name}.js.br`), brotliCompressSync(script))
  writeFileSync(join(assets, `${name}.js.gz`), gzipSync(script))
  const at = Date.now() / 1000 - ageS
  utimesSync(assets, at, at)
  return build
}

async function startConsole(t: Test) {
  const folder = t.testdir({})
  for (const [n, name] of ['oldest', 'older', 'before'].entries()) makeBuild(folder, name, 1_000 - n * 100)
  const build = makeBuild(folder, 'current')
  return { folder, build, ...(await startTestGateway(t, { CONSOLE_DIR: build })) }
}

/** fetch normalizes paths and refuses some; this does not. */
function rawStatus(url: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) =>
    sendRaw({ hostname, port, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode!)
    })
      .on('error', reject)
      .end(),
  )
}

t.test(
  'every address that a browser opens is the one page, under a policy without anything inline',
  async (t) => {
    const { url } = await startConsole(t)
    for (const path of [
      '/',
      '/c/0198',
      '/reset-password',
      '/confirm-email',
      '/admin/users/?q=a.b',
      '/nowhere',
    ]) {
      const response = await fetch(url + path, { headers: browser })
      t.equal(response.status, 200, path)
      t.match(response.headers.get('content-type'), /^text\/html/, path)
      t.equal(response.headers.get('content-security-policy'), policy, path)
      t.equal(response.headers.get('permissions-policy'), 'camera=(), microphone=(), geolocation=()')
      t.equal(response.headers.get('x-content-type-options'), 'nosniff')
      t.equal(response.headers.get('referrer-policy'), 'no-referrer')
      t.equal(response.headers.get('cache-control'), 'no-cache')
      t.equal(response.headers.get('vary'), 'Accept, Accept-Encoding')
      t.match(await response.text(), 'current.js', path)
    }
  },
)

t.test('the page is sent once: HEAD has its headers, and 304 follows its ETag', async (t) => {
  const { url } = await startConsole(t)
  for (const path of ['/', '/c/1']) {
    const head = await fetch(url + path, { method: 'HEAD', headers: browser })
    t.equal(head.status, 200)
    t.equal(await head.text(), '')
    const etag = head.headers.get('etag')!
    const again = await fetch(url + path, { headers: { ...browser, 'if-none-match': etag } })
    t.equal(again.status, 304, path)
  }
})

t.test('programs get what they got without a console', async (t) => {
  const { url } = await startConsole(t)
  const without = await startTestGateway(t)
  const asked = [
    ['GET', '/', { accept: '*/*' }],
    ['GET', '/', { accept: 'application/json' }],
    ['GET', '/c/1', { accept: '*/*' }],
    ['POST', '/', browser],
    ['POST', '/c/1', browser],
    ['DELETE', '/reset-password', browser],
    ['GET', '/api/nowhere', browser],
    ['GET', '/api', browser],
    ['POST', '/api/health', browser],
    ['GET', '/v1/nowhere', browser],
    ['GET', '/.well-known/nowhere', browser],
    ['GET', '/wp-login.php', browser],
    ['GET', '/docs', browser],
  ] as const
  for (const [method, path, headers] of asked) {
    const [now, before] = await Promise.all(
      [url, without.url].map(async (url) => {
        const response = await fetch(url + path, { method, headers, redirect: 'manual' })
        const {
          instance: _,
          request_id: __,
          ...body
        } = (await response.json().catch(() => ({}))) as Record<string, unknown>
        const { status } = response
        return {
          status,
          allow: response.headers.get('allow'),
          policy: response.headers.get('content-security-policy'),
          body,
        }
      }),
    )
    t.same(now, before, `${method} ${path} ${headers.accept}`)
  }
})

t.test('assets are kept by the browser for ever, and come compressed as they lie there', async (t) => {
  const { url } = await startConsole(t)
  for (const [accepted, encoding] of [
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ] as const) {
    const response = await fetch(`${url}/assets/current.js`, { headers: { 'accept-encoding': accepted } })
    t.equal(response.status, 200)
    t.equal(response.headers.get('content-encoding'), encoding)
    t.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    t.match(response.headers.get('vary'), /accept-encoding/i)
    t.match(response.headers.get('content-type'), /^application\/javascript/)
    t.equal(response.headers.get('content-security-policy'), policy)
    t.match(await response.text(), 'current')
  }
  const { headers } = await fetch(`${url}/assets/current.js`, { method: 'HEAD' })
  // fetch would add no-cache by itself, as a forced reload does.
  const asked = { 'if-none-match': headers.get('etag')!, 'cache-control': 'max-age=0' }
  const known = await fetch(`${url}/assets/current.js`, { headers: asked })
  t.equal(known.status, 304)
  const range = { range: 'bytes=0-10', 'accept-encoding': 'identity' }
  const part = await fetch(`${url}/assets/current.js`, { headers: range })
  t.equal(part.status, 206)
  t.equal(await part.text(), 'console.log')
})

t.test(
  'a page left open over two upgrades still finds its parts; one that is gone is never the page',
  async (t) => {
    const { url } = await startConsole(t)
    for (const name of ['current', 'before', 'older'])
      t.equal((await fetch(`${url}/assets/${name}.js`)).status, 200, name)
    for (const path of ['/assets/oldest.js', '/assets/nowhere', '/assets/', '/assets']) {
      const gone = await fetch(url + path, { headers: browser })
      t.equal(gone.status, 404, path)
      t.equal(gone.headers.get('cache-control'), 'no-store')
      t.match(await gone.json(), { error_code: 'NOT_FOUND' })
    }
  },
)

t.test('nothing outside the assets can be read', async (t) => {
  const { url } = await startConsole(t)
  const paths = [
    ...[
      '/assets/../index.html',
      '/assets/%2e%2e/index.html',
      '/assets/..%2findex.html',
      '/assets/..%5cindex.html',
    ],
    ...[
      '/assets//current.js',
      '/assets/%00',
      '/assets/.hidden',
      '/assets/./current.js',
      '/assets//etc/passwd',
    ],
  ]
  for (const path of paths) {
    const status = await rawStatus(url, path, browser)
    t.ok(status === 400 || status === 404, `${path}: ${status}`)
  }
})

t.test('the build has a name, and what lies beside the page is kept for an hour', async (t) => {
  const { url, folder } = await startConsole(t)
  const version = await fetch(`${url}/version.json`)
  t.equal(version.headers.get('cache-control'), 'no-cache')
  const { build } = (await version.json()) as { build: string }
  t.match(build, /^[\w-]{22}$/)
  const other = await startTestGateway(t, { CONSOLE_DIR: join(folder, 'before') })
  t.not(((await (await fetch(`${other.url}/version.json`)).json()) as { build: string }).build, build)
  for (const [path, type] of [
    ['/icon.svg', 'image/svg+xml'],
    ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8'],
    ['/robots.txt', 'text/plain; charset=utf-8'],
  ] as const) {
    const response = await fetch(url + path)
    t.equal(response.headers.get('content-type'), type)
    t.equal(response.headers.get('cache-control'), 'public, max-age=3600')
  }
  t.equal((await fetch(`${url}/favicon.ico`)).status, 200)
})

t.test('assets have a limit of an address of their own, beside that of calls and pages', async (t) => {
  const policies = policiesOf(1)
  const { url } = await startTestGateway(
    t,
    { CONSOLE_DIR: makeBuild(t.testdir({}), 'current') },
    {
      policies: {
        ...policies,
        address: { ...policies.address, quota: 2 },
        assets: { ...policies.assets, quota: 20 },
      },
    },
  )
  const statusesOf = (times: number, path: string) =>
    Promise.all(
      Array.from({ length: times }, async () => (await fetch(url + path, { headers: browser })).status),
    )
  t.same(await statusesOf(20, '/assets/current.js'), Array(20).fill(200))
  t.ok((await statusesOf(6, '/')).includes(429), 'pages')
  for (const path of ['/assets/current.js', '/assets/nothing.js'])
    t.ok((await statusesOf(20, path)).includes(429), path)
  t.ok(policies.assets.quota >= 100 * 40, 'an office may open the console at once')
})

t.test('a folder that vanishes takes its assets along, and neither the page nor the API', async (t) => {
  const { url, folder } = await startConsole(t)
  rmSync(folder, { recursive: true })
  t.equal((await fetch(url, { headers: browser })).status, 200)
  t.equal((await fetch(`${url}/assets/current.js`)).status, 404)
  t.equal((await fetch(`${url}/api/health`)).status, 200)
})

t.test('without a build pages say so, and the API works', async (t) => {
  const { url } = await startTestGateway(t, { CONSOLE_DIR: join(t.testdir({}), 'nothing') })
  for (const path of ['/', '/c/1']) {
    const response = await fetch(url + path, { headers: browser })
    t.equal(response.status, 503)
    t.equal(response.headers.get('cache-control'), 'no-store')
    t.equal(response.headers.get('content-security-policy'), policy)
    t.match(await response.text(), /网页暂不可用[\s\S]*\/api\/docs/)
  }
  t.equal((await fetch(`${url}/assets/current.js`)).status, 404)
  t.equal((await fetch(`${url}/api/health`)).status, 200)
  t.equal((await fetch(url, { headers: { accept: 'application/json' } })).status, 404)
})
