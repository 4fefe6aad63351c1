import { once } from 'node:events'
import type { IncomingHttpHeaders, RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect, createServer as createTcpServer } from 'node:net'
import * as zlib from 'node:zlib'
import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import type { Test } from '@lingzhi/testing/test-servers'
import t from 'tap'
import { failureOf, generator, readAll, scripted } from '../test-models.ts'
import { proxyFor } from './choose-dispatcher.ts'
import { readBaseUrl } from './read-base-url.ts'
import { readKey } from './read-key.ts'
import { Settings } from './settings.ts'

async function server(t: Test, listener: RequestListener) {
  const opened = createServer(listener)
  opened.listen(0, '127.0.0.1')
  await once(opened, 'listening')
  t.teardown(() => opened.close().closeAllConnections())
  return { opened, url: `http://127.0.0.1:${(opened.address() as AddressInfo).port}` }
}

const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ delta: { content }, finish_reason: finish }] })}\n\n`
const whole = `${chunk('灵值')}${chunk('', 'stop')}data: [DONE]\n\n`

t.test('an address works as people paste it', async (t) => {
  const seen: { url?: string; headers: IncomingHttpHeaders }[] = []
  const { url } = await server(t, ({ url, headers }, response) => {
    seen.push({ url, headers })
    if (/^\/(v1|openai\/deployments\/d1)\/chat\/completions/.test(url ?? '')) response.end(whole)
    else response.writeHead(404).end('404 page not found')
  })
  const host = url.slice('http://'.length)
  const pasted: [string, path: string, authorization?: string][] = [
    [`${url}/v1/chat/completions`, '/v1/chat/completions'],
    [`${url}/v1/chat/completions/`, '/v1/chat/completions'],
    [`${url}/v1//`, '/v1/chat/completions'],
    [`${url}//v1//chat/completions`, '/v1/chat/completions'],
    [`${url}/v1/Chat/Completions`, '/v1/chat/completions'],
    [`${url}/v1/models`, '/v1/chat/completions'],
    [`${url}/v1/completions`, '/v1/chat/completions'],
    [`${url}/v1/responses`, '/v1/chat/completions'],
    [`${url}/v1/embeddings/`, '/v1/chat/completions'],
    [`HTTP://${host}/v1`, '/v1/chat/completions'],
    [`"${url}/v1"`, '/v1/chat/completions'],
    [`“${url}/v1”`, '/v1/chat/completions'],
    [`<${url}/v1>`, '/v1/chat/completions'],
    [`http：//${host}/v1`, '/v1/chat/completions'],
    [`http://http://${host}/v1`, '/v1/chat/completions'],
    [`http:\\\\${host}\\v1`, '/v1/chat/completions'],
    [`POST ${url}/v1/chat/completions`, '/v1/chat/completions'],
    [`LLM_BASE_URL=${url}/v1`, '/v1/chat/completions'],
    [`${url}/v1/chat/completions \\\\`, '/v1/chat/completions'],
    [`${url}/v1" `, '/v1/chat/completions'],
    [`http://\u200b${host}/v1\u00a0`, '/v1/chat/completions'],
    [`http://${host}／v1`, '/v1/chat/completions'],
    [
      `http://us%40er:p%3Aw@${host}/v1`,
      '/v1/chat/completions',
      `Basic ${Buffer.from('us@er:p:w').toString('base64')}`,
    ],
    [
      `${url}/openai/deployments/d1?api-version=2024-10-21`,
      '/openai/deployments/d1/chat/completions?api-version=2024-10-21',
      '',
    ],
  ]
  for (const [LLM_BASE_URL, path, authorization = 'Bearer secret-key'] of pasted) {
    const pastedSettings = { LLM_BASE_URL, LLM_API_KEY: 'secret-key' }
    // The environment's own check refuses what is invisible; a list of providers may still hold it.
    const settings = /\u200b/.test(LLM_BASE_URL) ? pastedSettings : loadConfig(Settings, pastedSettings)
    const list = JSON.stringify([{ name: 'p', base_url: LLM_BASE_URL, models: ['m'] }])
    t.doesNotThrow(() => generator(t, { LLM_PROVIDERS: list }), 'in a list of providers')
    const generate = generator(t, settings)
    t.equal((await readAll(generate())).content, '灵值', LLM_BASE_URL)
    const { url: called, headers } = seen.at(-1) ?? { headers: {} }
    t.equal(called, path)
    t.equal(headers.authorization ?? '', authorization)
    t.equal(headers['api-key'], authorization === '' ? 'secret-key' : undefined)
  }
  const bare = generator(t, { LLM_BASE_URL: url })
  const before = seen.length
  for (const _ of [1, 2]) t.equal((await readAll(bare())).content, '灵值')
  t.same(
    seen.slice(before).map(({ url }) => url),
    ['/chat/completions', '/v1/chat/completions', '/v1/chat/completions'],
    'a host without a path: /v1 is learned',
  )
})

