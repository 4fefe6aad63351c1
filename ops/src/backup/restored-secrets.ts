import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isGiven, settingOf } from '@lingzhi/stack/environment/setting-of'
import { Fault } from '@lingzhi/stack/fault'
import { restoreSecrets } from '@lingzhi/stack/infrastructure/outside-data'
import { outsideRoot } from '@lingzhi/stack/infrastructure/postgres-place'
import { openSecrets } from '@lingzhi/stack/infrastructure/secrets'
import { storedAs } from '@lingzhi/stack/platform/environments'
import type { Deployment } from '../deployment/open-deployment.ts'
import type { Doing } from './backup-options.ts'
import type { Backup } from './backups-folder.ts'
import { fits } from './fingerprint.ts'
import { sealingNames } from './known-settings.ts'
import type { Manifest } from './manifest.ts'
import type { Unseal } from './seal.ts'
import { loadText, replaceFileDurably } from './stored-files.ts'

export type SecretsGiven = {
  /** A secrets.json; without it the backup's own copy is taken, if the passphrase opens it. */
  secretsFile?: string | undefined
  /** Go on without the keys: what is sealed with them is lost. */
  withoutSecrets?: boolean
}

type Wanted = {
  deployment: Deployment
  backup: Backup
  manifest: Manifest
  /** Reads the copy in the backup; undefined when no passphrase opens it. */
  unseal: Unseal | undefined
  given: SecretsGiven
  run: Doing
}

/** Without it nobody signs in; without the others links and kept responses stop working. */
const indispensable = 'AUTH_ENCRYPTION_KEY'

/**
 * Finds the keys with which the backup's data is sealed, and refuses in one sentence when there are none that fit. On an empty
 * machine all secrets are put in place at once; elsewhere `apply` changes the keys that differ, when the data does.
 */
export async function placeSecrets(wanted: Wanted): Promise<{ told: string; apply: () => void }> {
  const { deployment, manifest, given, run } = wanted
  const { dataDir, env } = deployment
  const file = join(dataDir, 'secrets.json')
  restoreSecrets(dataDir, outsideRoot)
  const copy = await readCopy(wanted)
  if (copy && !existsSync(file) && !run.dryRun) replaceFileDurably(file, `${JSON.stringify(copy, null, 2)}\n`)
  const present = openSecrets(dataDir)
  const changes: [string, string][] = []
  for (const name of sealingNames) {
    const fingerprint = manifest.secrets.sealing[name]
    if (!fingerprint) continue
    const own = settingOf(env, name) ?? present.find(storedAs(name))
    if (own !== undefined && fits(own, fingerprint)) continue
    const copied = copy?.[storedAs(name)]
    if (copied !== undefined && fits(copied, fingerprint) && !isGiven(env, name)) {
      changes.push([storedAs(name), copied])
      continue
    }
    const why = own === undefined ? 'is missing here' : 'here is another than the one the data is sealed with'
    if (name === indispensable && !given.withoutSecrets)
      throw new Fault(
        `${name} ${why}: give that deployment's secrets.json with --secrets <file>, or set ${name}; --without-secrets goes on, and then signing keys and second factors have to be made anew.`,
      )
    run.note(`${name} ${why}: what was sealed with it cannot be opened.`)
  }
  const told = copy ? 'from the copy' : 'those of this deployment'
  return {
    told,
    apply: () => {
      const secrets = openSecrets(dataDir)
      for (const [name, value] of changes) secrets.set(name, value)
    },
  }
}

async function readCopy({
  backup,
  manifest,
  unseal,
  given,
}: Wanted): Promise<Record<string, string> | undefined> {
  const { secretsFile } = given
  if (secretsFile === undefined) {
    const sealed = manifest.secrets.file
    if (!sealed || !unseal) return undefined
    return JSON.parse(await loadText(backup.folder, sealed, unseal))
  }
  try {
    return JSON.parse(readFileSync(secretsFile, 'utf8'))
  } catch {
    throw new Fault(`--secrets: ${secretsFile} cannot be read as a secrets.json.`)
  }
}
