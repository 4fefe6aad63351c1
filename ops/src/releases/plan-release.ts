import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { withDatabase } from '@lingzhi/contracts/services'
import { Fault } from '@lingzhi/stack/fault'
import type { Deployment } from '../deployment/open-deployment.ts'
import type { Identity, Target } from '../deployment/target.ts'
import type { Run } from '../run/command.ts'
import { adminToken, agentDifferences, fixAgents } from './check-agents.ts'
import { structureFaults } from './check-structure.ts'
import { compareSettings } from './compare-settings.ts'
import { compareFiles, digestsOf } from './files-of.ts'
import { appliedTo, type Pending, pendingMigrations } from './pending-migrations.ts'

/** Of the private PostgreSQL, or where it is instead. */
const databaseFiles = ['postgres', 'postgres-folder']

type Planned = {
  deployment: Deployment
  /** The release that serves; undefined before the first deployment. */
  running: string | undefined
  incoming: string
  /** The migrations that a service's database has had, where it is not asked itself. */
  appliedTo?: Target['appliedTo']
  /** What else tells two versions apart, such as images. */
  identities?: (() => Promise<Identity[]>) | undefined
  run: Pick<Run, 'step' | 'signal' | 'note' | 'dryRun'>
  fixAgents: boolean
  /** The operator takes a migration on that the running version may not survive. */
  acceptBreaking: boolean
}

/**
 * What a release would change, told before anything does: files, structure, settings, migrations and agents. A Fault when
 * it may not go on: its structure is broken, or a migration takes something from the version that still serves.
 */
export async function planRelease(planned: Planned) {
  const { deployment, running, incoming, run } = planned
  const { step } = run
  const files = await step('files', async (tell) => {
    const changes = compareFiles(running ? digestsOf(running) : new Map(), digestsOf(incoming))
    const count = (Object.entries(changes) as [string, string[]][]).map(
      ([kind, { length }]) => `${length} ${kind}`,
    )
    const named = [
      ...changes.modified.map((path) => `~ ${path}`),
      ...changes.new.map((path) => `+ ${path}`),
      ...changes.deleted.map((path) => `- ${path}`),
    ].slice(0, running ? 30 : 0)
    tell([count.join(', '), ...named].join('\n'))
    return changes
  })
  await step('structure', async (tell) => {
    const faults = structureFaults(incoming)
    if (faults.length > 0) throw new Fault(faults.join('\n'))
    tell('each service has its entry, settings, health and migrations; the check-in has lingzhi_earned')
  })
  const settings = await step('settings', async (tell) => {
    const compared = compareSettings(running, incoming, Object.keys(deployment.env))
    const { added, removed, unknown } = compared
    tell(
      [
        added.length ? `new: ${added.join(', ')}` : '',
        removed.length ? `gone: ${removed.join(', ')}` : '',
        unknown.length ? `set, and of no effect from now on: ${unknown.join(', ')}` : '',
      ]
        .filter(Boolean)
        .join('\n') || 'the same',
    )
    return compared
  })
  const images = planned.identities && (await step('images', (tell) => compareImages(planned, tell)))
  const migrations = await step('migrations', async (tell) => {
    const pending = await pendingOf(planned)
    tell(describe(pending, stateOf(planned)))
    const breaking = pending.filter(({ breaks }) => breaks.length > 0)
    if (running && breaking.length > 0 && !planned.acceptBreaking)
      throw new Fault(
        `The running version may not survive: ${breaking.map(({ service, migration, breaks }) => `${service} ${migration} ${breaks.join(', ')}`).join('; ')}. Split the change over two releases, or --accept-breaking.`,
      )
    return pending
  })
  const agents = await checkAgents(planned)
  return {
    files: { new: files.new, modified: files.modified, deleted: files.deleted, same: files.same.length },
    settings,
    ...(images && { images }),
    migrations,
    agents,
  }
}

/** By what images are, and not by what they are called: a name may lead to another image tomorrow. */
async function compareImages({ identities }: Planned, tell: (detail: string) => void) {
  const found = await identities!()
  tell(
    found
      .map(({ name, running, incoming }) => {
        if (!incoming) return `${name}: ${running ?? 'none'} → deploy builds or pulls it`
        return running === incoming
          ? `${name}: ${running}, the same`
          : `${name}: ${running ?? 'none'} → ${incoming}`
      })
      .join('\n'),
  )
  return found
}

async function pendingOf({ deployment, running, incoming, appliedTo: told }: Planned): Promise<Pending[]> {
  const found: Pending[] = []
  for (const service of withDatabase) {
    const applied = told
      ? await told(service)
      : running || deployment.stack()
        ? await appliedTo(await deployment.databaseOf(service))
        : new Set<string>()
    found.push(...pendingMigrations(incoming, service, applied))
  }
  return found
}

/** Whether the databases could be asked, or cannot yet because nothing runs, or are not made yet. */
function stateOf({ deployment, running }: Planned): 'asked' | 'stopped' | 'none' {
  if (running || deployment.stack()) return 'asked'
  const { dataDir } = deployment
  return existsSync(join(dataDir, 'secrets.json')) &&
    databaseFiles.some((name) => existsSync(join(dataDir, name)))
    ? 'stopped'
    : 'none'
}

function describe(pending: Pending[], databases: ReturnType<typeof stateOf>): string {
  if (pending.length === 0) return 'none'
  if (databases === 'none') return `${pending.length}, on empty databases`
  if (databases === 'stopped') return `${pending.length} at most: nothing runs that could be asked`
  return [
    `${pending.length} pending`,
    ...pending.map(({ service, migration, breaks, locks }) => {
      const told = [...breaks.map((one) => `✗ ${one}`), ...locks.map((one) => `! ${one}`)]
      return `${service} ${migration}: ${told.join('; ') || 'the running version goes on beside it'}`
    }),
  ].join('\n')
}

/** Told, and no reason to stop: an operator may have chosen other values. */
async function checkAgents({ deployment, run, fixAgents: fix }: Planned): Promise<string[]> {
  const stack = deployment.stack()
  if (!stack) return []
  const { gateway_url: gateway, admin } = stack
  return await run.step('agents', async (tell) => {
    const token = await adminToken(gateway, admin, run.signal)
    if (!token) {
      tell('not looked at: no password of an administrator is known')
      return []
    }
    const differences = await agentDifferences(gateway, token, run.signal)
    if (differences.length === 0) tell("the default agent's model_config is the recommended one")
    else if (fix && !run.dryRun) {
      await fixAgents(gateway, token, run.signal)
      tell(['set to the recommended values', ...differences].join('\n'))
    } else
      tell(["the default agent's model_config differs (--fix-agents sets it)", ...differences].join('\n'))
    return differences
  })
}
