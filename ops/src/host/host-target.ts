import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@lingzhi/stack/fault'
import { databasesThere } from '../backup/databases.ts'
import type { Deployment } from '../deployment/open-deployment.ts'
import type { Target } from '../deployment/target.ts'
import { askRelease, installRelease, placeRelease } from '../releases/prepare-release.ts'
import type { Run } from '../run/command.ts'
import { askKeeper, ensureKeeper } from './keeper/ask-keeper.ts'
import { currentRelease, layoutOf } from './layout.ts'
import { moveTraffic } from './move-traffic.ts'
import { runMigrations } from './run-migrations.ts'
import { firstAdmin, innerOf, point, readUnits, scaleOf, startAll, stopAll } from './serving.ts'
import { sweepReleases } from './sweep-releases.ts'

/** Releases as processes of this machine, which a keeper runs: docs/decisions/0026. */
export function hostTarget(deployment: Deployment, root: string): Target {
  const { dataDir, env } = deployment
  const layout = layoutOf(root, dataDir)
  const units = (release: string) => readUnits(layout, release)
  const inner = (release: string) => innerOf(units(release))
  return {
    layout,
    deployment,
    backsUp: true,
    current: () => currentRelease(layout),
    has: (release) => existsSync(layout.units(release)) && existsSync(layout.release(release)),
    async ensureServers() {
      if (!currentRelease(layout)) refuseBesideLauncher(deployment)
      return (await ensureKeeper(root, dataDir, layout, env)) ? 'started' : 'run already'
    },
    async hasData() {
      const { adminUrl } = await deployment.servers()
      return (await databasesThere(deployment, adminUrl)).length > 0
    },
    async place({ step, signal }, { name, folder, placed }) {
      await step('release', async (tell) => {
        if (!placed) placeRelease(folder, layout.release(name))
        tell(`${name}, ${await installRelease(layout.release(name), env, signal)}`)
      })
    },
    async describe({ step, signal }: Run, release, before, wanted) {
      await step('units', async () => {
        mkdirSync(join(dataDir, 'ops', 'units'), { recursive: true, mode: 0o700 })
        const scale = wanted ?? (before && scaleOf(units(before)))
        const args = ['units', release, '--root', root, ...(scale ? ['--scale', scale] : [])]
        await askRelease(layout.release(release), args, { env, signal })
      })
    },
    migrate: (release, signal) => runMigrations(units(release).migrations, signal),
    async start(release) {
      await startAll(layout, inner(release))
      return inner(release)
        .map(({ name, port }) => `${name.split('@')[0]} ${port}`)
        .join(', ')
    },
    stop: (release) => stopAll(layout, [...inner(release), units(release).trial]),
    async trial(release) {
      const { trial } = units(release)
      await askKeeper(layout, { do: 'start', unit: trial })
      return {
        url: `http://127.0.0.1:${trial.port}`,
        end: async () => void (await askKeeper(layout, { do: 'stop', name: trial.name })),
      }
    },
    admin: (release) => firstAdmin(inner(release), units(release)),
    move: (from, to, admin) =>
      moveTraffic({ layout, from: from ? units(from) : undefined, to: to ? units(to) : undefined, admin }),
    gatewayUrl: (release) => units(release).gatewayUrl,
    point: (release) => point(layout, release),
    sweep: async (staying) => sweepReleases(layout, staying),
  }
}

/**
 * The servers and the port of `npm start` are its own and end with it, so the first deployment on its data cannot stand beside it.
 * What takes long is done by now.
 */
function refuseBesideLauncher(deployment: Deployment) {
  const stack = deployment.stack()
  if (stack)
    throw new Fault(
      `npm start runs on ${deployment.dataDir} and serves ${stack.gateway_url}. The release is installed: stop npm start with Ctrl-C, and give this command once more. Nobody is served until it ends; later releases come without a gap.`,
    )
}

/** The folder of a deployment, without which there is nothing to deploy to. */
export function rootFolder({ root }: Deployment): string {
  if (!root)
    throw new Fault(
      '--root names the folder of the deployment, with its releases and data, such as /srv/lingzhi.',
    )
  return root
}
