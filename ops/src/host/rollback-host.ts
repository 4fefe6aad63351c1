import { existsSync } from 'node:fs'
import { Fault } from '@lingzhi/stack/fault'
import type { Run } from '../run/command.ts'
import { bringIntoService, triesByDefault } from './bring-into-service.ts'
import { recorded, releaseBefore } from './history.ts'
import { ensureKeeper } from './keeper/ask-keeper.ts'
import { currentRelease, layoutOf } from './layout.ts'

/** Brings an earlier release back into service, from what was written when it was deployed. The databases stay as they are. */
export async function rollbackHost(run: Run, root: string, wanted: string | undefined) {
  const { deployment, env } = run
  const layout = layoutOf(root, deployment.dataDir)
  const before = currentRelease(layout)
  const release = wanted ?? (before && releaseBefore(layout, before))
  if (!before || !release) throw new Fault('There is no release to go back to.')
  if (release === before) throw new Fault(`${release} is the release that serves.`)
  if (!existsSync(layout.units(release)) || !existsSync(layout.release(release)))
    throw new Fault(`${release} is not here any more: deploy it again.`)
  const result = { release, before }
  if (run.dryRun) return result
  await recorded(layout, { action: 'rollback', ...result }, async () => {
    await run.step('servers', async (tell) =>
      tell((await ensureKeeper(root, deployment.dataDir, layout, env)) ? 'started' : 'run already'),
    )
    await bringIntoService(run, { layout, ...result, tries: triesByDefault })
  })
  return result
}
