import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isGiven } from '@lingzhi/stack/environment/setting-of'
import { Fault } from '@lingzhi/stack/fault'
import type { Deployment } from '../deployment/open-deployment.ts'
import type { Run } from '../run/command.ts'
import { type Backup, noteVerified } from './backups-folder.ts'
import { databasesThere, dropScratch, scratchName, sweepScratch, withAdmin } from './databases.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { restoreDatabase } from './restore-database.ts'
import { requireRoom } from './room.ts'
import { keyFile, openSeal, type Unseal } from './seal.ts'
import { verifyStreams } from './verify-streams.ts'

/** What is asked of a backup, told one after the other. */
type Looking = Pick<Run, 'check' | 'signal'>

/** A Fault that names the first file which is not as it was written: its size, then its SHA-256. */
export async function checkFiles(folder: string, manifest: Manifest, signal: AbortSignal) {
  for (const [file, { bytes, sha256 }] of Object.entries(manifest.files)) {
    const path = join(folder, file)
    if (!existsSync(path)) throw new Fault(`${path} is missing.`)
    const { size } = statSync(path)
    if (size !== bytes) throw new Fault(`${path} has ${size} bytes instead of ${bytes}.`)
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path, { signal })) hash.update(chunk as Uint8Array)
    if (hash.digest('hex') !== sha256) throw new Fault(`${path} was changed: its SHA-256 is another.`)
  }
}

/** How to read the files of a backup; undefined when nothing in it is sealed. */
export async function unsealWith(
  folder: string,
  passphrase: string | undefined,
): Promise<Unseal | undefined> {
  const file = join(folder, keyFile)
  if (!existsSync(file)) return undefined
  if (!passphrase)
    throw new Fault('The backup is encrypted: --passphrase-file <file>, or BACKUP_PASSPHRASE, opens it.')
  return openSeal(passphrase, readFileSync(file))
}

/**
 * Restores a backup beside everything else and compares: each database into one of its own on the deployment's PostgreSQL,
 * dropped afterwards; the streams into a NATS of their own. Whether all of it is as it was.
 */
export async function verifyBackup(
  deployment: Deployment,
  backup: Backup,
  { run, passphrase }: { run: Looking; passphrase: string | undefined },
): Promise<boolean> {
  const { folder } = backup
  const { check, signal } = run
  const manifest = readManifest(folder)
  const count = Object.keys(manifest.files).length
  const whole = await check('files', async () => {
    await checkFiles(folder, manifest, signal)
    return `${count} files as they were written`
  })
  if (!whole) return false
  const unseal = manifest.encrypted ? await unsealWith(folder, passphrase) : undefined
  const { adminUrl } = await deployment.servers()
  const there = new Map<string, string>(
    (await databasesThere(deployment, adminUrl)).map(({ service, name }) => [service, name]),
  )
  const results: boolean[] = []
  await withAdmin(adminUrl, async (admin) => {
    await sweepScratch(deployment, admin, ['verify'])
    for (const [service, record] of Object.entries(manifest.databases))
      results.push(
        await check(`database ${service}`, async () => {
          const role = there.get(service)
          if (!role) return { ok: false, detail: `this deployment has no service ${service}` }
          if (!isGiven(deployment.env, 'DATABASE_URL')) requireRoom(deployment.dataDir, record.bytes)
          const database = scratchName(role, 'verify')
          try {
            const rows = await restoreDatabase({
              ...{ admin, adminUrl, database, role, record, folder, unseal, signal },
              env: deployment.env,
            })
            return `${rows} rows in ${Object.keys(record.tables).length} tables, all as they were`
          } finally {
            await dropScratch(admin, database)
          }
        }),
      )
  })
  results.push(await check('streams', () => verifyStreams(deployment, { folder, manifest, unseal })))
  const ok = results.every(Boolean)
  if (ok) noteVerified(backup)
  return ok
}
