import type { KeyObject } from 'node:crypto'
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unseal } from '@lingzhi/runtime/seal'
import pg from 'pg'
// Only auth can open its keys, so its own code is used.
import { deriveKey } from '../../services/auth/src/tokens/derive-key.ts'
import type { Stack } from '../start-stack.ts'

/** The private key that this stack's auth signs with, for tokens that only what they say makes bad. */
export async function readSigningKey(folder: string, { processes }: Stack): Promise<KeyObject> {
  const secrets = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8'))
  const database = new pg.Client({
    host: '127.0.0.1',
    port: processes.find(({ name }) => name === 'postgres')?.port,
    database: 'lingzhi_auth',
    user: 'lingzhi_auth',
    password: secrets['databasePassword.lingzhi_auth'],
  })
  await database.connect()
  try {
    const { rows } = await database.query('select id, private_key from signing_keys')
    const [{ id, private_key }] = rows
    return createPrivateKey(
      unseal(deriveKey(secrets.authEncryptionKey, 'signing keys'), private_key, id).toString(),
    )
  } finally {
    await database.end()
  }
}
