import { findByIdentifier, setPassword } from '../accounts/accounts.queries.ts'
import { createUser } from '../accounts/create-user.ts'
import { accountKey } from '../attempts/attempt-limit.ts'
import { clearFailures } from '../attempts/attempts.queries.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { Db } from '../database.ts'
import { voidReset } from '../resets/resets.queries.ts'
import { endSessions } from '../sessions/end-sessions.ts'
import type { TokenIssuer } from '../tokens/token-issuer.ts'
import { setRoleAndStatus } from './users.queries.ts'

/**
 * Creates an administrator, or lets an existing user back in as one: new password, role, active, unlocked,
 * all sessions ended. The facts leave with the running service's next look at the outbox.
 */
export async function resetAdmin(
  trx: Db,
  tokens: Pick<TokenIssuer, 'allExpiredBy'>,
  { id, username, passwordHash, at }: { id: string; username: string; passwordHash: string; at: Date },
): Promise<'created' | 'reset'> {
  const existing = await findByIdentifier(trx, username)
  if (!existing) {
    await createUser(trx, { id, username, phone: null, email: null, passwordHash, role: 'admin', at })
    await recordAudit(trx, { action: 'admin.created', actorId: null, userId: id }, at)
    return 'created'
  }
  await setPassword(trx, existing.id, passwordHash, at)
  await setRoleAndStatus(trx, existing.id, { role: 'admin', status: 'active', at })
  await voidReset(trx, existing.id)
  await clearFailures(trx, accountKey({ id: existing.id }))
  await endSessions(trx, tokens, existing.id, 'all', 'password_changed')
  await recordAudit(trx, { action: 'admin.reset', actorId: null, userId: existing.id }, at)
  return 'reset'
}
