import { dirname, join } from 'node:path'
import { serviceNames, services, withDatabase } from '@lingzhi/contracts/services'
import { buildFault, buildFolder, ownBuilds } from '@lingzhi/stack/console/ensure-build'
import { loadSchemas } from '@lingzhi/stack/environment/schemas'
import { isGiven } from '@lingzhi/stack/environment/setting-of'
import { ensureDatabases } from '@lingzhi/stack/infrastructure/databases'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { configureNats, type NatsUrls, natsUrlsOf } from '@lingzhi/stack/infrastructure/nats'
import { createEnvironments } from '@lingzhi/stack/platform/environments'
import { isPublic, type Planned, planProcesses } from '@lingzhi/stack/platform/plan'
import { mainFile } from '@lingzhi/stack/platform/programs'
import { readSettings } from '@lingzhi/stack/platform/settings'
import { runningProcess } from '@lingzhi/stack/processes/run-record'
import { compileCacheOf, mayPass, serviceUser } from '@lingzhi/stack/processes/service-user'
import type { Deployment } from '../deployment/open-deployment.ts'
import type { Unit, Units } from './unit.ts'

/**
 * For a version that is replaced while people go on: answers under way may end by themselves, connections are given up by who
 * uses them, and a service's own bound of 10 s holds all of it.
 */
const leaving = { DRAIN_MS: '8000', LEAVE_NOTICE_MS: '4000', CLOSE_MAX_MS: '5000' }

type Making = {
  deployment: Deployment
  release: string
  /** The folder of the release, which is where this code was started. */
  folder: string
  scale: string | undefined
  note: (line: string) => void
}

/** The processes of this checkout, as a release of the deployment, with a database and a role for each service. */
export async function makeUnits({ deployment, release, folder, scale, note }: Making) {
  const { dataDir, secrets } = deployment
  const env = { ...deployment.env, DATA_DIR: dataDir }
  const settings = readSettings(scale ? ['--scale', scale] : [], env)
  const schemas = await loadSchemas()
  const user = serviceUser({ checkout: folder, env }, note)
  const consoleDir = isGiven(env, 'CONSOLE_DIR') ? undefined : consoleFolder(folder, dataDir, user)
  const { adminUrl, redisUrl, natsUrl } = await deployment.servers()
  const databases = await ensureDatabases({
    adminUrl,
    services: withDatabase,
    secrets,
    prefix: settings.databasePrefix,
  })
  // Two releases run beside each other for a while, so no port but the public one is fixed.
  const plan = await planProcesses({ ...settings, metricsPort: undefined }, settings.port)
  const metricsPorts = new Map<string, number>()
  if (settings.metricsPort !== undefined)
    for (const { name } of [...plan, { name: 'trial' }]) metricsPorts.set(name, await freePort())
  const publicOne = plan.find((one) => isPublic(one.program))!
  const environments = createEnvironments({
    env: { ...leaving, ...env },
    settings,
    schemas,
    secrets,
    infrastructure: {
      databaseUrl: adminUrl,
      redisUrl,
      natsUrl,
      natsUrls: isGiven(env, 'NATS_URL')
        ? (Object.fromEntries(serviceNames.map((name) => [name, natsUrl])) as NatsUrls)
        : natsUrlsOf(natsUrl, secrets),
      natsFolder: undefined,
      servers: [],
      stop: async () => {},
    },
    databases,
    plan,
    consoleDir,
  })
  const metricsOf = (name: string) =>
    metricsPorts.has(name) ? { METRICS_PORT: String(metricsPorts.get(name)) } : {}
  const unitOf = (planned: Planned): Unit => ({
    name: `${planned.name}@${release}`,
    release,
    program: planned.program,
    command: process.execPath,
    args: [mainFile(planned.program)],
    cwd: folder,
    env: {
      ...systemPath(env),
      ...environments.environmentOf(planned.program),
      ...compileCacheOf(folder, user),
      PORT: String(planned.port),
      ...metricsOf(planned.name),
    },
    ...(user && !(isPublic(planned.program) && planned.port < 1024) && { user }),
    port: planned.port,
    ready: `${planned.url}${planned.program === 'demo-model' ? '/v1/models' : services[planned.program].probe.path}`,
    shared: isPublic(planned.program),
  })
  const trialPort = await freePort()
  const gateway = unitOf(publicOne)
  const units: Units = {
    format: 1,
    release,
    migrations: withDatabase.map((program) => ({
      program,
      command: process.execPath,
      args: [`services/${program}/src/migrate.ts`],
      cwd: folder,
      env: { ...environments.migrationsOf(program), ...compileCacheOf(folder, user) },
      ...(user && { user }),
    })),
    units: [...plan.filter((one) => !isPublic(one.program)).map(unitOf), gateway],
    trial: {
      ...gateway,
      name: `trial@${release}`,
      env: {
        ...gateway.env,
        HOST: '127.0.0.1',
        PORT: String(trialPort),
        LEAVE_NOTICE_MS: '0',
        ...metricsOf('trial'),
      },
      port: trialPort,
      ready: `http://127.0.0.1:${trialPort}${services.gateway.probe.path}`,
      shared: false,
    },
    gatewayUrl: publicOne.url,
    admin: { username: environments.admin.username, password: environments.admin.password },
  }
  return {
    units,
    /** Gives the private NATS an account for each service of this release; true when it had to learn some. */
    openAccounts() {
      if (isGiven(env, 'NATS_URL')) return false
      const server = runningProcess(dataDir, 'nats')
      const { changed } = configureNats({ dataDir, env, secrets }, Number(new URL(natsUrl).port))
      if (changed && server) process.kill(server.pid, 'SIGHUP')
      return changed
    },
    /** Builds the console if its sources changed; a sentence when it could not be. */
    buildConsole: () =>
      consoleDir ? buildFault({ root: folder, folder: consoleDir }) : Promise.resolve(undefined),
  }
}

/** In the data directory, so that pages opened with the version before still find their parts. */
function consoleFolder(folder: string, dataDir: string, user: Unit['user']): string {
  return buildFolder(folder, user && !mayPass(dataDir, user) ? ownBuilds(folder) : join(dataDir, 'console'))
}

/** Programs that a service starts are found where the release brings its own. */
const systemPath = (env: NodeJS.ProcessEnv) => ({ PATH: `${dirname(process.execPath)}:${env.PATH ?? ''}` })
