import { newId } from '@lingzhi/contracts/ids'
import { Problem } from '@lingzhi/contracts/problem'
import { transact } from '@lingzhi/db/retry'
import { findByIdentifier } from '../accounts/accounts.queries.ts'
import { createUser } from '../accounts/create-user.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { refuseWeak } from '../passwords/password-rule.ts'

/** Creates the administrator the settings name, unless that user exists; an existing one is never changed. */
export async function ensureFirstAdmin(
  { db, passwords, log, now }: Pick<Deps, 'db' | 'passwords' | 'log' | 'now'>,
  { ADMIN_USERNAME: username, ADMIN_PASSWORD: password }: Pick<Config, 'ADMIN_USERNAME' | 'ADMIN_PASSWORD'>,
): Promise<void> {
  if (!username || !password) return
  const existing = await findByIdentifier(db, username)
  if (existing) {
    if (existing.role !== 'admin')
      log.warn('ADMIN_USERNAME is the name of a user who is no administrator: nobody was made one')
    return
  }
  warnAboutWeak(password, username, log)
  const passwordHash = await passwords.hash(password)
  const at = now()
  try {
    await transact(db, async (trx) => {
      const names = { username: username.trim(), phone: null, email: null }
      const { id } = await createUser(trx, { id: newId(), ...names, passwordHash, role: 'admin', at })
      await recordAudit(trx, { action: 'admin.created', actorId: null, userId: id }, at)
    })
    log.info('the first administrator was created')
  } catch (err) {
    // Another replica was faster.
    if (!(err instanceof Problem && err.code === 'USERNAME_EXISTS')) throw err
  }
}

/** The operator decides, but should know. */
function warnAboutWeak(password: string, username: string, log: Deps['log']) {
  try {
    if (password.length >= 8) return refuseWeak(password, '', [username])
  } catch {}
  log.warn('ADMIN_PASSWORD is easy to guess: change it after the first login')
}
