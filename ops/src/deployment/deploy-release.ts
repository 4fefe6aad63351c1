import { Fault } from '@lingzhi/stack/fault'
import { makeBackup } from '../backup/make-backup.ts'
import { planRelease } from '../releases/plan-release.ts'
import { findRelease } from '../releases/prepare-release.ts'
import type { Run } from '../run/command.ts'
import { bringIntoService, triesByDefault } from './bring-into-service.ts'
import { recorded } from './history.ts'
import type { Target } from './target.ts'

export type Deploy = {
  release: string
  /** As of `npm start`; not given: as many replicas as the version before has. */
  scale: string | undefined
  /** Left out where the operator has made one a moment ago. */
  backup: boolean
  fixAgents: boolean
  acceptBreaking: boolean
  /** How often the new version is asked whether it is ready. */
  tries?: number
}

/**
 * Brings a release into service while the one before serves, and takes everything back when a step fails.
 * Until traffic moves nobody sees the new version; after it, the old one's services go on until the new one is verified.
 */
export async function deployRelease(
  run: Run,
  target: Target,
  wanted: Deploy,
): Promise<Record<string, unknown>> {
  const { step, signal } = run
  const { layout, deployment } = target
  const before = target.current()
  const incoming = findRelease(wanted.release, layout)
  if (incoming.name === before) throw new Fault(`${before} is the release that serves.`)

  if (before && wanted.backup && !target.backsUp)
    throw new Fault(
      'No backup can be made from here: DATABASE_URL, REDIS_URL and NATS_URL in .env of the deployment lead to the servers; or --no-backup, after one of your own.',
    )

  const servers = () => step('servers', async (tell) => tell(await target.ensureServers()))
  // What is looked at and backed up is in them: they run before, also where the deployment was stopped.
  if (before && !run.dryRun) await servers()
  const plan = await planRelease({
    deployment,
    running: before ? layout.release(before) : undefined,
    incoming: incoming.folder,
    appliedTo: target.appliedTo,
    identities: target.identities && (() => target.identities!(before, incoming)),
    run,
    fixAgents: wanted.fixAgents,
    acceptBreaking: wanted.acceptBreaking,
  })
  const result = { release: incoming.name, before: before ?? null, plan }
  if (run.dryRun) return result

  await recorded(layout, { action: 'deploy', release: incoming.name, before }, async () => {
    await target.place(run, incoming)
    if (!before) await servers()
    // Data without a release is that of `npm start`, whose version is gone by now.
    if (wanted.backup && target.backsUp && (before || (await target.hasData?.())))
      await step('backup', async (tell) => tell((await makeBackup(deployment, { run }))?.id ?? ''))
    await target.describe(run, incoming.name, before, wanted.scale)
    await step('migrate', async (tell) => tell(await target.migrate(incoming.name, signal)))
    await bringIntoService(run, target, {
      release: incoming.name,
      before,
      tries: wanted.tries ?? triesByDefault,
    })
    await step('sweep', async (tell) =>
      tell((await target.sweep([incoming.name, before])).join(', ') || 'nothing'),
    )
  })
  return result
}
