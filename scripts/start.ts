// `npm start`: the whole platform on this machine, from nothing to serving, until Ctrl-C.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { withDatabase } from '@lingzhi/contracts/services'
import { checkSettings, faultsTogether } from '@lingzhi/stack/environment/check-settings'
import { readDotEnv, withDotEnv } from '@lingzhi/stack/environment/dot-env'
import { knownNames } from '@lingzhi/stack/environment/known-names'
import { loadSchemas } from '@lingzhi/stack/environment/schemas'
import { unknownNames, unknownVariables } from '@lingzhi/stack/environment/unknown-names'
import { quoted } from '@lingzhi/stack/fault'
import { ensureDatabases } from '@lingzhi/stack/infrastructure/databases'
import { openInfrastructure } from '@lingzhi/stack/infrastructure/infrastructure'
import { restoreSecrets } from '@lingzhi/stack/infrastructure/outside-data'
import { outsideRoot } from '@lingzhi/stack/infrastructure/postgres-place'
import { openSecrets } from '@lingzhi/stack/infrastructure/secrets'
import { prepareDataDir } from '@lingzhi/stack/platform/data-dir'
import { requireSpace } from '@lingzhi/stack/platform/disk-space'
import { createEnvironments } from '@lingzhi/stack/platform/environments'
import { askFirstAdmin } from '@lingzhi/stack/platform/first-admin'
import { gatewayPort } from '@lingzhi/stack/platform/gateway-port'
import { runMigrations } from '@lingzhi/stack/platform/migrations'
import { describeModel, modelFault } from '@lingzhi/stack/platform/model-state'
import { isPublic, planProcesses } from '@lingzhi/stack/platform/plan'
import { openScreen } from '@lingzhi/stack/platform/screen'
import { LauncherConfig, readSettings } from '@lingzhi/stack/platform/settings'
import { openShutdown, type Shutdown } from '@lingzhi/stack/platform/shutdown'
import { openStackFile } from '@lingzhi/stack/platform/stack-file'
import { startProcesses } from '@lingzhi/stack/platform/start-processes'
import { refuseHalfRestored } from '@lingzhi/stack/platform/unfinished-restore'
import { waitForPlatform } from '@lingzhi/stack/platform/wait-for-platform'
import { openRunRecord } from '@lingzhi/stack/processes/run-record'
import { serviceUser } from '@lingzhi/stack/processes/service-user'
import { openDevelopment } from './dev/development.ts'
import { startHotConsole } from './dev/hot-console.ts'
import { banner } from './start/banner.ts'
import { openConsole } from './start/console.ts'
import { usage } from './start/usage.ts'

const screen = openScreen()
/** Passed by `npm run dev` alone: an argument, because a variable left in a shell would open debuggers by accident. */
const developOption = '--develop='
const args = process.argv.slice(2).filter((arg) => !arg.startsWith(developOption))
const developed = process.argv.find((arg) => arg.startsWith(developOption))?.slice(developOption.length)

async function startUp(shutdown: Shutdown) {
  const began = Date.now()
  const dotEnv = readDotEnv('.env')
  const env = withDotEnv(process.env, dotEnv)
  const schemas = await loadSchemas()
  const known = knownNames(schemas, env)
  const told = [...dotEnv.notes, ...unknownNames(dotEnv, known), ...unknownVariables(process.env, known)]
  for (const sentence of told) screen.note(sentence)
  checkSettings([LauncherConfig, ...Object.values(schemas)], env, await faultsTogether(schemas, env))
  const settings = readSettings(args, env)
  const { dataDir } = settings
  prepareDataDir(dataDir)
  refuseHalfRestored(dataDir)
  const isNew = !existsSync(join(dataDir, 'secrets.json'))
  const little = requireSpace(dataDir, { isNew })
  if (little) screen.note(little)
  const record = await openRunRecord(dataDir, screen.note)
  shutdown.useRecord(record)
  const port = await gatewayPort(settings)
  const found = restoreSecrets(dataDir, outsideRoot)
  if (found)
    screen.note(
      `Going on with the database in ${found}, made for ${dataDir} before. To start anew instead: stop, rm -rf ${found} ${found}.json ${found}.secrets.json ${quoted(dataDir)}`,
    )
  const user = serviceUser({ checkout: process.cwd(), env }, screen.note)
  const pages = openConsole({ env, dataDir, user, signal: shutdown.signal, note: screen.note })
  const secrets = openSecrets(dataDir)
  const stackFile = openStackFile(dataDir)
  const supervisor = { record, note: screen.note, signal: shutdown.signal, onRestart: stackFile.refresh }

  screen.note('Starting PostgreSQL, Redis and NATS')
  const infrastructure = await openInfrastructure(
    { ...supervisor, dataDir, env, secrets, durable: true },
    { postgres: 'DATABASE_URL', redis: 'REDIS_URL', nats: 'NATS_URL' },
  )
  shutdown.onStop(infrastructure.stop)

  screen.note('Preparing the databases')
  const databases = await ensureDatabases({
    adminUrl: infrastructure.databaseUrl,
    services: withDatabase,
    secrets,
    prefix: settings.databasePrefix,
  })
  const plan = await planProcesses(settings, port)
  // Before the processes: a debugger's port may be taken.
  const development = await openDevelopment(developed, {
    plan,
    firstPort: settings.inspectPort,
    note: screen.note,
  })
  const environments = createEnvironments({
    env,
    settings,
    schemas,
    secrets,
    infrastructure,
    databases,
    plan,
    consoleDir: pages.folder,
  })
  const applied = await runMigrations(environments, { ...supervisor, screen, user })
  if (applied > 0) screen.note(`Applied ${applied} migrations`)

  screen.note(`Starting ${plan.map((one) => one.name).join(', ')}`)
  const { nodeArgs } = development
  const processes = await startProcesses(plan, {
    ...supervisor,
    environments,
    dataDir,
    screen,
    user,
    nodeArgs,
    beforePublic: pages.built,
  })
  shutdown.onStop(processes.stop)
  const { url } = plan.find(({ program }) => isPublic(program))!
  await waitForPlatform(url, { ...supervisor, timeoutMs: 60_000 })

  const admin = await askFirstAdmin(plan, environments.admin, began)
  stackFile.publish({ gateway_url: url, admin: { username: admin.username, password: admin.password } }, [
    ...infrastructure.servers,
    ...processes.running,
  ])
  shutdown.onStop(stackFile.remove)
  shutdown.onStop(development.watch(processes.running))
  const hot =
    developed && (await startHotConsole({ gateway: url, env, output: (line) => screen.log('console', line) }))
  if (hot) shutdown.onStop(hot.stop)
  const tookMs = Date.now() - began
  screen.write(
    banner({
      url,
      hotUrl: hot ? hot.url : undefined,
      admin,
      keptIn: environments.admin.generated ? secrets.file : undefined,
      onTerminal: process.stdout.isTTY === true,
      model: {
        described: describeModel(env, settings.demoModel),
        fault: await modelFault(url, shutdown.signal),
      },
      tookMs,
    }),
  )
}

if (args.some((arg) => arg === '--help' || arg === '-h')) screen.write(usage())
else await openShutdown(screen).guard(startUp)
