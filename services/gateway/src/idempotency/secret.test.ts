import { createHash } from 'node:crypto'
import t from 'tap'
import type { Config } from '../config.ts'
import { startUpstream, testPlatform, urlOf } from '../test-app.ts'
import { createSeals } from './sealed-response.ts'
import { secretOf } from './secret-of.ts'

const body = '{"title":"a"}'
const path = '/api/new-conversation'

/** Gateways of one platform with settings of their own, in front of a service that counts what it creates. */
async function setUp(t: Parameters<typeof testPlatform>[0]) {
  const platform = await testPlatform(t)
  let created = 0
  const upstream = await startUpstream(t, (app) => {
    app.post(path, async () => ({ created: ++created }))
  })
  const user = await platform.identity.user()
  const headers = { ...user.headers, 'content-type': 'application/json', 'idempotency-key': '1' }
  const start = (settings: Partial<Config>) =>
    platform.startGateway({ CHAT_URL: urlOf(upstream) }, settings).then(({ url }) => url)
  const send = async (url: string) =>
    (await (await fetch(`${url}${path}`, { method: 'POST', headers, body })).json()) as { created: number }
  return { ...platform, user, start, send }
}

t.test('who reads Redis can check no guess of a key or a body without the secret', async (t) => {
  const { start, send, cache, user } = await setUp(t)
  await send(await start({ IDEMPOTENCY_SECRET: 'hush' }))
  const prefix = `${cache.options.keyPrefix}idempotency:`
  const [name = ''] = await cache.keys(`${prefix}*`)
  const record = JSON.parse((await cache.get(name.slice(cache.options.keyPrefix?.length))) ?? '')
  const caller = `user:${user.id}`
  for (const guess of ['', '1', 'other']) {
    t.not(createSeals(guess).of(caller, '1').id, name.slice(prefix.length))
    t.not(createSeals(guess).fingerprint(`POST ${path}`, Buffer.from(body)), record.fingerprint)
    await t.rejects(createSeals(guess).of(caller, '1').open(record.answer))
  }
  const plain = (text: string) => createHash('sha256').update(text).digest()
  t.not(plain(`id 2\n${caller}\n1`).toString('base64url'), name.slice(prefix.length))
  t.not(plain(`POST ${path}\n${body}`).toString('base64'), record.fingerprint)
  t.equal(createSeals('hush').of(caller, '1').id, name.slice(prefix.length), 'those who know it can')
})

t.test('replicas with one secret replay each other’s responses, whatever its length', async (t) => {
  const { start, send } = await setUp(t)
  const [one, two] = [await start({ IDEMPOTENCY_SECRET: 'x' }), await start({ IDEMPOTENCY_SECRET: 'x' })]
  t.same([await send(one), await send(two)], [{ created: 1 }, { created: 1 }])
})

t.test(
  'after a change of the secret what was kept before is not replayed, and all else goes on',
  async (t) => {
    const { start, send } = await setUp(t)
    const [before, after] = [
      await start({ IDEMPOTENCY_SECRET: 'old' }),
      await start({ IDEMPOTENCY_SECRET: 'new' }),
    ]
    t.same(await send(before), { created: 1 })
    t.same(await send(after), { created: 2 })
    t.same(await send(after), { created: 2 })
  },
)

t.test('without the setting the gateway’s other secrets serve, the same on every replica', async (t) => {
  const of = (settings: Partial<Config>) =>
    secretOf({ IDEMPOTENCY_SECRET: '', NATS_URL: 'nats://n:4222', REDIS_URL: 'redis://r:6379', ...settings })
  t.equal(of({ NATS_URL: 'nats://gateway:n@a', REDIS_URL: 'redis://:r@r' }), 'n')
  t.equal(of({ NATS_URL: 'nats://gateway@a', NATS_PASSWORD: 'n', REDIS_PASSWORD: 'r' }), 'n')
  t.equal(of({ REDIS_URL: 'redis://:r@r' }), 'r')
  t.equal(of({ REDIS_PASSWORD: 'r' }), 'r')
  t.equal(of({}), '')
  t.equal(of({ NATS_URL: 'nats://a,nats://gateway:n@b' }), of({ NATS_URL: 'nats://gateway:n@b,nats://a' }))
  t.equal(of({ IDEMPOTENCY_SECRET: 's', NATS_PASSWORD: 'n' }), 's')
})
