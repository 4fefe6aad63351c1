import { randomBytes } from 'node:crypto'
import { appendFileSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '@lingzhi/testing/eventually'
import { startOwnNats } from '@lingzhi/testing/own-nats'
import { startOwnRedis } from '@lingzhi/testing/own-redis'
import { required } from '@lingzhi/testing/test-servers'
import t from 'tap'
import { dropAll } from '../backup/test-deployment.ts'
import { openTestDeployment } from '../host/test-deployment.ts'
import { stampOf } from '../run/stamp.ts'
import { openGate } from './test-gate.ts'
import { openRelay, type Spoil } from './test-relay.ts'
import { rewardsOf, verifyPlatform } from './verify-platform.ts'

const prefix = `v${randomBytes(4).toString('hex')}_`
t.teardown(() => dropAll(required('TEST_DATABASE_URL'), prefix))
const postgres = await openGate(t, required('TEST_DATABASE_URL'))
const redis = await openGate(t, (await startOwnRedis(t)).url)
const nats = await openGate(t, (await startOwnNats(t)).url)
const { root, gateway, release, ops } = await openTestDeployment(t, {
  DATABASE_URL: postgres.url,
  DATABASE_PREFIX: prefix,
  REDIS_URL: redis.url,
  NATS_URL: nats.url,
  LLM_FIRST_TOKEN_TIMEOUT_MS: '1000',
  LLM_RETRIES_MAX: '0',
  UPSTREAM_TIMEOUT_MS: '4000',
})
const deployed = await ops('deploy', release('first'))
if (!deployed.ok) throw new Error(JSON.stringify(deployed))

/** The checks of `npm run ops -- verify` that are not well, and what each says. */
async function verify(...words: string[]): Promise<Record<string, string>> {
  const { ok, checks = [] } = await ops('verify', ...words)
  const ill = checks.filter((one) => !one.ok)
  if (ok !== (ill.length === 0)) throw new Error('the end of the run and its checks disagree')
  return Object.fromEntries(ill.map(({ name, detail }) => [name, detail]))
}

t.test('a platform that has no backup is told so, and one with all its parts is well', async (t) => {
  t.match(await verify(), { backup: /there is none/ })
  t.equal((await ops('backup')).error, undefined)
  t.same(await verify(), {})
  t.same(await verify(gateway), {})
})

const streams = /^POST \/api\/chat-stream/
const answers = /^POST \/api\/chat$/
const inReply = (change: (text: string) => string) => (body: string) => {
  const reply = JSON.parse(body)
  return JSON.stringify({ ...reply, data: { ...reply.data, reply: change(reply.data.reply) } })
}
const without = (member: string) => (body: string) =>
  JSON.stringify(JSON.parse(body, (key, value) => (key === member ? undefined : value)))

const spoiled: [string, Spoil, Record<string, RegExp>][] = [
  ...['开场白', '事务层', '意义层', '行动引导'].map((part): [string, Spoil, Record<string, RegExp>] => [
    `an answer whose part ${part} has no name`,
    { on: answers, reply: inReply((text) => text.replaceAll(part, '正文')) },
    { answer: new RegExp(`lacks ${part}`) },
  ]),
  [
    'an answer that names its parts and does not have them',
    {
      on: answers,
      reply: inReply(
        (text) =>
          `本回答由开场白、事务层、意义层和行动引导组成。${text.replace(/^(开场白|事务层|意义层|行动引导)/gm, '正文')}`,
      ),
    },
    { answer: /lacks/ },
  ],
  [
    'an answer with its parts in another order',
    {
      on: answers,
      reply: inReply((text) =>
        text.replaceAll('事务层', '某某层').replaceAll('意义层', '事务层').replaceAll('某某层', '意义层'),
      ),
    },
    { answer: /order/ },
  ],
  [
    'an answer without the company',
    { on: answers, reply: inReply((text) => text.replaceAll('陕西媄月', '陕西美月')) },
    { answer: /lacks 陕西媄月/ },
  ],
  [
    'a short answer',
    {
      on: answers,
      reply: inReply((text) => text.replaceAll(/^((?!层|开场白|行动引导|陕西媄月).)+$/gm, '').slice(0, 900)),
    },
    { answer: /characters|lacks/ },
  ],
  [
    'a stream that comes all at once',
    { on: streams, holdBytes: Number.POSITIVE_INFINITY },
    { streaming: /one piece|buffer/ },
  ],
  ['a stream that comes in two blows', { on: streams, holdBytes: 30_000 }, { streaming: /buffer/ }],
  [
    'a stream without an end',
    { on: streams, reply: (body) => body.replace('event: done', 'event: some') },
    { streaming: /no end/ },
  ],
  [
    'a resume that begins anew',
    {
      on: /^GET \/api\/chat-stream\//,
      ask: (headers) => {
        delete headers['last-event-id']
      },
    },
    { resume: /lost or doubled/ },
  ],
  [
    'a resume that is empty',
    { on: /^GET \/api\/chat-stream\//, reply: () => '' },
    { resume: /lost or doubled/ },
  ],
  [
    'a check-in without lingzhi_earned',
    { on: /^POST \/api\/checkin$/, reply: without('lingzhi_earned') },
    { 'check-in': /lingzhi_earned/ },
  ],
  [
    'a status without lingzhi_earned',
    { on: /^GET \/api\/checkin\/status/, reply: without('lingzhi_earned') },
    { 'check-in': /lingzhi_earned/ },
  ],
  [
    'an export that is no JSON',
    { on: /export-all/, reply: (body) => body.slice(0, -20) },
    { export: /not JSON/ },
  ],
  [
    'an export of nothing',
    { on: /export-all/, reply: () => '{"conversations":[]}' },
    { export: /not in it/ },
  ],
  ['an export without messages', { on: /export-all/, reply: without('messages') }, { export: /messages/ }],
]
t.test('what reaches people otherwise than it left the platform is noticed', async (t) => {
  const relay = await openRelay(t, gateway)
  const look = () => verifyThrough(relay.url)
  t.same(await look(), {}, 'the relay alone spoils nothing')
  for (const [what, spoil, told] of spoiled) {
    relay.spoil = spoil
    const ill = await look()
    t.match(ill, told, what)
    t.same(Object.keys(ill), Object.keys(told), `${what}, and nothing else`)
  }
})

t.test('a process that hangs is noticed, whichever it is', async (t) => {
  for (const [program, told] of Object.entries({
    auth: { readiness: /auth down/, account: /./ },
    chat: { readiness: /chat down/, answer: /./ },
    checkin: { readiness: /checkin down/, 'check-in': /./ },
    export: { readiness: /export down/ },
    'demo-model': { answer: /./, streaming: /./ },
    gateway: { health: /./ },
  })) {
    const { pid } = JSON.parse(readFileSync(join(root, 'stack.json'), 'utf8')).processes.find(
      ({ name }: { name: string }) => name.split('@')[0] === program,
    )
    process.kill(pid, 'SIGSTOP')
    try {
      t.match(await verify(), told, program)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await wellAgain()
  }
})

t.test('a server that refuses connections is noticed, whichever it is', async (t) => {
  for (const [name, server, told] of [
    ['PostgreSQL', postgres, { readiness: /auth down/, account: /./, logs: /./ }],
    ['Redis', redis, { dependencies: /redis/ }],
    ['NATS', nats, { readiness: /gateway down/ }],
  ] as const) {
    await server.shut()
    try {
      t.match(await verify(), told, name)
    } finally {
      await server.open()
    }
    await wellAgain()
  }
})

t.test('a line of an error in the log of any service is noticed', async (t) => {
  const line = { level: 'error', time: new Date(Date.now() + 600_000).toISOString(), msg: 'a fact was lost' }
  appendFileSync(join(root, 'logs/checkin.log'), `${JSON.stringify(line)}\n`)
  t.match(await verify(), { logs: /checkin: a fact was lost/ })
})

t.test('a backup of the day before yesterday is noticed', async (t) => {
  const folder = join(root, 'backups')
  const [newest] = readdirSync(folder).sort().reverse()
  renameSync(join(folder, newest!), join(folder, stampOf(new Date(Date.now() - 2 * 86_400_000))))
  t.match(await verify(), { backup: /2 days old/ })
})

/** The same checks without a process for each. */
async function verifyThrough(address: string): Promise<Record<string, string>> {
  const ill: Record<string, string> = {}
  await verifyPlatform({
    gateway: address,
    admin: undefined,
    signal: new AbortController().signal,
    rewards: rewardsOf({}),
    async check(name, work) {
      const found = await work().catch((error: Error) => ({ ok: false, detail: error.message }))
      if (typeof found === 'string' || found.ok) return true
      ill[name] = found.detail
      return false
    },
  })
  return ill
}

async function wellAgain() {
  await eventually(async () => {
    const response = await fetch(`${gateway}/api/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => undefined,
    )
    return response?.ok && ((await response.json()) as { status: string }).status === 'ok'
  }, 60_000)
}
