import { startScriptedModel } from '@lingzhi/demo-model/scripted-model'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { eventually } from '@lingzhi/testing/eventually'
import { testBus } from '@lingzhi/testing/test-bus'
import { testCache } from '@lingzhi/testing/test-cache'
import { testDatabase } from '@lingzhi/testing/test-database'
import { testIdentity } from '@lingzhi/testing/test-identity'
import type { Test } from '@lingzhi/testing/test-servers'
import { sql } from 'kysely'
import { migrationsOf, ownCheckout } from './checkout.ts'
import type { Service } from './start-service.ts'
import { addressesOf, startService } from './start-service.ts'

interface PlatformOptions {
  replicas?: number
  /** Whose services and migrations; this checkout's by default. */
  checkout?: string
  /** Each gateway knows one chat replica and no other, so that a change of gateway is a change of replica. */
  paired?: boolean
  /** Runs the service of files too. */
  files?: boolean
  /** Starts each process with an inspector, for `heldBy`. */
  inspected?: boolean
  /** Settings of all processes; LLM_BASE_URL replaces the model of this process. */
  settings?: Record<string, string>
}

/**
 * Gateways and chat replicas as processes of their own, on the infrastructure of this run, with a
 * scripted model. The gateway's readiness needs every service; chat stands in for those that take no part.
 */
export async function startChatPlatform(
  bench: Test,
  {
    replicas = 2,
    checkout = ownCheckout,
    paired = false,
    inspected = false,
    files = false,
    settings = {},
  }: PlatformOptions = {},
) {
  const { db, settings: database } = await testDatabase<never>(bench, migrationsOf('chat', checkout))
  const { bus, settings: busSettings } = await testBus(bench)
  const { url: REDIS_URL, prefix: REDIS_PREFIX } = await testCache(bench)
  const identity = await testIdentity(bench, bus)
  const model = await startScriptedModel()
  bench.teardown(() => model.close())
  const common = {
    NATS_URL: busSettings.NATS_URL,
    NATS_PREFIX: busSettings.NATS_PREFIX,
    REDIS_URL,
    REDIS_PREFIX,
    RATE_LIMIT_FACTOR: '100000',
    LOG_LEVEL: 'error',
    DATABASE_URL: database.DATABASE_URL,
    LLM_BASE_URL: model.baseUrl,
    LLM_MODEL: 'scripted',
    ...settings,
  }
  const ports = await Promise.all(Array.from({ length: replicas }, freePort))
  const chats: Service[] = []
  bench.teardown(() => Promise.all(chats.map((chat) => chat.stop())))
  /** Which replica, by its index, a worker's id belongs to. */
  const replicaOf = new Map<string, number>()
  /** Starts a replica, or restarts it at its address; one at a time. */
  const startChat = async (index: number) => {
    chats[index] = await startService('chat', common, { port: ports[index], inspected, checkout })
    // A worker's row does not name its process: the new one belongs to the replica just started.
    await eventually(async () => {
      const { rows } = await sql<{ id: string }>`select id from workers`.execute(db)
      const added = rows.filter(({ id }) => !replicaOf.has(id))
      for (const { id } of added) replicaOf.set(id, index)
      return added.length > 0
    })
  }
  for (const index of ports.keys()) await startChat(index)
  const filesService = files ? await startFiles() : undefined
  const gateways = await Promise.all(
    chats.map(async ({ url }) => {
      const all = chats.map((chat) => chat.url).join(',')
      const addresses = {
        ...addressesOf(all),
        CHAT_URL: paired ? url : all,
        ...(filesService && { FILES_URL: filesService.url }),
      }
      const gateway = await startService('gateway', { ...common, ...addresses }, { inspected, checkout })
      bench.teardown(gateway.stop)
      return gateway
    }),
  )
  async function startFiles(): Promise<Service> {
    const own = await testDatabase<never>(bench, migrationsOf('files', checkout))
    const { DATABASE_URL } = own.settings
    const service = await startService(
      'files',
      { ...common, DATABASE_URL, FILES_LINK_SECRET: 'a secret of a measurement', FILES_UPLOADS_MAX: '50' },
      { checkout },
    )
    bench.teardown(service.stop)
    return service
  }

  return {
    filesService,
    db,
    databaseUrl: database.DATABASE_URL,
    bus,
    identity,
    model,
    chats,
    gateways,
    startChat,
    replicaOf,
  }
}
