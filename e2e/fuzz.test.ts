// A fuzzer that the API's own document drives. FUZZ_CASES (requests for each operation) and FUZZ_SEED make it
// longer or another: FUZZ_CASES=2000 npm test -- e2e/fuzz.test.ts -t0
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { eventually } from '@lingzhi/testing/eventually'
import { bodyOf, startMailServer } from '@lingzhi/testing/mail-server'
import t from 'tap'
import { createClient } from './client.ts'
import { fuzz } from './hostile/fuzz.ts'
import { secretsIn, storedTexts } from './hostile/leaked-secrets.ts'
import { readOperations } from './hostile/operations.ts'
import type { Person } from './hostile/people.ts'
import { send } from './hostile/send.ts'
import { dataDir, startStack } from './start-stack.ts'

const defaultSeed = 20_260_101
const defaultCases = 30
/**
 * Here every export and import is complete before it could be cancelled, no request has a file for a body, none is a picture, no bucket takes them, no model calls a tool, few bodies hold one form of homework alone, its few callers who may decide over an item seldom name one, and no code of an app or a letter is guessed: that they can is
 * for tests of their own.
 */
const alwaysRefused = [
  'POST /api/confirm-email',
  'POST /api/exports/{id}/cancel',
  'POST /api/imports',
  'POST /api/imports/{id}/cancel',
  'POST /api/imports/{id}/complete',
  'PUT /api/imports/{id}/parts/{number}',
  'POST /api/tool-calls/{id}/approve',
  'POST /api/tool-calls/{id}/deny',
  'POST /api/user/second-factor/confirm',
  'POST /api/v1/files/presign',
  'POST /api/v1/files/upload',
  'POST /api/v1/files/upload-for-ai',
  'POST /api/v1/files/upload-image-for-learning',
  'POST /api/v1/files/{id}/complete',
  'GET /api/v1/files/{id}/preview',
  'POST /api/v1/homework/submissions/{id}/items/{number}/override',
  // No picture was handed in.
  'GET /api/v1/homework/submissions/{id}/pages/{position}',
  'POST /api/v1/homework/submit',
  'POST /api/v1/platform/skills/import',
  'DELETE /api/user/second-factor',
]

const mail = await startMailServer(t)
const folder = dataDir(t)
const stack = await startStack(t, folder, [], {
  ...mail.settings,
  DEMO_MODEL_CHARS_PER_SECOND: '0',
  RATE_LIMIT_FACTOR: '10000',
  // So that a reset needs one letter, not two.
  EMAIL_CONFIRMATION: 'false',
  TOOLS_PRIVATE_HOSTS: '127.0.0.1',
  // So that every request comes from an address of its own, and none is blocked because of others.
  TRUSTED_PROXIES: '127.0.0.1/32',
})
const base = stack.gateway_url
const guest = createClient(base)
const login = await guest.post('/api/login', stack.admin)
const founder = guest.as(login.body.data.token)
const operations = await readOperations(guest)

/** Requests a password reset for a person; returns the token of the link in the letter. */
async function resetToken({ belongings }: Person): Promise<string> {
  const [email] = belongings.email ?? []
  // One address may request only few letters.
  const from = Array.from(randomBytes(3)).join('.')
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': `10.${from}` }
  await send(base, 'POST', { path: '/api/forgot-password', headers, body: JSON.stringify({ email }) })
  const letter = await eventually(async () => mail.received.find(({ to }) => to[0] === email))
  return /#token=([\w-]+)/.exec(bodyOf(letter))?.[1] ?? ''
}

t.test('every request gets a documented response and never a failure of ours', async (t) => {
  const seed = Number(process.env.FUZZ_SEED ?? defaultSeed)
  const casesEach = Number(process.env.FUZZ_CASES ?? defaultCases)
  const { findings, cases, seen, secrets } = await fuzz({
    base,
    founder,
    operations,
    seed,
    casesEach,
    resetToken,
  })
  t.comment(`seed ${seed}: ${cases} requests`, seen)
  t.same(findings, [])
  const refusedOnly = Object.keys(seen).filter(
    (name) => !Object.keys(seen[name]!).some((status) => status < '300'),
  )
  t.comment('never did what they are for', refusedOnly)
  // Another seed, or few requests, may happen to miss one.
  if (seed === defaultSeed && casesEach >= defaultCases) t.same(refusedOnly, alwaysRefused)

  for (const secret of Object.values<string>(JSON.parse(readFileSync(`${folder}/secrets.json`, 'utf8')))) {
    secrets.add(secret)
  }
  // The launcher prints the administrator's password to its user; no service may.
  const lines = stack
    .output()
    .split('\n')
    .filter((line) => line.includes(' │ '))
  t.ok(lines.length > cases && secrets.size > 300, `${lines.length} lines, ${secrets.size} secrets`)
  t.same(secretsIn(lines.join('\n'), secrets), [], 'nor does any service log a secret of it')
  const files = [...storedTexts(folder)]
  t.ok(['nats', 'redis', 'postgres.log'].every((part) => files.some(({ file }) => file.startsWith(part))))
  const leaking = files.filter(({ text }) => secretsIn(text, secrets).length > 0).map(({ file }) => file)
  t.same(leaking, [], 'nor do NATS and Redis keep one, nor do their logs')
})
