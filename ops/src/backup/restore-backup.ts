import { withDatabase } from '@lingzhi/contracts/services'
import { isGiven } from '@lingzhi/stack/environment/setting-of'
import { Fault } from '@lingzhi/stack/fault'
import { ensureDatabases } from '@lingzhi/stack/infrastructure/databases'
import { openSecrets } from '@lingzhi/stack/infrastructure/secrets'
import { finishRestore, noteRestore, unfinishedRestore } from '@lingzhi/stack/platform/unfinished-restore'
import type { Deployment } from '../deployment/open-deployment.ts'
import type { Doing } from './backup-options.ts'
import { type Backup, backupsFolder, keepNewest } from './backups-folder.ts'
import {
  createScratch,
  databasesThere,
  refuseConnected,
  scratchName,
  sweepScratch,
  withAdmin,
} from './databases.ts'
import { forgetCache } from './forget-cache.ts'
import { keptByDefault, makeBackup } from './make-backup.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { migrateRestored } from './migrate-restored.ts'
import { openOwnBus, ourStreams, streamInfo } from './our-streams.ts'
import { refuseNewer } from './refuse-newer.ts'
import { restoreDatabase } from './restore-database.ts'
import { restoreSettings } from './restore-settings.ts'
import { restoreStreams } from './restore-streams.ts'
import { placeSecrets, type SecretsGiven } from './restored-secrets.ts'
import { requireRoom } from './room.ts'
import { swapDatabases } from './swap-databases.ts'
import { checkFiles, unsealWith } from './verify-backup.ts'

export type RestoreOptions = SecretsGiven & {
  run: Doing
  /** Opens the backup, and seals the one that is made of the present if this one is sealed. */
  passphrase?: string | undefined
  keep?: number
}

/**
 * Brings a deployment back to a backup, onto an empty machine too. Until the last moment everything is prepared beside what is
 * there, and that stays as it is whatever fails. Then the streams and, in one transaction, all databases change places; a
 * restore that is interrupted there can be run again, and the platform does not start until it was.
 */
export async function restoreBackup(
  deployment: Deployment,
  backup: Backup,
  options: RestoreOptions,
): Promise<{ present: string | null }> {
  const { run, passphrase, keep = keptByDefault } = options
  const { dataDir, settings, env } = deployment
  const manifest = await run.step('backup', async (tell) => {
    const read = readManifest(backup.folder)
    refuseNewer(read)
    await checkFiles(backup.folder, read, run.signal)
    tell(`${read.id}, version ${read.product.version}, ${Object.keys(read.files).length} files as written`)
    return read
  })
  if (deployment.stack())
    throw new Fault(
      `The platform runs on ${dataDir}: stop it first (Ctrl-C where npm start runs; if that was killed, start it and stop it again).`,
    )
  const isSealed = manifest.encrypted || (manifest.secrets.file !== null && passphrase !== undefined)
  const unseal = isSealed ? await unsealWith(backup.folder, passphrase) : undefined
  const sealing = await run.step('secrets', async (tell) => {
    const found = await placeSecrets({ deployment, backup, manifest, unseal, given: options, run })
    tell(found.told)
    return found
  })
  if (run.dryRun) {
    await run.step('restore', async () => {}, { changes: true })
    return { present: null }
  }
  const { adminUrl, natsUrl, redisUrl } = await run.step('servers', () => deployment.servers())
  const needed = Object.values(manifest.databases).reduce((sum, { bytes }) => sum + bytes, 0)
  if (!isGiven(env, 'DATABASE_URL')) requireRoom(dataDir, needed)
  const prefix = settings.databasePrefix
  const bus = await openOwnBus(deployment, natsUrl)
  try {
    if (bus.resource('') !== manifest.streams.prefix)
      throw new Fault(
        `The backup's streams begin with "${manifest.streams.prefix}": set NATS_PREFIX to what it was.`,
      )
    const live = withDatabase.map((service) => `${prefix}${service}`)
    await withAdmin(adminUrl, (admin) => refuseConnected(admin, live))
    const unfinished = unfinishedRestore(dataDir)
    const present = unfinished
      ? unfinished.present
      : await backUpPresent(deployment, { adminUrl, options, manifest, backup })
    if ((await databasesThere(deployment, adminUrl)).length < withDatabase.length)
      await ensureDatabases({ adminUrl, services: withDatabase, secrets: openSecrets(dataDir), prefix })

    await withAdmin(adminUrl, async (admin) => {
      await sweepScratch(deployment, admin, ['restoring'])
      for (const service of withDatabase)
        await run.step(`database ${service}`, async (tell) => {
          const role = `${prefix}${service}`
          const database = scratchName(role, 'restoring')
          const record = manifest.databases[service]
          // A service that is younger than the backup begins anew.
          if (!record) return createScratch(admin, database, role)
          const rows = await restoreDatabase({
            ...{ admin, adminUrl, database, role, record, unseal, env },
            folder: backup.folder,
            signal: run.signal,
          })
          tell(`${rows} rows, all as they were`)
        })
      await run.step('migrations', async (tell) => {
        const applied = await migrateRestored(deployment, {
          adminUrl,
          databases: manifest.databases,
          signal: run.signal,
        })
        tell(applied === 0 ? 'none was missing' : `${applied} applied`)
      })
      run.signal.throwIfAborted()
      await refuseConnected(admin, live)
      noteRestore(dataDir, { backup: backup.folder, present })
      await run.step('streams', async (tell) => {
        const { facts, others, objects } = ourStreams(bus)
        for (const name of [...facts, ...others, ...objects])
          if (!manifest.streams.taken[name] && (await streamInfo(bus, name)))
            await bus.jsm.streams.delete(name)
        const messages = await restoreStreams(bus, { folder: backup.folder, manifest, unseal })
        tell(`${messages} messages`)
      })
      sealing.apply()
      await run.step('databases change places', () => swapDatabases(admin, live))
      await run.step('verify', async (tell) => {
        const there = await databasesThere(deployment, adminUrl)
        if (there.length !== withDatabase.length) throw new Fault('A database is missing.')
        tell(`${there.length} databases, ${Object.keys(manifest.streams.taken).length} streams`)
      })
      finishRestore(dataDir)
      await sweepScratch(deployment, admin, ['before'])
    })
    await run.step('cache', async (tell) => tell(await forgetCache(deployment, redisUrl)))
    await run.step('settings', async (tell) =>
      tell(await restoreSettings(deployment, { folder: backup.folder, manifest, unseal })),
    )
    if (manifest.files_elsewhere)
      run.note(
        'The files of exports were in S3 and are not part of the backup: those of deleted exports are gone.',
      )
    keepNewest(backupsFolder(dataDir), keep, [backup.id, ...(present ? [present] : [])])
    return { present }
  } finally {
    await bus.close()
  }
}

type Present = { adminUrl: string; options: RestoreOptions; manifest: Manifest; backup: Backup }

/** The id of a backup of what is there now; null where there is nothing. */
async function backUpPresent(deployment: Deployment, { adminUrl, options, manifest, backup }: Present) {
  if ((await databasesThere(deployment, adminUrl)).length === 0) return null
  const { run, passphrase, keep } = options
  const present = await makeBackup(deployment, {
    run,
    reason: 'before restore',
    keep,
    spare: [backup.id],
    passphrase,
    encrypt: manifest.encrypted,
  })
  return present?.id ?? null
}
