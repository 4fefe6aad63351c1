import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { newId } from '@lingzhi/contracts/ids'
import { explainDatabase } from '@lingzhi/db/explain'
import { openDb } from '@lingzhi/db/open-db'
import { transact } from '@lingzhi/db/retry'
import { accessTokenMaxMs } from '@lingzhi/identity/access-token-max'
import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import { createLogger } from '@lingzhi/runtime/logger'
import { NoAdministrator, resetAdmin } from './admin/reset-admin.ts'
import { AdminConfig } from './config.ts'
import type { Database } from './database.ts'
import { openPasswords } from './passwords/open-passwords.ts'

// node src/admin.ts [--promote] [name]: creates that administrator, or lets one back in with a new password, and puts out
// everybody else. Needs the database only. The password is ADMIN_PASSWORD, or a new one, printed once.

const log = createLogger('auth')

try {
  const config = loadConfig(AdminConfig, process.env)
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { promote: { type: 'boolean', default: false } },
  })
  const username = positionals[0] ?? config.ADMIN_USERNAME
  const password = config.ADMIN_PASSWORD ?? randomBytes(12).toString('base64url')
  const db = openDb<Database>(config, log)
  try {
    const passwords = await openPasswords(1)
    const passwordHash = await passwords.hash(password)
    const at = new Date()
    const tokens = { allExpiredBy: () => new Date(at.getTime() + accessTokenMaxMs) }
    const { outcome, existing } = await transact(db, (trx) =>
      resetAdmin(trx, tokens, { id: newId(), username, passwordHash, at, promote: values.promote }),
    )
    process.stdout.write(`${outcome}: ${username}\n`)
    if (existing) {
      const contacts = [existing.phone, existing.email].filter(Boolean).join(', ') || 'none'
      process.stdout.write(
        `account since: ${existing.createdAt.toISOString()}\n` +
          `phone and e-mail removed: ${contacts}\nAPI keys revoked: ${existing.apiKeys}\n`,
      )
    }
    if (!config.ADMIN_PASSWORD) process.stdout.write(`password: ${password}\n`)
  } finally {
    await db.destroy()
  }
} catch (err) {
  if (err instanceof ConfigError || err instanceof NoAdministrator) log.fatal(err.message)
  else {
    const why = explainDatabase(err)
    log.fatal(
      { err },
      `creating or resetting the administrator failed${why ? ` (DATABASE_URL): ${why}` : ''}`,
    )
  }
  process.exitCode = 1
}
