import { explainDatabase } from '@lingzhi/db/explain'
import { openDb } from '@lingzhi/db/open-db'
import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import { createLogger } from '@lingzhi/runtime/logger'
import { Type } from 'typebox'
import { storeSettings } from './config.ts'
import type { Database } from './database.ts'
import { deriveKey } from './tokens/derive-key.ts'
import { replaceSigningKeys, rotateWhenDue } from './tokens/rotate-signing-key.ts'

// node src/rotate-keys.ts: a new signing key, published now and signing in a minute; no session ends.
// node src/rotate-keys.ts --replace: for a key that leaked, or a new AUTH_ENCRYPTION_KEY. The new key signs at
// once and all others are gone: access tokens that are out stop working within a minute or so.

const log = createLogger('auth')
try {
  const config = loadConfig(Type.Object(storeSettings), process.env)
  const sealingKey = deriveKey(config.AUTH_ENCRYPTION_KEY, 'signing keys')
  const db = openDb<Database>(config, log)
  try {
    if (process.argv.includes('--replace')) await replaceSigningKeys(db, sealingKey, new Date())
    else await rotateWhenDue(db, sealingKey, new Date(), 0)
    log.info('there is a new signing key')
  } finally {
    await db.destroy()
  }
} catch (err) {
  if (err instanceof ConfigError) log.fatal(err.message)
  else {
    const why = explainDatabase(err)
    log.fatal({ err }, `rotating the signing key failed${why ? ` (DATABASE_URL): ${why}` : ''}`)
  }
  process.exitCode = 1
}