t.test(
  'an address that leads nowhere is named in the log, with a hint; a redirect with its target',
  async (t) => {
    const { url } = await server(t, ({ url }, response) => {
      if (url?.startsWith('/moved'))
        response.writeHead(308, { location: 'https://u:p@elsewhere.example/v1?key=1' }).end()
      else response.writeHead(405, { 'content-type': 'text/html' }).end('<html><title>405</title></html>')
    })
    const failure = await failureOf(generator(t, { LLM_BASE_URL: `${url}/wrong?key=abc` })())
    t.match(failure, { code: 'MODEL_REJECTED', texts: { zh: /地址/ } })
    const reason = String(failure.options.cause)
    t.ok(reason.includes(`called ${url}/wrong`) && reason.includes('/v1') && !reason.includes('abc'), reason)
    const moved = String((await failureOf(generator(t, { LLM_BASE_URL: `${url}/moved` })())).options.cause)
    t.ok(
      moved.includes('308') && moved.includes('https://elsewhere.example/v1') && !moved.includes('u:p'),
      moved,
    )
  },
)

t.test('what cannot work is refused at the start, by the setting’s name and without its value', async (t) => {
  const refused = (settings: object) => {
    try {
      generator(t, settings)
    } catch (error) {
      if (error instanceof ConfigError) return error.message
    }
    return 'accepted'
  }
  t.match(refused({ LLM_BASE_URL: 'http://a b/v1' }), /LLM_BASE_URL: must be an http or https address/)
  const LLM_BASE_URL = 'http://x/v1'
  for (const LLM_API_KEY of ['sk-one\nsk-two', 'sk-密钥', 'sk-\u0000x']) {
    const fault = refused({ LLM_BASE_URL, LLM_API_KEY })
    t.match(fault, /LLM_API_KEY: holds a line break or characters outside ASCII/)
    t.notMatch(fault, /sk-/)
  }
  for (const key of [
    ' sk-a\n',
    '"sk-a"',
    '\ufeffsk-\u200ba',
    'Bearer sk-a',
    '‘sk-a’',
    'LLM_API_KEY=sk-a',
    'Authorization: Bearer sk-a',
    'api-key: sk-a',
    'export OPENAI_API_KEY="sk-a"',
    '"Bearer sk-a";',
    '<sk-a>',
  ])
    t.equal(readKey(key), 'sk-a', key)
  for (const key of ['abc=def:ghi', 'key=', 'a;b', 'Basic-1']) t.equal(readKey(key), key, 'left alone')
  t.equal(readBaseUrl('ftp://x'), undefined)
  t.match(readBaseUrl('https://r.openai.azure.com/openai/v1'), { azure: true })
})

const encodings: Record<string, (text: string) => Buffer> = {
  gzip: zlib.gzipSync,
  'x-gzip': zlib.gzipSync,
  deflate: zlib.deflateSync,
  br: zlib.brotliCompressSync,
  zstd: zlib.zstdCompressSync,
  'gzip, br': (text) => zlib.brotliCompressSync(zlib.gzipSync(text)),
  'gzip, gzip': (text) => zlib.gzipSync(zlib.gzipSync(text)),
  identity: Buffer.from,
}
/** What the header does not say, or says wrongly. */
const misnamed: [header: string | undefined, encode: (text: string) => Buffer][] = [
  [undefined, zlib.gzipSync],
  [undefined, zlib.zstdCompressSync],
  [undefined, zlib.deflateSync],
  ['deflate', zlib.deflateRawSync],
  ...['gzip', 'br', 'deflate', 'utf-8', 'none', 'aws-chunked'].map(
    (header): [string, (text: string) => Buffer] => [header, Buffer.from],
  ),
]

