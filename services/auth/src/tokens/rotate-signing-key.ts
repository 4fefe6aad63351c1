import { newId } from '@lingzhi/contracts/ids'
import { transact } from '@lingzhi/db/retry'
import { accessTokenMaxMs } from '@lingzhi/identity/access-token-max'
import { tokenAlgorithm } from '@lingzhi/identity/principal'
import { seal } from '@lingzhi/runtime/seal'
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose'
import { recordAudit } from '../audit/record-audit.ts'
import type { Db } from '../database.ts'
import {
  deleteReplacedSigningKeys,
  deleteSigningKeysExcept,
  insertSigningKey,
  listSigningKeys,
  lockSigningKeys,
} from './signing-keys.queries.ts'

/** A new key is published this long before it signs, so that every replica and verifier knows it by then. */
const publishedAheadMs = 60_000

/** Creates the first key, or the next one when the newest is older than `maxAgeMs`. One replica does it. */
export function rotateWhenDue(db: Db, sealingKey: Buffer, at: Date, maxAgeMs: number): Promise<boolean> {
  return transact(db, async (trx) => {
    await lockSigningKeys(trx)
    const newest = (await listSigningKeys(trx))[0]
    if (newest && at.getTime() - newest.created_at.getTime() < maxAgeMs) return false
    const id = await addSigningKey(trx, sealingKey, at, newest ? publishedAheadMs : 0)
    await noteKey(trx, 'signing_key.added', id, at)
    // The old key is kept while a token it signed can live.
    await deleteReplacedSigningKeys(trx, new Date(at.getTime() - accessTokenMaxMs))
    return true
  })
}

/** For a key that may have leaked: the new one signs at once and every token of the others becomes invalid. */
export function replaceSigningKeys(db: Db, sealingKey: Buffer, at: Date): Promise<void> {
  return transact(db, async (trx) => {
    await lockSigningKeys(trx)
    const id = await addSigningKey(trx, sealingKey, at, 0)
    await deleteSigningKeysExcept(trx, id)
    await noteKey(trx, 'signing_key.replaced', id, at)
  })
}

const noteKey = (trx: Db, action: string, kid: string, at: Date) =>
  recordAudit(trx, { action, actorId: null, userId: null, detail: { kid } }, at)

async function addSigningKey(trx: Db, sealingKey: Buffer, at: Date, aheadMs: number): Promise<string> {
  const id = newId()
  const { publicKey, privateKey } = await generateKeyPair(tokenAlgorithm, { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: id, alg: tokenAlgorithm, use: 'sig' }
  const sealed = seal(sealingKey, Buffer.from(await exportPKCS8(privateKey)), id)
  const activatesAt = new Date(at.getTime() + aheadMs)
  await insertSigningKey(trx, { id, publicKey: jwk, privateKey: sealed, at, activatesAt })
  return id
}
