import type { ChildProcess } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { connect } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { eventually } from '@lingzhi/testing/eventually'
import type { Test } from 'tap'
import t from 'tap'
import { installFault } from './install-packages.ts'

const fault = installFault('The tests of proxies', { caddy: '/usr/bin/caddy', nginx: '/usr/sbin/nginx' })
if (fault) throw new Error(fault)

const root = new URL('..', import.meta.url).pathname

/** In the gateway's place: sends a first event, and the second only when the test lets it. */
async function startUpstream(t: Test) {
  const seen: IncomingHttpHeaders[] = []
  let open: ServerResponse | undefined
  const server = createServer((request, response) => {
    seen.push(request.headers)
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
    response.write('data: {"content":"first"}\n\n')
    open = response
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { port, seen, goOn: () => open?.end('data: {"content":"second"}\n\n') }
}

function ownFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'lingzhi-test-proxy-'))
  chmodSync(folder, 0o755)
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function run(t: Test, command: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  const exited = once(child, 'exit')
  t.teardown(async () => {
    child.kill('SIGTERM')
    await exited
    if (!t.passing()) t.comment(output)
  })
  return child
}

/** Asks over HTTP/2 and TLS, as a browser does, with an address that the client made up. */
async function streamThrough(t: Test, port: number, upstream: Awaited<ReturnType<typeof startUpstream>>) {
  const session = await eventually(async () => {
    const one = connect(`https://localhost:${port}`, { rejectUnauthorized: false })
    return once(one, 'connect').then(
      () => one,
      () => false as const,
    )
  }, 30_000)
  t.teardown(() => session.destroy())
  const stream = session.request({ ':path': '/api/chat-stream', 'x-forwarded-for': '203.0.113.7' })
  stream.setEncoding('utf8')
  const [headers] = await once(stream, 'response')
  t.match(headers['content-type'], /^text\/event-stream/)
  const [first] = await once(stream, 'data')
  t.match(first, /first/, 'the first piece is here while the second is not even written')
  upstream.goOn()
  const [second] = await once(stream, 'data')
  t.match(second, /second/)
  t.match(upstream.seen[0], { 'x-forwarded-for': /^(127\.0\.0\.1|::1)$/, 'x-forwarded-proto': 'https' })
}

t.test('Caddy as docker/Caddyfile has it streams over TLS, and tells the true address', async (t) => {
  const upstream = await startUpstream(t)
  const folder = ownFolder(t)
  const [http, https] = [await freePort(), await freePort()]
  // Its ports alone are another; for localhost it signs a certificate itself.
  const own = readFileSync(join(root, 'docker/Caddyfile'), 'utf8').replace(
    'admin off',
    `admin off\n\thttp_port ${http}\n\thttps_port ${https}\n\tskip_install_trust`,
  )
  const file = join(folder, 'Caddyfile')
  writeFileSync(file, own)
  run(t, '/usr/bin/caddy', ['run', '--adapter', 'caddyfile', '--config', file], {
    HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
    GATEWAY: `127.0.0.1:${upstream.port}`,
  })
  await streamThrough(t, https, upstream)
})

t.test('nginx as docs/examples/nginx.conf has it streams over TLS, and tells the true address', async (t) => {
  const upstream = await startUpstream(t)
  const folder = ownFolder(t)
  const [http, https] = [await freePort(), await freePort()]
  const made = spawnSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      '/CN=localhost',
      '-days',
      '2',
    ].concat(['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')]),
  )
  t.equal(made.status, 0, String(made.stderr))
  const own = readFileSync(join(root, 'docs/examples/nginx.conf'), 'utf8')
    .replaceAll('listen 80;', `listen 127.0.0.1:${http};`)
    .replaceAll('listen 443 ssl', `listen 127.0.0.1:${https} ssl`)
    .replaceAll(/^ *listen \[::\].*\n/gm, '')
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${upstream.port}`)
    .replaceAll('/etc/letsencrypt/live/lingzhi.example.com', folder)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (one) => `${one}_temp_path ${folder}/${one};`,
  )
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; pid ${folder}/pid; error_log stderr warn; worker_processes 1;\nevents {}\nhttp { access_log off; ${temporary.join(' ')}\n${own}\n}\n`,
  )
  run(t, '/usr/sbin/nginx', ['-p', folder, '-c', file], {})
  await streamThrough(t, https, upstream)
})
