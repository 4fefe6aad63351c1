import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@lingzhi/stack/fault'
import { makeBackup } from '../backup/make-backup.ts'
import { planRelease } from '../releases/plan-release.ts'
import { askRelease, findRelease, installRelease, placeRelease } from '../releases/prepare-release.ts'
import type { Run } from '../run/command.ts'
import { bringIntoService, triesByDefault } from './bring-into-service.ts'
import { recorded } from './history.ts'
import { ensureKeeper } from './keeper/ask-keeper.ts'
import { currentRelease, layoutOf } from './layout.ts'
import { runMigrations } from './run-migrations.ts'
import { readUnits } from './serving.ts'
import { sweepReleases } from './sweep-releases.ts'

export type HostDeploy = {
  release: string
  scale: string | undefined
  /** Left out where the operator has made one a moment ago. */
  backup: boolean
  fixAgents: boolean
  acceptBreaking: boolean
  /** How often the new version is asked whether it is ready. */
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

  await recorded(layout, { action: 'deploy', release: incoming.name, before }, async () => {
    await step('release', async (tell) => {
      if (!incoming.placed) placeRelease(incoming.folder, folder)
      tell(`${incoming.name}, ${await installRelease(folder, env, signal)}`)
    })
    if (before && wanted.backup) await makeBackup(deployment, { run })
    await step('servers', async (tell) =>
      tell((await ensureKeeper(root, dataDir, layout, env)) ? 'started' : 'run already'),
    )
    await step('units', async () => {
      mkdirSync(join(dataDir, 'ops', 'units'), { recursive: true, mode: 0o700 })
      const scale = wanted.scale ? ['--scale', wanted.scale] : []
      await askRelease(folder, ['units', incoming.name, '--root', root, ...scale], { env, signal })
    })
    const { migrations } = readUnits(layout, incoming.name)
    await step('migrate', async (tell) => tell(await runMigrations(migrations, signal)))
    await bringIntoService(run, {
      layout,
      release: incoming.name,
      before,
      tries: wanted.tries ?? triesByDefault,
    })
    await step('sweep', async (tell) =>
      tell(sweepReleases(layout, [incoming.name, before]).join(', ') || 'nothing'),
    )
  })
  return result
}
