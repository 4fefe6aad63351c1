import { randomBytes } from 'node:crypto'
import { newId } from '@lingzhi/contracts/ids'
import { explainDatabase } from '@lingzhi/db/explain'
import { openDb } from '@lingzhi/db/open-db'
import { transact } from '@lingzhi/db/retry'
import { accessTokenMaxMs } from '@lingzhi/identity/access-token-max'
import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import { createLogger } from '@lingzhi/runtime/logger'
import { resetAdmin } from './admin/reset-admin.ts'
import { AdminConfig } from './config.ts'
import type { Database } from './database.ts'
import { openPasswords } from './passwords/open-passwords.ts'

// node src/admin.ts [name]: creates that administrator, or gives an existing user a new password and the
// role. Needs the database only. The password is ADMIN_PASSWORD, or a new one, printed once.

const log = createLogger('auth')

try {
  const config = loadConfig(AdminConfig, process.env)
  const username = process.argv[2] ?? config.ADMIN_USERNAME
  const password = config.ADMIN_PASSWORD ?? randomBytes(12).toString('base64url')
  const db = openDb<Database>(config, log)
  try {
    const passwords = await openPasswords(1)
    const passwordHash = await passwords.hash(password)
    const at = new Date()
    const tokens = { allExpiredBy: () => new Date(at.getTime() + accessTokenMaxMs) }
    const outcome = await transact(db, (trx) =>
      resetAdmin(trx, tokens, { id: newId(), username, passwordHash, at }),
    )
    process.stdout.write(`${outcome}: ${username}\n`)
    if (!config.ADMIN_PASSWORD) process.stdout.write(`password: ${password}\n`)
  } finally {
    await db.destroy()
  }
} catch (err) {
  if (err instanceof ConfigError) log.fatal(err.message)
  else {
    const why = explainDatabase(err)
    log.fatal(
      { err },
      `creating or resetting the administrator failed${why ? ` (DATABASE_URL): ${why}` : ''}`,
    )
  }
  process.exitCode = 1
}
