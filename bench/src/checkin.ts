import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { systemEnvironment } from '@lingzhi/stack/environment/system'
import { testBus } from '@lingzhi/testing/test-bus'
import { testDatabase } from '@lingzhi/testing/test-database'
import { testIdentity } from '@lingzhi/testing/test-identity'
import { sql } from 'kysely'
import { Pool } from 'undici'
import { migrationsOf, otherCheckout, ownCheckout } from './harness/checkout.ts'
import { newRun } from './harness/new-run.ts'
import { preparePgbench, simpleUpdates } from './harness/pgbench.ts'
import { median, print, printSeries, quantile } from './harness/report.ts'
import { processorTimeOf } from './harness/resident-memory.ts'
import { startService } from './harness/start-service.ts'

// Check-ins per second over HTTP, each by another user, who has a streak, beside pgbench's simple
// updates on the same PostgreSQL, taking turns. `--against <folder>` adds another checkout's service, on the same database. Needs TEST_DATABASE_URL, TEST_NATS_URL and pgbench.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    clients: { type: 'string', default: '16' },
    'per-round': { type: 'string', default: '6000' },
    replicas: { type: 'string', default: '1' },
    against: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const clients = Number(values.clients)
const perRound = Number(values['per-round'])
const replicas = Number(values.replicas)
const against = otherCheckout(values.against)
const checkouts = against ? [ownCheckout, against] : [ownCheckout]

const bench = newRun()

try {
  const migrations = migrationsOf('checkin')
  const { db, settings } = await testDatabase(bench, migrations)
  const yardstick = await testDatabase(bench, migrations)
  const { bus, settings: busSettings } = await testBus(bench)
  const identity = await testIdentity(bench, bus)
  await preparePgbench(yardstick.settings.DATABASE_URL, 10)

  const users = await Promise.all(
    Array.from({ length: (rounds + 1) * perRound * checkouts.length }, () => identity.user()),
  )
  // A transaction holds a lock for each of its users: a few thousand at a time fit PostgreSQL's lock table.
  for (let from = 0; from < users.length; from += 2_000) {
    const ids = users.slice(from, from + 2_000).map(({ id }) => id)
    for (const daysAgo of [3, 2, 1]) {
      await sql`select from record_checkins((
        select json_agg(json_build_object('user_id', id, 'day', (now() at time zone 'Asia/Shanghai')::date - ${daysAgo}::int,
          'at', now(), 'record_id', gen_random_uuid(), 'entry_id', gen_random_uuid(), 'fact_id', gen_random_uuid()))
        from unnest(${ids}::uuid[]) as id), '{1,2,3,5,8,13,21,34}')`.execute(db)
    }
  }
  await sql`truncate outbox`.execute(db)
  await sql`vacuum analyze`.execute(db)

  /** The replicas of one checkout, and what was seen of them. */
  async function startContender(checkout: string) {
    const pools: Pool[] = []
    const pids: number[] = []
    for (let replica = 0; replica < replicas; replica++) {
      const service = await startService(
        'checkin',
        {
          DATABASE_URL: settings.DATABASE_URL,
          DATABASE_POOL_MAX: String(clients),
          NATS_URL: busSettings.NATS_URL,
          NATS_PREFIX: busSettings.NATS_PREFIX,
        },
        { checkout },
      )
      const pool = new Pool(service.url, { connections: Math.ceil(clients / replicas), pipelining: 1 })
      bench.teardown(async () => {
        await pool.close()
        await service.stop()
      })
      pools.push(pool)
      pids.push(service.pid)
    }
    const seen = {
      rates: [] as number[],
      latencies: [] as number[],
      service: [] as number[],
      postgres: [] as number[],
    }
    return { name: checkout === ownCheckout ? 'check-ins' : 'the other', pools, pids, ...seen }
  }
  const contenders: Awaited<ReturnType<typeof startContender>>[] = []
  for (const checkout of checkouts) contenders.push(await startContender(checkout))

  /** One round: all its users check in, `clients` at a time. */
  const checkInAll = async (round: typeof users, pools: Pool[]) => {
    const waiting = round.values()
    const latencies: number[] = []
    const started = performance.now()
    const client = async (pool: Pool) => {
      for (const { headers } of waiting) {
        const sent = performance.now()
        const reply = await pool.request({ method: 'POST', path: '/api/checkin', headers })
        await reply.body.dump()
        if (reply.statusCode !== 200) throw new Error(`a check-in returned ${reply.statusCode}`)
        latencies.push(performance.now() - sent)
      }
    }
    await Promise.all(Array.from({ length: clients }, (_, n) => client(pools[n % replicas] as Pool)))
    return { rate: round.length / ((performance.now() - started) / 1_000), latencies }
  }

  /** Processor time so far of the service and of its connections' ends in PostgreSQL, in seconds. */
  const usedBy = async (pids: number[]) =>
    (await Promise.all(pids.map(processorTimeOf))).reduce((a, b) => a + b, 0)
  const backends = async () => {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where datname = current_database()`.execute(db)
    return rows.map(({ pid }) => pid)
  }

  const updates: number[] = []
  // Warms the compiler and the connections up.
  for (const { pools } of contenders) await checkInAll(users.splice(0, perRound), pools)
  for (let round = 1; round <= rounds; round++) {
    updates.push(await simpleUpdates(yardstick.settings.DATABASE_URL, { clients, seconds }))
    // The order alternates, so that none always follows the same one.
    const turn = round % 2 === 0 ? contenders : contenders.toReversed()
    for (const contender of turn) {
      const postgresPids = await backends()
      const before = { service: await usedBy(contender.pids), postgres: await usedBy(postgresPids) }
      const measured = await checkInAll(users.splice(0, perRound), contender.pools)
      contender.service.push(((await usedBy(contender.pids)) - before.service) * (1e6 / perRound))
      contender.postgres.push(((await usedBy(postgresPids)) - before.postgres) * (1e6 / perRound))
      contender.rates.push(measured.rate)
      contender.latencies.push(...measured.latencies)
    }
  }

  print(
    `check-in: ${rounds} rounds, ${clients} clients, ${replicas} replica(s), ${perRound} check-ins a round`,
  )
  printSeries('pgbench simple-update', updates, '/s')
  const perRoundOf = (above: number[], below: number[]) =>
    above.map((value, round) => value / (below[round] ?? Number.NaN))
  for (const { name, rates, latencies, service, postgres } of contenders) {
    printSeries(`${name} over HTTP`, rates, '/s')
    const latency = [median(latencies), quantile(latencies, 0.99)].map((ms) => ms.toFixed(1))
    print(`${`${name}: latency`.padEnd(24)} p50 ${latency[0]} ms, p99 ${latency[1]} ms`)
    printSeries('processor time: service', service, 'µs a check-in')
    printSeries('processor time: PostgreSQL', postgres, 'µs a check-in')
    printSeries(`${name} / pgbench`, perRoundOf(rates, updates), 'of its rate')
  }
  const [ours, other] = contenders
  if (ours && other) {
    printSeries('check-ins / the other', perRoundOf(ours.rates, other.rates), 'of its rate')
    printSeries('', perRoundOf(ours.service, other.service), 'times its processor time')
  }

  const command = fileURLToPath(new URL('../../services/checkin/src/reconcile.ts', import.meta.url))
  const env = { ...systemEnvironment(process.env), DATABASE_URL: settings.DATABASE_URL }
  const { stdout } = await promisify(execFile)(process.execPath, [command], { env })
  print(`reconcile: ${stdout.trim()}`)
} finally {
  await bench.close()
}
