import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, messageOf } from '@lingzhi/stack/fault'
import { waitUntil } from '@lingzhi/stack/processes/wait-until'
import { planRelease } from '../releases/plan-release.ts'
import { askRelease, findRelease, installRelease, placeRelease } from '../releases/prepare-release.ts'
import type { Run } from '../run/command.ts'
import { rewardsOf, verifyPlatform } from '../verifying/verify-platform.ts'
import { askKeeper, ensureKeeper } from './keeper/ask-keeper.ts'
import { currentRelease, type Layout, layoutOf } from './layout.ts'
import { moveTraffic } from './move-traffic.ts'
import { sweepReleases } from './sweep-releases.ts'
import type { Migration, Unit, Units } from './unit.ts'

/** How often a version that was started is asked whether it is ready, and how long between two looks. */
const readyTries = 10
const betweenTriesMs = 3_000
const migrationMaxMs = 300_000

export type HostDeploy = {
  release: string
  scale: string | undefined
  backup: ((run: Run) => Promise<string>) | undefined
  fixAgents: boolean
  acceptBreaking: boolean
  tries?: number
}

/**
 * Brings a release into service on this machine while the one before serves, and takes everything back when a step fails.
 * Until traffic moves nobody sees the new version; after it, the old one's services go on until the new one is verified.
 */
export async function deployHost(
  run: Run,
  root: string,
  wanted: HostDeploy,
): Promise<Record<string, unknown>> {
  const { deployment, step, signal, env } = run
  const { dataDir } = deployment
  const layout = layoutOf(root, dataDir)
  const before = currentRelease(layout)
  const incoming = findRelease(wanted.release, layout)
  const folder = layout.release(incoming.name)
  if (incoming.name === before) throw new Fault(`${before} is the release that serves.`)

  const plan = await planRelease({
    deployment,
    running: before ? layout.release(before) : undefined,
    incoming: incoming.folder,
    run,
    fixAgents: wanted.fixAgents,
    acceptBreaking: wanted.acceptBreaking,
  })
  const result = { release: incoming.name, before: before ?? null, plan }
  if (run.dryRun) return result

  const began = Date.now()
  const undo: { what: string; do: () => Promise<unknown> }[] = []
  try {
    await step('release', async (tell) => {
      if (!incoming.placed) placeRelease(incoming.folder, folder)
      tell(`${incoming.name}, ${await installRelease(folder, env, signal)}`)
    })
    if (before && wanted.backup) await step('backup', async (tell) => tell(await wanted.backup!(run)))
    await step('servers', async (tell) =>
      tell((await ensureKeeper(root, dataDir, layout, env)) ? 'started' : 'run already'),
    )
    await step('units', async () => {
      mkdirSync(join(dataDir, 'ops', 'units'), { recursive: true, mode: 0o700 })
      const scale = wanted.scale ? ['--scale', wanted.scale] : []
      await askRelease(folder, ['units', incoming.name, '--root', root, ...scale], { env, signal })
    })
    const units = readUnits(layout, incoming.name)
    await step('migrate', async (tell) => tell(await migrate(units.migrations, signal)))

    const inner = units.units.filter(({ shared }) => !shared)
    undo.push({ what: `stop ${incoming.name}`, do: () => stopAll(layout, [...inner, units.trial]) })
    await step('start', async (tell) => {
      await Promise.all(inner.map((unit) => askKeeper(layout, { do: 'start', unit })))
      tell(inner.map(({ name, port }) => `${name.split('@')[0]} ${port}`).join(', '))
    })
    await step('ready', async (tell) => {
      await askKeeper(layout, { do: 'start', unit: units.trial })
      tell(await readyWithin(`http://127.0.0.1:${units.trial.port}`, wanted.tries ?? readyTries, signal))
    })
    const admin = await firstAdmin(inner, units)
    const tried = await verifyPlatform({
      gateway: `http://127.0.0.1:${units.trial.port}`,
      admin,
      signal,
      check: run.check,
      rewards: rewardsOf(env),
    })
    if (!tried)
      throw new Fault('The new version does not do what it has to; people were not let through to it.')
    await askKeeper(layout, { do: 'stop', name: units.trial.name })

    const old = before ? readUnits(layout, before) : undefined
    undo.push({
      what: before ? `traffic back to ${before}` : 'no traffic',
      do: () => moveTraffic({ layout, from: units, to: old, admin }),
    })
    await step('traffic', async (tell) => {
      await moveTraffic({ layout, from: old, to: units, admin })
      tell(`${units.gatewayUrl} leads to ${incoming.name}`)
    })
    await step('verify', async (tell) =>
      tell(await readyWithin(units.gatewayUrl, wanted.tries ?? readyTries, signal)),
    )
    if (
      !(await verifyPlatform({
        gateway: units.gatewayUrl,
        admin,
        signal,
        check: run.check,
        rewards: rewardsOf(env),
      }))
    )
      throw new Fault('The new version does not do what it has to.')
    await step('current', async () => point(layout, incoming.name))
    undo.length = 0
    if (old)
      await step('drain', async (tell) => {
        await stopAll(
          layout,
          old.units.filter(({ shared }) => !shared),
        )
        tell(`${before} has ended`)
      })
    await step('sweep', async (tell) =>
      tell(sweepReleases(layout, [incoming.name, before]).join(', ') || 'nothing'),
    )
    record(layout, { action: 'deploy', release: incoming.name, before, ok: true, ms: Date.now() - began })
    return result
  } catch (error) {
    await takeBack(run, undo)
    record(layout, {
      action: 'deploy',
      release: incoming.name,
      before,
      ok: false,
      why: messageOf(error),
      ms: Date.now() - began,
    })
    const serves = before ? `${before} serves as before` : 'nothing serves'
    throw new Fault(`${messageOf(error)}\nTaken back: ${serves}.`)
  }
}

