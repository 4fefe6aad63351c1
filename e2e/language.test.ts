// Whatever is wrong with a request, its sender is told in one language, in words.

import t from 'tap'
import type { Json } from './client.ts'
import { createClient } from './client.ts'
import { readOperations } from './hostile/operations.ts'
import { newPerson } from './hostile/people.ts'
import { sendRaw } from './hostile/raw.ts'
import type { WrongRequest } from './hostile/wrong-requests.ts'
import { wrongRequests } from './hostile/wrong-requests.ts'
import { dataDir, startStack } from './start-stack.ts'

const stack = await startStack(t, dataDir(t), [], {
  DEMO_MODEL_CHARS_PER_SECOND: '0',
  RATE_LIMIT_FACTOR: '10000',
  TOOLS_PRIVATE_HOSTS: '127.0.0.1',
  LOGIN_FAILURES_PER_ADDRESS: '100000',
})
const base = stack.gateway_url
const guest = createClient(base)
const admin = (await guest.post('/api/login', stack.admin)).body.data.token
const operations = await readOperations(guest)

const languages = ['zh', 'en'] as const
type Language = (typeof languages)[number]

const han = /\p{Script=Han}/u
/** The validator's own phrases. */
const raw =
  /must (?:NOT|be|have|match|pass)\b|required property|should (?:be|have|match)\b|schema|instancePath|Unexpected token/
/** English beside Chinese: names, paths and examples are, a row of small words is not. */
const sentence = /(?:^|[^\w.`"'/{}-])[A-Za-z]*[a-z]+ [a-z]+ [a-z]+\b/

/** The texts for people in a problem of either shape. */
function textsOf({ detail, message, errors = [], error }: Json): string[] {
  const faults = errors.map((fault: Json) => fault.message)
  return [detail, message, error?.message, ...faults].filter((text) => text !== undefined)
}

/** What is wrong with a refusal as its reader sees it, or null. */
function wrongWords(body: Json, language: Language): string | null {
  const texts = textsOf(body)
  if (texts.length === 0) return 'it says nothing'
  for (const text of texts) {
    if (raw.test(text)) return `the validator's words: ${text}`
    if (language === 'en' && han.test(text)) return `Chinese in English: ${text}`
    if (language === 'zh' && (!han.test(text) || sentence.test(text))) return `English in Chinese: ${text}`
  }
  if (body.title !== undefined && han.test(body.title)) return `the title is English: ${body.title}`
  const paths = (body.errors ?? []).map((fault: Json) => `${fault.path} ${fault.message}`)
  return new Set(paths).size === paths.length ? null : `a fault is told twice: ${paths}`
}

async function refusalOf({ method, path, headers, body }: WrongRequest, language: Language) {
  const response = await fetch(base + path, {
    method,
    headers: { ...headers, 'accept-language': language === 'en' ? 'en-GB,en;q=0.9' : 'zh-CN,zh;q=0.9' },
    signal: AbortSignal.timeout(20_000),
    ...(body !== undefined && { body }),
  })
  const text = await response.text()
  return response.status < 400
    ? null
    : { status: response.status, headers: response.headers, body: JSON.parse(text) }
}

const atOnce = 16

t.test('every operation refuses what is wrong in the language of the asker, in words', async (t) => {
  const { token } = await newPerson(base)
  const all = operations.flatMap((operation) => {
    const bearer = operation.path.startsWith('/api/admin/') ? admin : token
    const requests = [...wrongRequests(operation, { authorization: `Bearer ${bearer}` })]
    return requests.flatMap((request) => languages.map((language) => ({ request, language })))
  })
  const seen = new Set<string>()
  const faults = new Set<string>()
  const tell = ({ method, path, name }: WrongRequest, fault: string) =>
    faults.add(`${method} ${path.slice(0, 80)}, ${name}: ${fault}`)
  let refused = 0
  const tryOne = async ({ request, language }: { request: WrongRequest; language: Language }) => {
    const refusal = await refusalOf(request, language)
    if (!refusal) return
    refused += 1
    seen.add(refusal.body.error_code ?? refusal.body.error?.error_code)
    const wrong = wrongWords(refusal.body, language)
    if (wrong) tell(request, wrong)
    if (!refusal.headers.get('content-language')?.startsWith(language))
      tell(request, 'another Content-Language')
  }
  const queue = all.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const one of queue) await tryOne(one)
    }),
  )
  t.same([...faults].slice(0, 30), [])
  t.ok(refused > 2_000, `${refused} of ${all.length} requests were refused`)
  for (const code of [
    ...['VALIDATION_ERROR', 'BAD_REQUEST', 'MISSING_TOKEN', 'INVALID_TOKEN', 'UNSUPPORTED_MEDIA_TYPE'],
    ...['CONVERSATION_NOT_FOUND', 'BAD_CURSOR', 'WEAK_PASSWORD'],
  ])
    t.ok(seen.has(code), `${code} is among ${[...seen].join(' ')}`)
})

t.test('so does what no operation sees', async (t) => {
  const long = 'x'.repeat(3_000_000)
  const head = (language: Language) => `Host: x\r\nAccept-Language: ${language}\r\nConnection: close\r\n`
  const requests: Record<string, (language: Language) => string> = {
    'an unknown path': (language) => `GET /api/nothing HTTP/1.1\r\n${head(language)}\r\n`,
    'an unknown path of /v1': (language) => `GET /v1/nothing HTTP/1.1\r\n${head(language)}\r\n`,
    'another method': (language) => `PUT /api/chat HTTP/1.1\r\n${head(language)}\r\n`,
    'no host': (language) =>
      `GET /api/agents HTTP/1.1\r\nAccept-Language: ${language}\r\nConnection: close\r\n\r\n`,
    'a trick in the path': (language) => `GET /api/agents/..;/x HTTP/1.1\r\n${head(language)}\r\n`,
    'a path that cannot be decoded': (language) => `GET /api/agents/%zz HTTP/1.1\r\n${head(language)}\r\n`,
    'a long path': (language) => `GET /api/agents/${'x'.repeat(9_000)} HTTP/1.1\r\n${head(language)}\r\n`,
    'long headers': (language) => `GET / HTTP/1.1\r\n${head(language)}Cookie: ${'x'.repeat(40_000)}\r\n\r\n`,
    'a huge path': (language) => `GET /${'x'.repeat(40_000)} HTTP/1.1\r\n${head(language)}\r\n`,
    'an unknown method': (language) => `FOO /api/agents HTTP/1.1\r\n${head(language)}\r\n`,
    'a large body': (language) =>
      `POST /api/login HTTP/1.1\r\n${head(language)}Content-Type: application/json\r\nContent-Length: ${long.length}\r\n\r\n${long}`,
    'a preflight': (language) =>
      `OPTIONS /api/chat HTTP/1.1\r\n${head(language)}Origin: https://page.example\r\nAccess-Control-Request-Method: POST\r\n\r\n`,
  }
  for (const [name, bytes] of Object.entries(requests)) {
    for (const language of languages) {
      const received = Buffer.from(await sendRaw(base, bytes(language)), 'latin1').toString()
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1])
      t.ok(status >= 400 && status < 500, `${name}: ${received.slice(0, 40)}`)
      const body = /\r\n\r\n[^{]*(\{.*\})/s.exec(received)?.[1]
      // What overflowed before its headers were read cannot say in which language.
      const told = name === 'a huge path' ? 'zh' : language
      t.equal(
        body === undefined ? 'nothing' : wrongWords(JSON.parse(body), told),
        null,
        `${name}, ${language}`,
      )
    }
  }
})
