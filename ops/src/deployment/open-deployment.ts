import { existsSync, mkdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { ServiceName } from '@lingzhi/contracts/services'
import { readDotEnv, withDotEnv } from '@lingzhi/stack/environment/dot-env'
import { Fault } from '@lingzhi/stack/fault'
import { databaseUrl } from '@lingzhi/stack/infrastructure/databases'
import { openSecrets, type Secrets } from '@lingzhi/stack/infrastructure/secrets'
import { readSettings, type Settings } from '@lingzhi/stack/platform/settings'
import { readStackFile, type Stack } from '@lingzhi/stack/platform/stack-file'
import { startedAt } from '@lingzhi/stack/processes/identity'
import type { LogLine, WantedLines } from '../logs/log-line.ts'
import { readLogs } from '../logs/read-logs.ts'
import { openServers, type Servers } from './open-servers.ts'

export type Deployment = {
  /** Of a deployment that `deploy` made: `releases`, `current`, `data`, `.env`; undefined for a checkout's own. */
  root: string | undefined
  dataDir: string
  settings: Settings
  /** The shell's environment completed by the deployment's `.env`. */
  env: NodeJS.ProcessEnv
  secrets: Secrets
  /** What runs now; undefined while the platform is down. */
  stack(): Stack | undefined
  /** The platform's servers: those that run, those the settings name, or private ones started for this command alone. */
  servers(): Promise<Servers>
  /** The address of a service's database, with its own role. */
  databaseOf(service: ServiceName): Promise<string>
  /** What its services wrote, a program after the other, each oldest first. */
  logs(wanted: WantedLines): AsyncIterable<LogLine>
  close(): Promise<void>
}

/** The deployment that a command is about: that of `--root`, of the release it is run in, or of this checkout. */
export function openDeployment(shell: NodeJS.ProcessEnv, given: { root?: string | undefined }): Deployment {
  const root = given.root ? resolve(given.root) : rootOf(process.cwd())
  const env = withDotEnv(shell, readDotEnv(root ? join(root, '.env') : '.env'))
  const settings = readSettings([], root ? { ...env, DATA_DIR: env.DATA_DIR || join(root, 'data') } : env)
  const { dataDir } = settings
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const secrets = openSecrets(dataDir)
  let opened: Promise<Servers> | undefined
  const deployment: Deployment = {
    root,
    dataDir,
    settings,
    env,
    secrets,
    stack() {
      const stack = readStackFile(dataDir)
      // A launcher that was killed left the file.
      return stack?.processes.some(({ pid }) => startedAt(pid) !== null) ? stack : undefined
    },
    servers: () => {
      opened ??= openServers(deployment)
      return opened
    },
    async databaseOf(service) {
      const { adminUrl } = await deployment.servers()
      const name = `${settings.databasePrefix}${service}`
      return databaseUrl(
        adminUrl,
        name,
        secrets.get(`databasePassword.${name}`, () => {
          throw new Fault(`There is no platform in ${dataDir} yet.`)
        }),
      )
    },
    logs: (wanted) => readLogs(dataDir, wanted),
    async close() {
      await opened?.then(
        (servers) => servers.close(),
        () => {},
      )
    },
  }
  return deployment
}

/** A release is a folder of `<root>/releases`. */
function rootOf(folder: string): string | undefined {
  const parent = dirname(folder)
  return basename(parent) === 'releases' && existsSync(join(parent, '..', 'current'))
    ? dirname(parent)
    : undefined
}
