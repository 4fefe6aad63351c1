import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { youngMb } from '@lingzhi/stack/platform/programs'
import { testBus } from '@lingzhi/testing/test-bus'
import { testIdentity } from '@lingzhi/testing/test-identity'
import { required } from '@lingzhi/testing/test-servers'
import type { Load, Measured } from './edge/load.ts'
import { load } from './edge/load.ts'
import { hasNginx, nginxCommand } from './edge/nginx.ts'
import type { Running } from './edge/start-process.ts'
import { startProcess } from './edge/start-process.ts'
import { otherCheckout, ownCheckout } from './harness/checkout.ts'
import { machinePaceMs } from './harness/machine-pace.ts'
import { newRun } from './harness/new-run.ts'
import { randomFrom, shuffled } from './harness/random.ts'
import { print, printSeries } from './harness/report.ts'
import { addressesOf } from './harness/start-service.ts'

// A small authenticated GET through the gateway (token check, limits, request log, metrics), beside the bare
// @fastify/http-proxy, and nginx where it is installed, before the same upstream, taking turns. Requests per
// second say what a machine of this size serves; processor time per request is what the proxy itself
// costs, however busy the machine is. `--against <folder>` adds another checkout's gateway. Needs TEST_NATS_URL and TEST_REDIS_URL.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '5' },
    clients: { type: 'string', default: '32' },
    prof: { type: 'string', default: '' },
    against: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const random = randomFrom(Date.now())
const bench = newRun()

async function start(options: Omit<Parameters<typeof startProcess>[0], 'port'>): Promise<Running> {
  const running = await startProcess({ ...options, port: await freePort() })
  bench.teardown(running.stop)
  return running
}

try {
  const { bus, settings } = await testBus(bench)
  const identity = await testIdentity(bench, bus)
  const user = await identity.user({ expiresIn: '2h' })
  const upstream = await start({ name: 'upstream', command: new URL('./edge/upstream.ts', import.meta.url) })

  const bare = await start({
    name: 'bare http-proxy',
    command: new URL('./edge/bare-proxy.ts', import.meta.url),
    env: { UPSTREAM_URL: upstream.url },
  })
  const startGateway = async (name: string, checkout: string) =>
    start({
      name,
      command: pathToFileURL(`${checkout}/services/gateway/src/main.ts`),
      env: {
        HOST: '127.0.0.1',
        METRICS_PORT: String(await freePort()),
        LOG_LEVEL: 'info',
        // As npm start and the images set it.
        NODE_OPTIONS: `--max-semi-space-size=${youngMb('gateway')} ${values.prof && `--cpu-prof --cpu-prof-dir=${values.prof}`}`,
        NATS_URL: settings.NATS_URL,
        NATS_PREFIX: settings.NATS_PREFIX,
        REDIS_URL: required('TEST_REDIS_URL'),
        REDIS_PREFIX: settings.NATS_PREFIX,
        RATE_LIMIT_FACTOR: '100000',
        ...addressesOf(upstream.url),
      },
    })
  const gateway = await startGateway('gateway', ownCheckout)
  const against = otherCheckout(values.against)
  const other = against ? [await startGateway('the other gateway', against)] : []
  const contenders = [bare, gateway, ...other]
  if (hasNginx()) {
    const port = await freePort()
    const { remove, ...nginx } = nginxCommand(port, upstream.url)
    bench.teardown(remove)
    const running = await startProcess({ name: 'nginx', port, ...nginx })
    bench.teardown(running.stop)
    contenders.push(running)
  }

  const seconds = Number(values.seconds)
  const requests: Load = {
    path: '/api/user/info',
    headers: user.headers,
    clients: Number(values.clients),
    seconds,
  }
  const measured = new Map<Running, Measured[]>(contenders.map((contender) => [contender, []]))
  const paces: number[] = []
  for (const contender of contenders) await load(contender, requests) // warms the compiler and the connections up
  for (let round = 0; round < rounds; round++) {
    const turn = shuffled(contenders, random)
    for (const contender of turn) {
      paces.push(machinePaceMs())
      measured.get(contender)?.push(await load(contender, requests))
    }
  }

  print(
    `edge: ${rounds} rounds of ${seconds} s, ${requests.clients} clients, GET ${requests.path} with a token`,
  )
  for (const [{ name }, runs] of measured) {
    printSeries(
      name,
      runs.map(({ rate }) => rate),
      'req/s',
    )
    printSeries(
      '',
      runs.map(({ cpuUs }) => cpuUs),
      'µs of processor time a request',
    )
  }
  printSeries('the machine', paces, 'ms for the same work between rounds')
  const ratio = (of: (run: Measured, yardstick: Measured) => number, other: Running) =>
    measured.get(gateway)?.map((run, n) => of(run, measured.get(other)?.[n] ?? run)) ?? []
  for (const other of contenders.filter((contender) => contender !== gateway)) {
    printSeries(
      `gateway / ${other.name}`,
      ratio((run, yardstick) => run.rate / yardstick.rate, other),
      'of its rate',
    )
    printSeries(
      '',
      ratio((run, yardstick) => run.cpuUs / yardstick.cpuUs, other),
      'times its processor time',
    )
  }
} finally {
  await bench.close()
}
