import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiKeyExchange, PublicKeys, SessionEnded, UserDeleted } from '@lingzhi/contracts/auth'
import { ExportSize } from '@lingzhi/contracts/chat-export'
import type { ServiceName } from '@lingzhi/contracts/services'
import { serviceNames } from '@lingzhi/contracts/services'
import { factStreams } from '@lingzhi/contracts/streams'
import { startNats } from '@lingzhi/stack/infrastructure/nats'
import { openSecrets } from '@lingzhi/stack/infrastructure/secrets'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'
import { ensureFactStreams } from './ensure-streams.ts'
import { listen } from './listen.ts'
import type { Bus } from './open-bus.ts'
import { openBus } from './open-bus.ts'
import { sendRequest, serve } from './request.ts'

const dataDir = mkdtempSync(join(realpathSync(tmpdir()), 'nats-accounts-'))
const prefix = 'own.'
const { server, url, urls } = await startNats({
  dataDir,
  env: { ...process.env, NATS_PREFIX: prefix },
  secrets: openSecrets(dataDir),
  durable: false,
  note: () => {},
})
const open = async (NATS_URL: string, name: string) => {
  const bus = await openBus({ NATS_URL, NATS_PREFIX: prefix, NATS_REPLICAS: 1 }, name, silentLog)
  buses.push(bus)
  return bus
}
const buses: Bus[] = []
const as = {} as Record<ServiceName, Bus>
for (const name of serviceNames) {
  as[name] = await open(urls[name], name)
  await ensureFactStreams(as[name], factStreams)
}
t.teardown(async () => {
  for (const bus of buses) await bus.close()
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Resolves with the words of the server's refusal; rejects when there was none. */
async function refusal(bus: Bus, act: () => unknown): Promise<string> {
  const told = Promise.withResolvers<string>()
  void (async () => {
    for await (const status of bus.nc.status())
      if (status.type === 'error') return told.resolve(String(status.error))
  })()
  await Promise.resolve(act()).catch(() => {})
  // The server treats what one connection sends in order: with its pong every refusal is here.
  await bus.nc.flush().catch(() => {})
  setImmediate(() => told.reject(new Error('it was allowed')))
  return told.promise
}

t.test('nobody but auth serves the keys, hears API keys, or tells of sessions', async (t) => {
  const keys = serve(as.auth, PublicKeys, async () => ({ keys: [{ kid: 'auth' }] }))
  t.teardown(() => keys.close())
  for (const name of serviceNames.filter((one) => one !== 'auth')) {
    const { nc, subject } = as[name]
    for (const { subject: asked } of [PublicKeys, ApiKeyExchange, { subject: 'ask.>' }, { subject: '>' }])
      t.match(
        await refusal(as[name], () => nc.subscribe(subject(asked))),
        /Permissions Violation/i,
        `${name} ${asked}`,
      )
    for (const { subject: fact } of [SessionEnded, UserDeleted])
      t.match(
        await refusal(as[name], () => nc.publish(subject(fact), '{}')),
        /Permissions Violation/i,
        `${name} ${fact}`,
      )
    t.match(
      await refusal(as[name], () => nc.subscribe('_INBOX_gateway.>') && nc.subscribe('_INBOX.>')),
      /Violation/i,
    )
    t.same(await sendRequest(as[name], PublicKeys, {}), { keys: [{ kid: 'auth' }] })
  }
})

t.test('a service asks what the table says and nothing else', async (t) => {
  for (const name of ['gateway', 'checkin'] as const)
    t.match(
      await refusal(as[name], () => as[name].nc.publish(as[name].subject(ExportSize.subject), '{}')),
      /Violation/i,
    )
  t.match(
    await refusal(as.chat, () => as.chat.nc.publish(as.chat.subject(ApiKeyExchange.subject), '{}')),
    /Violation/i,
  )
})

t.test('no service changes a stream of another’s, empties it, or takes what others wait for', async (t) => {
  const hearing = await listen(as.checkin, UserDeleted, 'checkin', async () => {})
  t.teardown(() => hearing.close())
  const { resource, subject } = as.chat
  const durable = `${resource('auth-facts')}.${resource('checkin-auth-user-deleted')}`
  for (const api of [
    `STREAM.UPDATE.${resource('auth-facts')}`,
    `STREAM.UPDATE.${resource('work-replies')}`,
    `STREAM.DELETE.${resource('auth-facts')}`,
    `STREAM.PURGE.${resource('auth-facts')}`,
    `STREAM.MSG.GET.${resource('auth-facts')}`,
    'STREAM.CREATE.mine',
    `CONSUMER.CREATE.${resource('auth-facts')}.mine.${subject('auth.>')}`,
    `CONSUMER.MSG.NEXT.${durable}`,
    `CONSUMER.DELETE.${durable}`,
    `CONSUMER.CREATE.${durable}.${subject(SessionEnded.subject)}`,
  ])
    t.match(await refusal(as.chat, () => as.chat.nc.publish(`$JS.API.${api}`, '{}')), /Violation/i, api)
})

t.test(
  'the launcher’s own account may do everything, and streams that are there stay as they are',
  async (t) => {
    const bus = await open(url, 'launcher')
    const name = bus.resource('auth-facts')
    const { config } = await bus.jsm.streams.info(name)
    await bus.jsm.streams.update(name, { ...config, max_bytes: 1_000_000 })
    await ensureFactStreams(as.chat, factStreams)
    t.equal((await bus.jsm.streams.info(name)).config.max_bytes, 1_000_000)
    await ensureFactStreams(as.auth, factStreams)
    t.equal((await bus.jsm.streams.info(name)).config.max_bytes, 256 * 1024 * 1024)
  },
)
