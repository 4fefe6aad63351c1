import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { addressSetting, upstreamNames } from '@lingzhi/contracts/services'
import { startScriptedModel } from '@lingzhi/demo-model/scripted-model'
import { startTraffic } from '@lingzhi/ops/host/test-traffic'
import { testBus } from '@lingzhi/testing/test-bus'
import { testCache } from '@lingzhi/testing/test-cache'
import { testDatabase } from '@lingzhi/testing/test-database'
import { migrationsOf } from '../harness/checkout.ts'
import { openNetworkHosts } from '../harness/network-hosts.ts'
import { newRun } from '../harness/new-run.ts'
import { print } from '../harness/report.ts'
import { startService } from '../harness/start-service.ts'

// Three machines: a gateway on the first, a replica of every service on each of the others. The second and the third lose their
// network in turn while people go on, and get it back. What people see is told by time; nothing may be lost or doubled, and after each cut
// everything is served by both again. Exit code 1 otherwise.

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '15' }, people: { type: 'string', default: '200' } },
})
const cutMs = Number(values.seconds) * 1_000
/** So long after a cut people may see failures, at most one each: requests that were with the machine that is away. */
const noticedMaxMs = 60_000
const calmMs = 10_000

const bench = newRun()
const secret = () => randomBytes(32).toString('base64')

try {
  const { hosts, offer } = openNetworkHosts(bench, 3)
  const [edge, ...inner] = hosts
  const model = await startScriptedModel()
  bench.teardown(() => model.close())
  model.enqueue({ times: 'always', steps: [{ repeat: { count: 100, text: '字', delayMs: 20 } }] })
  const { settings: bus } = await testBus(bench)
  const { url: redis, prefix: REDIS_PREFIX } = await testCache(bench)
  const common = {
    NATS_URL: await offer(bus.NATS_URL),
    NATS_PREFIX: bus.NATS_PREFIX,
    REDIS_URL: await offer(redis),
    REDIS_PREFIX,
    RATE_LIMIT_FACTOR: '1000',
    LOG_LEVEL: 'fatal',
    ACCESS_TOKEN_TTL_S: '3600',
    LLM_BASE_URL: await offer(model.baseUrl),
    LLM_API_KEY: 'key',
    LLM_MODEL: 'scripted',
    AUTH_ENCRYPTION_KEY: secret(),
    EXPORT_LINK_SECRET: secret(),
    FILES_LINK_SECRET: secret(),
  }
  const addresses: Record<string, string> = {}
  for (const name of upstreamNames) {
    const { settings } = await testDatabase<never>(bench, migrationsOf(name))
    const DATABASE_URL = await offer(settings.DATABASE_URL)
    const replicas = []
    for (const host of inner) {
      const replica = await startService(name, { ...common, DATABASE_URL }, { host })
      bench.teardown(replica.kill)
      replicas.push(replica.url)
    }
    addresses[addressSetting(name)] = replicas.join(',')
  }
  const gateway = await startService('gateway', { ...common, ...addresses }, { host: edge! })
  bench.teardown(gateway.kill)
  print('a gateway on the first machine, a replica of each service on the second and on the third')

  const traffic = await startTraffic(gateway.url, Number(values.people))
  let wrong = 0
  const told = (good: boolean, what: string) => {
    if (!good) wrong += 1
    print(`${good ? '✓' : '✗'} ${what}`)
  }
  /** What people saw in a while. */
  async function during(what: string, ms: number, faultsMax: number) {
    const before = { ...traffic.counted, faults: traffic.faults.length }
    await pause(ms)
    const { reads, answers, checkins } = traffic.counted
    const seen = traffic.faults.slice(before.faults)
    told(
      seen.length <= faultsMax &&
        reads > before.reads &&
        answers > before.answers &&
        checkins > before.checkins,
      `${what}: ${reads - before.reads} reads, ${answers - before.answers} answers, ${checkins - before.checkins} check-ins, ${seen.length} refused`,
    )
    for (const fault of [...new Set(seen)].slice(0, 5)) print(`    ${fault}`)
  }
  await during('all there', calmMs, 0)
  for (const [index, host] of inner.entries()) {
    host.cut()
    await during(
      `machine ${index + 2} is away, the first ${noticedMaxMs / 1_000} s`,
      noticedMaxMs,
      traffic.atOnce,
    )
    await during(`machine ${index + 2} is away, after that`, cutMs, 0)
    host.heal()
    await during(`machine ${index + 2} is back`, calmMs, 0)
    const deadline = performance.now() + 60_000
    const isReady = async (url: string) =>
      await fetch(`${url}/api/health/ready`, { signal: AbortSignal.timeout(5_000) }).then(
        ({ ok }) => ok,
        () => false,
      )
    for (const url of Object.values(addresses).map((both) => both.split(',')[index]!))
      while (!(await isReady(url))) {
        if (performance.now() > deadline) throw new Error(`${url} does not come back`)
        await pause(200)
      }
  }
  const { earned } = await traffic.stop()
  const { sent, reads, checkins, answers } = traffic.counted
  const ended = reads + checkins + answers + traffic.faults.length
  told(sent === ended, `of ${sent} that were sent, ${sent - ended} had no end`)
  const lost = traffic.faults.filter((fault) => fault.startsWith('stream: read'))
  told(lost.length === 0, `${answers} answers were read as they are stored`)
  // A check-in whose response was lost with its machine is one in the ledger, or none; never two.
  told(earned >= checkins, `${checkins} check-ins were told, ${earned} points are in the ledger`)
  if (wrong > 0) process.exitCode = 1
} finally {
  await bench.close()
}