/** Brings an earlier release back into service, from what was written when it was deployed. */
export async function rollbackHost(run: Run, root: string, wanted: string | undefined) {
  const { deployment, step, signal, env } = run
  const layout = layoutOf(root, deployment.dataDir)
  const before = currentRelease(layout)
  const release = wanted ?? (before && releaseBefore(layout, before))
  if (!before || !release) throw new Fault('There is no release to go back to.')
  if (release === before) throw new Fault(`${release} is the release that serves.`)
  if (!existsSync(layout.units(release)) || !existsSync(layout.release(release)))
    throw new Fault(`${release} is not here any more: deploy it again.`)
  const [units, old] = [readUnits(layout, release), readUnits(layout, before)]
  if (run.dryRun) return { release, before }
  const began = Date.now()
  const inner = units.units.filter(({ shared }) => !shared)
  const undo = [
    { what: `stop ${release}`, do: () => stopAll(layout, [...inner, units.trial]) as Promise<unknown> },
  ]
  try {
    await step('start', async () => {
      await ensureKeeper(root, deployment.dataDir, layout, run.env)
      await Promise.all(inner.map((unit) => askKeeper(layout, { do: 'start', unit })))
      await askKeeper(layout, { do: 'start', unit: units.trial })
    })
    await step('ready', async (tell) =>
      tell(await readyWithin(`http://127.0.0.1:${units.trial.port}`, readyTries, signal)),
    )
    await askKeeper(layout, { do: 'stop', name: units.trial.name })
    const admin = await firstAdmin(inner, units)
    undo.push({
      what: `traffic back to ${before}`,
      do: () => moveTraffic({ layout, from: units, to: old, admin }),
    })
    await step('traffic', () => moveTraffic({ layout, from: old, to: units, admin }))
    if (
      !(await verifyPlatform({
        gateway: units.gatewayUrl,
        admin,
        signal,
        check: run.check,
        rewards: rewardsOf(env),
      }))
    )
      throw new Fault(`${release} does not do what it has to.`)
    await step('current', async () => point(layout, release))
    undo.length = 0
    await step('drain', () =>
      stopAll(
        layout,
        old.units.filter(({ shared }) => !shared),
      ),
    )
    record(layout, { action: 'rollback', release, before, ok: true, ms: Date.now() - began })
    return { release, before }
  } catch (error) {
    await takeBack(run, undo)
    record(layout, {
      action: 'rollback',
      release,
      before,
      ok: false,
      why: messageOf(error),
      ms: Date.now() - began,
    })
    throw new Fault(`${messageOf(error)}\nTaken back: ${before} serves as before.`)
  }
}

