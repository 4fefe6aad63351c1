import { gzipSync } from 'node:zlib'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'
import { createHttp } from './create-http.ts'

const app = await createHttp({ log: silentLog, title: 'test', bodyMaxBytes: 2_000_000 })
app.post('/echo', async (request) => ({ body: request.body ?? null }))
t.teardown(() => app.close())

async function post(payload: Buffer | string, type = 'application/json') {
  const headers = { 'content-type': type, 'accept-language': 'en' }
  const reply = await app.inject({ method: 'POST', url: '/echo', payload, headers })
  return { status: reply.statusCode, ...reply.json() }
}

const text = '你好，Zürich €'
const json = JSON.stringify({ text })
/** 你好 in GBK and in Big5. */
const gbk = Buffer.from([...Buffer.from('{"text":"'), 0xc4, 0xe3, 0xba, 0xc3, ...Buffer.from('"}')])
const big5 = Buffer.from([...Buffer.from('{"text":"'), 0xa7, 0x41, 0xa6, 0x6e, ...Buffer.from('"}')])
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16()

t.test('a body is read in the encoding that it says or shows', async (t) => {
  const marked = `\ufeff${json}`
  for (const [payload, type] of [
    [json],
    [marked],
    [json, 'application/json; charset=utf-8'],
    [json, 'application/json;charset="UTF8"'],
    [marked, 'application/json; charset=UTF-8'],
    [json, 'application/json; charset=ISO-8859-1'],
    [json, 'application/json; charset=us-ascii'],
    [json, 'text/json'],
    [json, 'application/vnd.api+json'],
    [Buffer.from(marked, 'utf16le')],
    [Buffer.from(json, 'utf16le')],
    [bigEndian(marked)],
    [bigEndian(json), 'application/json; charset=utf-16be'],
    [Buffer.from(json, 'utf16le'), 'application/json; charset=utf-16'],
  ] as [Buffer | string, string?][])
    t.match(await post(payload, type), { status: 200, body: { text } }, `${type}`)
  for (const charset of ['gbk', 'GB2312', 'gb18030'])
    t.match(await post(gbk, `application/json; charset=${charset}`), { status: 200, body: { text: '你好' } })
  t.match(await post(big5, 'application/json; charset=big5'), { status: 200, body: { text: '你好' } })
  const latin = Buffer.from('{"text":"Zürich"}', 'latin1')
  t.match(await post(latin, 'application/json; charset=iso-8859-1'), { body: { text: 'Zürich' } })
})

t.test('bytes that are no text of their encoding are refused in words, never stored as U+FFFD', async (t) => {
  const wrong = { status: 400, error_code: 'BAD_REQUEST' }
  t.match(await post(gbk), { ...wrong, detail: /not valid UTF-8/ })
  t.match(await post(gbk, 'application/json; charset=utf-8'), { ...wrong, detail: /not valid UTF-8/ })
  t.match(await post(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])), wrong, 'half a pair')
  t.match(await post(Buffer.from([0x22, 0xff, 0x22]), 'application/json; charset=gbk'), wrong)
  t.match(await post(json, 'application/json; charset=klingon'), { status: 415, detail: /UTF-8/ })
})

t.test('a compressed body is refused by the name of its compression, not as broken text', async (t) => {
  const compressed = async (coding: string) => {
    const headers = {
      'content-type': 'application/json',
      'content-encoding': coding,
      'accept-language': 'en',
    }
    const reply = await app.inject({ method: 'POST', url: '/echo', payload: gzipSync(json), headers })
    return { status: reply.statusCode, ...reply.json() }
  }
  const refused = { status: 415, error_code: 'UNSUPPORTED_MEDIA_TYPE' }
  for (const coding of ['gzip', 'br', 'zstd'])
    t.match(await compressed(coding), { ...refused, detail: new RegExp(coding) }, coding)
  t.match(await compressed(`<b>${'x'.repeat(99)}`), { ...refused, detail: /^[^<]{1,99}$/ })
  const headers = { 'content-type': 'application/json', 'content-encoding': 'Identity' }
  const { statusCode } = await app.inject({ method: 'POST', url: '/echo', payload: json, headers })
  t.equal(statusCode, 200)
})

t.test('what is not JSON is refused in words; an empty body is none', async (t) => {
  for (const payload of ['', '\ufeff']) t.match(await post(payload), { status: 200, body: null })
  for (const payload of ['{"a":', "{'a':1}", '{"a":1}}', 'a=b', '['.repeat(1_000_000), '{"a":NaN}'])
    t.match(await post(payload), { status: 400, detail: /not valid JSON/ })
  for (const n of [101, 100_000])
    t.match(await post('['.repeat(n) + ']'.repeat(n)), { status: 400, detail: /nested/ }, `${n} levels`)
  for (const values of ['1,'.repeat(60_000), '{"a":1},'.repeat(30_000), '[],'.repeat(40_000)])
    t.match(await post(`[${values}1]`), { status: 400, detail: /too many values/ })
  const commas = { text: ',[{"'.repeat(60_000) }
  t.match(await post(JSON.stringify(commas)), { body: commas }, 'not those of its texts')
  t.match(await post('{"a":1,"a":2}'), { body: { a: 2 } }, 'the last of two counts')
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
  ])
    t.match(await post(json, type), { status: 415, error_code: 'UNSUPPORTED_MEDIA_TYPE' }, type)
})
