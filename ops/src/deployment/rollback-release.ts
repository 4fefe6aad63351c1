import { Fault } from '@lingzhi/stack/fault'
import type { Run } from '../run/command.ts'
import { bringIntoService, triesByDefault } from './bring-into-service.ts'
import { recorded, releaseBefore } from './history.ts'
import type { Target } from './target.ts'

/** Brings an earlier release back into service, from what was written when it was deployed. The databases stay as they are. */
export async function rollbackRelease(run: Run, target: Target, wanted: string | undefined) {
  const { layout } = target
  const before = target.current()
  const release = wanted ?? (before && releaseBefore(layout, before))
  if (!before || !release) throw new Fault('There is no release to go back to.')
  if (release === before) throw new Fault(`${release} is the release that serves.`)
  if (!target.has(release)) throw new Fault(`${release} is not here any more: deploy it again.`)
  const result = { release, before }
  if (run.dryRun) return result
  await recorded(layout, { action: 'rollback', ...result }, async () => {
    await run.step('servers', async (tell) => tell(await target.ensureServers()))
    await bringIntoService(run, target, { ...result, tries: triesByDefault })
  })
  return result
}