t.test('a body that is encoded though nobody asked is read, and so is an error', async (t) => {
  for (const [encoding, encode] of [...Object.entries(encodings), ...misnamed]) {
    let status = 200
    const { url } = await server(t, (_, response) =>
      response
        .writeHead(status, { ...(encoding && { 'content-encoding': encoding }) })
        .end(encode(status === 200 ? whole : '{"error":{"message":"no such luck"}}')),
    )
    const generate = generator(t, { LLM_BASE_URL: `${url}/v1` })
    t.equal((await readAll(generate())).content, '灵值', `${encoding}`)
    status = 400
    t.match((await failureOf(generate())).message, /no such luck$/, `${encoding}`)
  }
})

t.test('an error is read in the charset that it is written in', async (t) => {
  const before = Buffer.from('{"error":{"message":"')
  const after = Buffer.from('"}}')
  const inGbk = Buffer.concat([before, Buffer.from('d3e0b6eeb2bbd7e3', 'hex'), after])
  const text = '{"error":{"message":"余额不足"}}'
  const bodies: [contentType: string, body: Buffer][] = [
    ['application/json; charset=gbk', inGbk],
    ['application/json', inGbk],
    ['application/json; charset=utf-16le', Buffer.from(text, 'utf16le')],
    ['application/json; charset=nonsense', Buffer.from(`\ufeff${text}`)],
  ]
  for (const [contentType, body] of bodies) {
    const { url } = await server(t, (_, response) =>
      response.writeHead(400, { 'content-type': contentType }).end(body),
    )
    const failure = await failureOf(generator(t, { LLM_BASE_URL: `${url}/v1` })())
    t.match(failure.message, /no credit left/, contentType)
  }
})

t.test('an encoded answer is passed on as it arrives', async (t) => {
  const next = Promise.withResolvers<void>()
  const { url } = await server(t, (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' })
    const gzip = zlib.createGzip()
    gzip.pipe(response)
    gzip.write(chunk('一'))
    gzip.flush(zlib.constants.Z_SYNC_FLUSH)
    void next.promise.then(() => gzip.end(`${chunk('二')}${chunk('', 'stop')}data: [DONE]\n\n`))
  })
  let content = ''
  for await (const event of generator(t, { LLM_BASE_URL: `${url}/v1` })()) {
    if (event.type !== 'content') continue
    content += event.text
    next.resolve()
  }
  t.equal(content, '一二')
})

t.test('an unknown encoding is named; a bomb ends as a failure', async (t) => {
  const bomb = zlib.gzipSync(Buffer.alloc(80_000_000, `: ${'x'.repeat(60_000)}\n`))
  const { url } = await server(t, ({ url }, response) => {
    const bad = url?.startsWith('/bomb') ? 'gzip' : 'compress'
    response.writeHead(200, { 'content-encoding': bad }).end(bad === 'gzip' ? bomb : 'x')
  })
  const failed = async (path: string) =>
    String((await failureOf(generator(t, { LLM_BASE_URL: url + path, LLM_RETRIES_MAX: 0 })())).options.cause)
  t.match(await failed('/v1'), /content encoding "compress"/)
  t.match(await failed('/bomb'), /too long/)
})

/** The proxies that an environment names. */
function proxiesOf(env: NodeJS.ProcessEnv) {
  const { HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY } = loadConfig(Settings, env)
  return { HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY }
}

/** A forward proxy to `target`, whatever host is asked for; records what it was asked. */
async function forwardProxy(t: Test, target: string, status?: number) {
  const asked: string[] = []
  const { opened, url } = await server(t, (request, response) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    if (status) return void response.writeHead(status).end()
    response.end(whole)
  })
  opened.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`)
    const { port } = new URL(target)
    const onward = connect(Number(port), '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    onward.pipe(socket).pipe(onward)
  })
  return { asked, host: url.slice('http://'.length) }
}

t.test(
  'providers are called through the proxy that the environment names, and neighbours are not',
  async (t) => {
    const near = await scripted(t, { times: 'always', steps: ['近'] })
    const { asked, host } = await forwardProxy(t, near.url)
    const LLM_BASE_URL = 'http://model.internal.example/v1'
    const proxies = proxiesOf({ https_proxy: '', http_proxy: '', HTTP_PROXY: `http://user:p%40ss@${host}` })
    t.equal((await readAll(generator(t, { LLM_BASE_URL, ...proxies })())).content, '灵值')
    const basic = `Basic ${Buffer.from('user:p@ss').toString('base64')}`
    t.same(asked, [`http://model.internal.example/v1/chat/completions ${basic}`])
    t.equal((await readAll(generator(t, { LLM_BASE_URL: near.baseUrl, ...proxies })())).content, '近')
    t.equal(asked.length, 1, 'this machine is called directly')
  },
)

