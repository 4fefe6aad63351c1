import { tokenAlgorithm } from '@lingzhi/identity/principal'
import { every } from '@lingzhi/runtime/every'
import type { Logger } from '@lingzhi/runtime/logger'
import { unseal } from '@lingzhi/runtime/seal'
import { StartFault } from '@lingzhi/runtime/start-fault'
import type { CryptoKey } from 'jose'
import { importPKCS8 } from 'jose'
import type { Db } from '../database.ts'
import { deriveKey } from './derive-key.ts'
import { rotateWhenDue } from './rotate-signing-key.ts'
import { listSigningKeys } from './signing-keys.queries.ts'

export interface SigningKey {
  id: string
  activatesAt: Date
  privateKey: CryptoKey
}

export interface Keyring {
  /** The key that signs now: the newest whose time has come. */
  current: () => SigningKey
  /** Replaces the signing key when it is older than this; safe from every replica at once. */
  rotateWhenDue: (maxAgeMs: number) => Promise<void>
  close: () => Promise<void>
}

/** Well below the time a key is published ahead of its use. */
const reloadMs = 15_000

/**
 * The private signing keys in memory, reloaded every 15 seconds, so that a rotation on any replica, or by the
 * command, reaches all replicas before the new key signs. Creates the first key. Fails when the keys in the database
 * were sealed with another AUTH_ENCRYPTION_KEY.
 */
export async function openKeyring(
  { db, log, now }: { db: Db; log: Logger; now: () => Date },
  secret: string,
): Promise<Keyring> {
  const sealingKey = deriveKey(secret, 'signing keys')
  let keys: SigningKey[] = []

  const load = async () => {
    const rows = await listSigningKeys(db)
    keys = await Promise.all(
      rows.map(async (row) => {
        const known = keys.find((key) => key.id === row.id)
        return known ?? { ...(await openKey(row, sealingKey)), activatesAt: row.activates_at }
      }),
    )
  }
  const rotate = async (maxAgeMs: number) => {
    if (await rotateWhenDue(db, sealingKey, now(), maxAgeMs)) log.info('a new signing key was created')
    await load()
  }
  await rotate(Number.POSITIVE_INFINITY)

  const onError = (err: unknown) =>
    log.warn({ err }, 'reading the signing keys failed, keeping the known ones')
  const reloading = every({ pauseMs: reloadMs, pauseFirst: true, onError }, load)

  return {
    current: () => {
      const at = now()
      const key = keys.find((candidate) => candidate.activatesAt <= at) ?? keys.at(-1)
      if (!key) throw new Error('there is no signing key')
      return key
    },
    rotateWhenDue: rotate,
    close: reloading.close,
  }
}

async function openKey({ id, private_key }: { id: string; private_key: Buffer }, sealingKey: Buffer) {
  try {
    return {
      id,
      privateKey: await importPKCS8(unseal(sealingKey, private_key, id).toString(), tokenAlgorithm),
    }
  } catch (cause) {
    throw new StartFault(
      'AUTH_ENCRYPTION_KEY is not the one this database was made with. Set that one again; npm start keeps the one it made ' +
        'itself in secrets.json in DATA_DIR, and uses it when .env and the shell set none (docs/operations.md, ' +
        '"When the encryption key does not fit").',
      { cause },
    )
  }
}
