import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { eventually } from '@lingzhi/testing/eventually'
import { parse, stringify } from 'yaml'
import { installFault } from '../install-packages.ts'

export const folder = new URL('../../monitoring/prometheus', import.meta.url).pathname
const needed = { prometheus: '/usr/bin/prometheus' }

/** Installs Prometheus where it is missing; see installFault. */
export const prometheusFault = (): string | undefined => installFault('The tests of monitoring/', needed)

/** What promtool says of files in monitoring/prometheus/; its exit code is 0 when all is well. */
export function promtool(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('/usr/bin/promtool', args, { cwd: folder, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

interface Config {
  global: { scrape_interval: string; evaluation_interval: string }
  scrape_configs: { job_name: string; relabel_configs: object[]; static_configs?: object[] }[]
}
interface Rules {
  groups: { rules: { alert: string; for?: string }[] }[]
}

/** `targets`: the addresses of each service's metrics. */
export interface Prometheus {
  /** A result of its HTTP API, such as `/api/v1/alerts`. */
  // biome-ignore lint/suspicious/noExplicitAny: asserted on by shape
  get: (path: string) => Promise<any>
}

/** Debian's Prometheus with our own files, which only look more often, wait less, and find the targets at fixed addresses. */
export async function runPrometheus(
  t: { teardown: (close: () => unknown) => void },
  targets: Readonly<Record<string, string[]>>,
): Promise<Prometheus> {
  const own = mkdtempSync(join(tmpdir(), 'lingzhi-test-prometheus-'))
  t.teardown(() => rmSync(own, { recursive: true, force: true }))
  const read = (name: string) => parse(readFileSync(join(folder, name), 'utf8'))
  const config = read('prometheus.yml') as Config
  config.global = { scrape_interval: '500ms', evaluation_interval: '500ms' }
  config.scrape_configs = config.scrape_configs.map(({ job_name, relabel_configs }) => ({
    job_name,
    honor_labels: true,
    relabel_configs,
    scrape_timeout: '500ms',
    static_configs: [{ targets: targets[job_name.replace('lingzhi-', '')] ?? [] }],
  }))
  const rules = read('alerts.yml') as Rules
  for (const rule of rules.groups.flatMap((group) => group.rules)) if (rule.for) rule.for = '1s'
  writeFileSync(join(own, 'prometheus.yml'), stringify(config))
  writeFileSync(join(own, 'alerts.yml'), stringify(rules))

  const address = `127.0.0.1:${await freePort()}`
  const child = spawn(
    needed.prometheus,
    [
      `--config.file=${own}/prometheus.yml`,
      `--storage.tsdb.path=${own}/data`,
      `--web.listen-address=${address}`,
      '--log.level=warn',
    ],
    { stdio: 'ignore' },
  )
  const exited = once(child, 'exit')
  t.teardown(async () => {
    child.kill('SIGTERM')
    await exited
  })
  const get: Prometheus['get'] = async (path) => (await fetch(`http://${address}${path}`)).json()
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`prometheus ended with ${child.exitCode}`)
    return fetch(`http://${address}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  }, 30_000)
  return { get }
}