async function takeBack(run: Run, undo: { what: string; do: () => Promise<unknown> }[]) {
  for (const one of undo.reverse())
    await run.step(`take back: ${one.what}`, one.do).catch((error) => run.note(messageOf(error)))
}

function readUnits(layout: Layout, release: string): Units {
  return JSON.parse(readFileSync(layout.units(release), 'utf8'))
}

async function stopAll(layout: Layout, units: Unit[]) {
  await Promise.all(units.map(({ name }) => askKeeper(layout, { do: 'stop', name })))
}

/** All at once, as each service has a database of its own; the first that fails is told when all have ended. */
async function migrate(migrations: Migration[], signal: AbortSignal): Promise<string> {
  const results = await Promise.allSettled(migrations.map((one) => runMigration(one, signal)))
  for (const result of results) if (result.status === 'rejected') throw result.reason
  const applied = results.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0)
  return applied === 0 ? 'nothing to do' : `${applied} applied`
}

async function runMigration({ program, command, args, cwd, env, user }: Migration, signal: AbortSignal) {
  const child = spawn(command, args, {
    cwd,
    env,
    ...user,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: migrationMaxMs,
    signal,
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => {
      text = (text + chunk).slice(-20_000)
    })
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  })
  if (code !== 0)
    throw new Fault(`The migrations of ${program} failed:\n${text.trim().split('\n').slice(-8).join('\n')}`)
  return text.split('"status":"Success"').length - 1
}

async function readyWithin(gateway: string, tries: number, signal: AbortSignal): Promise<string> {
  let tried = 0
  let state = ''
  const ready = await waitUntil(
    async () => {
      tried += 1
      try {
        const response = await fetch(`${gateway}/api/health/ready`, { signal: AbortSignal.timeout(5_000) })
        const { services = {} } = (await response.json()) as { services?: Record<string, { status: string }> }
        if (response.ok) return true
        state = Object.entries(services)
          .filter(([, { status }]) => status === 'down')
          .map(([name]) => name)
          .join(', ')
      } catch (error) {
        state = messageOf(error)
      }
      return tried >= tries ? Promise.reject(new Fault(`Not ready after ${tries} tries: ${state}.`)) : false
    },
    { timeoutMs: tries * (betweenTriesMs + 5_000), everyMs: betweenTriesMs, signal },
  )
  if (!ready) throw new Fault(`Not ready: ${state}.`)
  return `after ${tried} ${tried === 1 ? 'try' : 'tries'}`
}

/** The administrator whose password is known to be right, as auth says without a log-in. */
async function firstAdmin(inner: Unit[], { admin }: Units) {
  const auth = inner.find(({ program }) => program === 'auth')
  const response = await fetch(`http://127.0.0.1:${auth?.port}/internal/first-admin`, {
    signal: AbortSignal.timeout(5_000),
  })
  const { state } = (await response.json()) as { state: string }
  return state === 'usable' ? admin : { username: admin.username }
}

function point(layout: Layout, release: string) {
  const draft = `${layout.current}.new`
  rmSync(draft, { force: true })
  symlinkSync(join('releases', release), draft)
  renameSync(draft, layout.current)
}

type Recorded = {
  action: 'deploy' | 'rollback'
  release: string
  before: string | undefined
  ok: boolean
  why?: string
  ms: number
}

function record(layout: Layout, one: Recorded) {
  appendFileSync(layout.history, `${JSON.stringify({ at: new Date().toISOString(), ...one })}\n`, {
    mode: 0o600,
  })
}

export function readHistory(layout: Layout): (Recorded & { at: string })[] {
  if (!existsSync(layout.history)) return []
  return readFileSync(layout.history, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

/** The release that served before this one came. */
function releaseBefore(layout: Layout, current: string): string | undefined {
  return readHistory(layout)
    .filter(({ ok, release, before }) => ok && release === current && before)
    .at(-1)?.before
}
