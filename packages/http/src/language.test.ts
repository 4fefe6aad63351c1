import { once } from 'node:events'
import net from 'node:net'
import { problem } from '@lingzhi/contracts/problem'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'
import { Type } from 'typebox'
import { createHttp } from './create-http.ts'
import { languageOf } from './language.ts'

t.test('the language a caller reads best is chosen, Chinese when neither is asked for', async (t) => {
  const cases: Record<string, 'zh' | 'en'> = {
    en: 'en',
    'EN-us': 'en',
    'zh-CN': 'zh',
    'zh-Hans-CN, en': 'zh',
    'en, zh': 'en',
    'zh, en': 'zh',
    'zh;q=0.5, en;q=0.8': 'en',
    'en;q=0.8, zh': 'zh',
    'fr, en;q=0.5': 'en',
    'en-GB, zh;q=0.9, en;q=0.8': 'en',
    'en-US,en;q=0.9,zh-CN;q=0.8,zh;q=0.7': 'en',
    '*': 'zh',
    'en;q=0.5, *': 'zh',
    'en, *;q=0.5': 'en',
    'zh;q=0, *': 'en',
    'en;q=0': 'zh',
    'en;q=0.000, fr': 'zh',
    'zh;q=0': 'zh',
    fr: 'zh',
    '': 'zh',
    english: 'zh',
    'en;q=2': 'zh',
    'en;q=': 'zh',
    'en;level=1': 'zh',
    '???, en': 'en',
    ' en ; q=0.3 ': 'en',
  }
  for (const [header, language] of Object.entries(cases)) {
    t.equal(languageOf({ headers: { 'accept-language': header } }), language, header)
  }
  t.equal(languageOf({ headers: {} }), 'zh', 'no header')
})

t.test('of a header longer than any browser sends, only the beginning is read', async (t) => {
  t.equal(languageOf({ headers: { 'accept-language': `${'fr,'.repeat(100)}en` } }), 'en')
  t.equal(languageOf({ headers: { 'accept-language': `${'fr,'.repeat(100_000)}en` } }), 'zh')
})

const Broken = problem('BROKEN', 409, { zh: '坏了', en: 'It is broken.', check: 'Nothing.' })

async function start(t: { teardown: (close: () => unknown) => void }) {
  const app = await createHttp({ log: silentLog, title: 'test', checks: {} })
  const body = Type.Object({ name: Type.String({ minLength: 3 }) })
  app.post('/api/things', { schema: { body } }, async () => ({}))
  app.get('/api/broken', async () => {
    throw Broken()
  })
  app.get('/api/detailed', async () => {
    throw Broken({ detail: { zh: '坏了 3 次', en: 'Broken 3 times.' } })
  })
  t.teardown(() => app.close())
  return app
}

t.test('message and detail follow Accept-Language; title, code and type never do', async (t) => {
  const app = await start(t)
  const get = (url: string, language?: string) =>
    app.inject({ url, headers: language === undefined ? {} : { 'accept-language': language } })
  const fixed = {
    title: 'It is broken.',
    error_code: 'BROKEN',
    type: 'urn:lingzhi:problem:broken',
    status: 409,
  }
  for (const [language, text, tag] of [
    [undefined, '坏了', 'zh-CN'],
    ['zh-TW', '坏了', 'zh-CN'],
    ['fr', '坏了', 'zh-CN'],
    ['en-GB', 'It is broken.', 'en'],
  ]) {
    const reply = await get('/api/broken', language)
    t.match(reply.json(), { ...fixed, message: text, detail: text }, language ?? 'no header')
    t.equal(reply.headers['content-language'], tag)
  }
  t.match((await get('/api/detailed', 'en')).json(), { ...fixed, detail: 'Broken 3 times.' })
  t.match((await get('/api/detailed')).json(), { ...fixed, message: '坏了 3 次' })
  t.equal((await get('/api/nothing', 'en')).json().message, 'There is nothing at this address.')
  t.equal((await get('/api/nothing')).json().message, '此地址不存在')
})

t.test(
  'the fault of an input is described in the requested language, its path is the same in every one',
  async (t) => {
    const app = await start(t)
    const post = async (payload: object, language: string) =>
      (
        await app.inject({
          method: 'POST',
          url: '/api/things',
          payload,
          headers: { 'accept-language': language },
        })
      ).json()
    t.match(await post({}, 'en'), {
      detail: 'name: is required',
      errors: [{ path: 'name', message: 'is required' }],
    })
    t.match(await post({}, 'zh'), {
      detail: 'name：不能缺少',
      errors: [{ path: 'name', message: '不能缺少' }],
    })
    t.match(await post({ name: 'ab' }, 'zh'), { errors: [{ path: 'name', message: '不能少于 3 个字符' }] })
    t.match(await post({ name: 'ab' }, 'en'), {
      errors: [{ path: 'name', message: 'needs at least 3 characters' }],
    })
  },
)

t.test('what is not HTTP is refused in the language it asks for, as far as it was read', async (t) => {
  const app = await start(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const received = async (bytes: string) => {
    const socket = net.connect((app.server.address() as net.AddressInfo).port, '127.0.0.1')
    socket.end(bytes)
    let response = ''
    socket.on('data', (part) => {
      response += part
    })
    await once(socket, 'close')
    return response
  }
  const nonsense = await received('nonsense\r\n\r\n')
  t.match(nonsense, /Content-Language: zh-CN\r\n/)
  t.match(nonsense, /"detail":"无法读取请求"/)
  const huge = await received(
    `GET / HTTP/1.1\r\nHost: x\r\nAccept-Language: en\r\nCookie: ${'a'.repeat(20_000)}\r\n\r\n`,
  )
  t.match(huge, /^HTTP\/1.1 431 /)
  t.match(huge, /Content-Language: en\r\n/)
  t.match(huge, /"detail":"The request headers are too large\."/)
})