t.test('a proxy’s refusal is told as the proxy’s, without its password', async (t) => {
  const { host } = await forwardProxy(t, 'http://127.0.0.1:9', 407)
  const settings = { LLM_BASE_URL: 'http://model.internal.example/v1', LLM_RETRIES_MAX: 0 }
  for (const to of [host, '127.0.0.1:9']) {
    const proxies = proxiesOf({ http_proxy: `http://user:pass-word@${to}` })
    const failure = await failureOf(generator(t, { ...settings, ...proxies })())
    const reason = String(failure.options.cause)
    t.match(reason, new RegExp(`by way of the proxy http://${to}`))
    t.notMatch(reason, /pass-word/)
  }
})

t.test('a proxy is chosen as curl chooses it', async (t) => {
  const env = {
    HTTP_PROXY: 'http://p:1',
    HTTPS_PROXY: 's:2',
    NO_PROXY: 'localhost, 127.0.0.1 .svc,*.corp.cn,b.cn:8443',
  }
  const chosen = (url: string, more: object = {}) => proxyFor(url, proxiesOf({ ...env, ...more }))?.host
  t.equal(chosen('http://a.cn/v1'), 'p:1')
  t.equal(chosen('https://a.cn/v1'), 's:2', 'a scheme may be left out')
  for (const near of ['http://127.0.0.1:8', 'http://localhost', 'http://[::1]:8', 'http://ollama:11434'])
    t.equal(chosen(near), undefined, near)
  for (const excluded of ['https://m.svc', 'https://x.corp.cn', 'https://corp.cn', 'https://b.cn:8443'])
    t.equal(chosen(excluded), undefined, excluded)
  t.equal(chosen('https://b.cn'), 's:2')
  t.equal(chosen('https://notcorp.cn'), 's:2')
  const NO_PROXY = '10.0.0.0/8,192.168.1.7,[fd00::1],fd12::/16,fe80::2'
  for (const near of ['10.2.3.4:8000', '192.168.1.7', '[fd00::1]:8000', '[fd12::9]', '[fe80::2]'])
    t.equal(chosen(`http://${near}/v1`, { NO_PROXY }), undefined, near)
  for (const far of ['11.2.3.4', '192.168.1.8', '[fd00::2]'])
    t.equal(chosen(`http://${far}/v1`, { NO_PROXY }), 'p:1', far)
  t.equal(chosen('https://a.cn', { NO_PROXY: '10.0.0.0/99' }), 's:2')
  t.equal(chosen('https://a.cn', { NO_PROXY: '*' }), undefined)
  t.equal(chosen('https://a.cn', { https_proxy: 'http://low:3' }), 'low:3')
  t.equal(proxyFor('https://a.cn', { ALL_PROXY: 'http://all:4' })?.host, 'all:4')
  t.equal(proxyFor('https://a.cn', { ALL_PROXY: 'socks5://all:4' }), undefined)
  t.throws(() => proxyFor('https://a.cn', { HTTPS_PROXY: 'socks5://s:4' }), {
    message: /HTTPS_PROXY: must be/,
  })
})

t.test('interim responses that nobody asked for are no failure', async (t) => {
  for (const interim of ['100 Continue', '103 Early Hints\r\nlink: </x>; rel=preload']) {
    let calls = 0
    const raw = createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => {
        calls++
        socket.write(`HTTP/1.1 ${interim}\r\n\r\n`)
        socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${whole}`)
      })
    })
    raw.listen(0, '127.0.0.1')
    await once(raw, 'listening')
    t.teardown(() => raw.close())
    const LLM_BASE_URL = `http://127.0.0.1:${(raw.address() as AddressInfo).port}/v1`
    const generate = generator(t, { LLM_BASE_URL, LLM_RETRIES_MAX: 0 })
    for (const _ of [1, 2]) t.equal((await readAll(generate())).content, '灵值', interim)
    t.ok(calls <= 3, `${calls} calls`)
  }
})
