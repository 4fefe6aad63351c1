import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Bus } from '@lingzhi/bus/open-bus'
import { Fault } from '@lingzhi/stack/fault'
import { refuseHalfRestored } from '@lingzhi/stack/platform/unfinished-restore'
import type { Deployment } from '../deployment/open-deployment.ts'
import type { BackupOptions } from './backup-options.ts'
import { type Backup, backupsFolder, keepNewest, newDraft, sweepDrafts } from './backups-folder.ts'
import { copyTo } from './copy-to.ts'
import { databasesThere, purposes, sweepScratch, withAdmin } from './databases.ts'
import { fillDraft, type Source } from './fill-draft.ts'
import { openOwnBus, ourStreams, streamInfo } from './our-streams.ts'
import { megabytes, requireRoom } from './room.ts'
import { copyToS3, isS3 } from './s3-target.ts'
import { syncFolder } from './stored-files.ts'

export const keptByDefault = 5
/** What a stream, a manifest and a table's head take besides the data. */
const overheadBytes = 20_000_000

/**
 * Backs up a deployment that runs or does not; returns the backup, or undefined in a dry run. It is there whole, or not at all:
 * it is made in a draft and renamed at the end. docs/decisions/0028 says in which order things are taken, and why nothing
 * is lost between them.
 */
export async function makeBackup(
  deployment: Deployment,
  options: BackupOptions,
): Promise<Backup | undefined> {
  const { run, keep = keptByDefault, spare = [], passphrase, to } = options
  if ((options.encrypt || options.withSecrets) && !passphrase)
    throw new Fault('Sealing a backup takes a passphrase: --passphrase-file <file>, or BACKUP_PASSPHRASE.')
  refuseHalfRestored(deployment.dataDir)
  const folder = backupsFolder(deployment.dataDir)
  const servers = await run.step('servers', () => deployment.servers())
  const databases = await databasesThere(deployment, servers.adminUrl)
  if (databases.length === 0) throw new Fault(`There is no platform in ${deployment.dataDir} yet.`)
  const bus = await openOwnBus(deployment, servers.natsUrl)
  try {
    await run.step('room', async (tell) => {
      const needed = (await bytesOfAll(databases, bus)) + overheadBytes
      tell(`${megabytes(needed)} at most`)
      for (const one of [folder, ...(to && !isS3(to) ? [to] : [])]) requireRoom(one, needed)
    })
    if (run.dryRun) {
      await run.step('backup', async () => {}, { changes: true })
      return undefined
    }
    sweepDrafts(folder)
    await withAdmin(servers.adminUrl, (admin) => sweepScratch(deployment, admin, purposes))
    const { id, draft } = newDraft(folder)
    try {
      await fillDraft(deployment, options, { id, draft, bus, databases, adminUrl: servers.adminUrl })
      renameSync(draft, join(folder, id))
      syncFolder(folder)
    } finally {
      rmSync(draft, { recursive: true, force: true })
    }
    const backup = { id, folder: join(folder, id) }
    const removed = keepNewest(folder, keep, [id, ...spare])
    if (removed.length > 0) run.note(`Removed ${removed.join(', ')}: the newest ${keep} are kept.`)
    if (to)
      await run.step(`copy to ${to}`, () =>
        isS3(to)
          ? copyToS3(backup, to, { env: deployment.env, signal: run.signal })
          : copyTo(backup, to, keep),
      )
    return backup
  } finally {
    await bus.close()
  }
}

async function bytesOfAll(databases: Source['databases'], bus: Bus): Promise<number> {
  const { facts, others, objects } = ourStreams(bus)
  let sum = databases.reduce((all, { bytes }) => all + bytes, 0)
  for (const name of [...facts, ...others, ...objects]) sum += (await streamInfo(bus, name))?.state.bytes ?? 0
  return sum
}
