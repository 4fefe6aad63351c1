import { existsSync, readFileSync } from 'node:fs'
import { Fault, messageOf } from '@lingzhi/stack/fault'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { openInfrastructure } from '@lingzhi/stack/infrastructure/infrastructure'
import { openSecrets } from '@lingzhi/stack/infrastructure/secrets'
import { openStackFile, type Stack } from '@lingzhi/stack/platform/stack-file'
import { openLogFile } from '@lingzhi/stack/processes/log-file'
import { replaceFile } from '@lingzhi/stack/processes/replace-file'
import { openRunRecord } from '@lingzhi/stack/processes/run-record'
import { type Supervised, supervise } from '@lingzhi/stack/processes/supervise'
import type { Layout } from '../layout.ts'
import type { Unit } from '../unit.ts'
import { forkShared } from './fork-shared.ts'

type Options = {
  env: NodeJS.ProcessEnv
  dataDir: string
  layout: Layout
  note: (line: string) => void
  signal: AbortSignal
}

type Published = Omit<Stack, 'processes'>
type Kept = { units: Unit[]; published?: { stack: Published; names: string[] } | undefined }

export type Keeper = Awaited<ReturnType<typeof keepUnits>>

/** Longest an ending process may finish what it does before it is killed: a service's own bound is 10 s. */
const stopMaxMs = 15_000

/** Starts the private servers and what an earlier run kept, and keeps all of it running until it is told otherwise. */
export async function keepUnits({ env, dataDir, layout, note, signal }: Options) {
  const record = await openRunRecord(dataDir, note)
  const secrets = openSecrets(dataDir)
  const stackFile = openStackFile(dataDir)
  const supervisor = { record, note, signal, onRestart: stackFile.refresh }
  const infrastructure = await openInfrastructure(
    { ...supervisor, dataDir, env, secrets, durable: true, portOf: fixedPorts(layout.ports) },
    { postgres: 'DATABASE_URL', redis: 'REDIS_URL', nats: 'NATS_URL' },
  ).catch((error) => {
    record.close()
    throw error
  })
  const running = new Map<string, { unit: Unit; process: Supervised }>()
  const starting = new Set<string>()
  let published: Kept['published']

  const save = () =>
    replaceFile(
      layout.kept,
      JSON.stringify({ units: [...running.values()].map(({ unit }) => unit), published } satisfies Kept),
    )

  async function start(unit: Unit) {
    if (running.has(unit.name) || starting.has(unit.name)) return
    starting.add(unit.name)
    const write = openLogFile(layout.log(unit.program))
    try {
      const process = await supervise(
        {
          ...unit,
          ...(unit.shared && { launch: forkShared }),
          output: (line) => {
            write(line)
            return line
          },
          isReady: () => responds(unit.ready),
        },
        supervisor,
      )
      running.set(unit.name, { unit, process })
      note(`${unit.name} runs (process ${process.pid}, port ${unit.port})`)
      save()
    } finally {
      starting.delete(unit.name)
    }
  }

  async function stop(name: string, timeoutMs = stopMaxMs) {
    const one = running.get(name)
    if (!one) return
    running.delete(name)
    save()
    await one.process.stop(timeoutMs)
    note(`${name} was stopped`)
  }

  function publish(stack: Published, names: string[]) {
    published = { stack, names }
    save()
    const shown = names.flatMap((name) => running.get(name) ?? [])
    replaceFile(layout.metrics, JSON.stringify(targetsOf(shown.map(({ unit }) => unit))))
    stackFile.publish(stack, [
      ...infrastructure.servers,
      ...shown.map(({ unit, process }) => ({
        name: unit.name.split('@')[0]!,
        port: unit.port,
        get pid() {
          return process.pid
        },
      })),
    ])
  }

  const before = readKept(layout.kept)
  // Together, as after a restart of the machine each waits for others; one that fails leaves the others running.
  await Promise.all(
    before.units.map((unit) =>
      start(unit).catch((error) => note(`${unit.name} did not start: ${messageOf(error)}`)),
    ),
  )
  if (before.published) publish(before.published.stack, before.published.names)

  return {
    start,
    stop,
    publish,
    list: () =>
      [...running.values()].map(({ unit: { name, release, program, port }, process: { pid } }) => ({
        name,
        release,
        program,
        port,
        pid,
      })),
    async close() {
      stackFile.remove()
      const shared = [...running.values()].filter(({ unit }) => unit.shared)
      await Promise.all(shared.map(({ process }) => process.stop(stopMaxMs)))
      await Promise.all([...running.values()].map(({ process }) => process.stop(stopMaxMs)))
      await infrastructure.stop()
      record.close()
    },
  }
}

/** Where the metrics of what serves are, for Prometheus' file_sd_configs. */
function targetsOf(units: Unit[]) {
  return units.flatMap(({ name, program, env }) =>
    env.METRICS_PORT
      ? [
          {
            targets: [`127.0.0.1:${env.METRICS_PORT}`],
            labels: { service: program, process: name.split('@')[0]! },
          },
        ]
      : [],
  )
}

function readKept(file: string): Kept {
  if (!existsSync(file)) return { units: [] }
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Fault(`${file} cannot be read: remove it, and deploy again.`)
  }
}

/** The servers' addresses are written in the units: the same ports at every start. */
function fixedPorts(file: string) {
  const ports: Record<string, number> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  return async (server: string): Promise<number> => {
    ports[server] ??= await freePort()
    replaceFile(file, JSON.stringify(ports))
    return ports[server]
  }
}

async function responds(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
