import type { UserRow } from '../accounts/account.ts'
import { clearContacts, findByIdentifier, setPassword } from '../accounts/accounts.queries.ts'
import { createUser } from '../accounts/create-user.ts'
import { accountKey } from '../attempts/attempt-limit.ts'
import { clearFailuresBelow } from '../attempts/attempts.queries.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { Db } from '../database.ts'
import { removeFactor } from '../second-factor/second-factor.queries.ts'
import { evict } from '../sessions/evict.ts'
import type { TokenIssuer } from '../tokens/token-issuer.ts'
import { setRoleAndStatus } from './users.queries.ts'

/** What the operator should look at before trusting an account that is there already. */
export interface Reset {
  outcome: 'created' | 'reset' | 'promoted'
  /** Of an account that existed: since when, and the contacts that no longer open it. */
  existing?: { createdAt: Date; phone: string | null; email: string | null; apiKeys: number }
}

export class NoAdministrator extends Error {
  constructor({ username, created_at, phone, email }: UserRow) {
    const contacts = [phone, email].filter(Boolean).join(', ')
    super(
      `${username} is no administrator: an account of this name exists since ${created_at.toISOString()}` +
        `${contacts && ` (${contacts})`}. If it is the right person's, make it an administrator with --promote; ` +
        'otherwise choose another name.',
    )
  }
}

/**
 * Creates an administrator, or lets one back in: new password, active, unlocked; everything that others may hold of the
 * account ends: sessions, API keys, links, the second factor, and its phone number and e-mail address, by which a stranger could recover it.
 * A user who is no administrator becomes one only with `promote`; NoAdministrator otherwise, as names are taken by anybody.
 * The facts leave with the running service's next look at the outbox.
 */
export async function resetAdmin(
  trx: Db,
  tokens: Pick<TokenIssuer, 'allExpiredBy'>,
  {
    id,
    username,
    passwordHash,
    at,
    promote = false,
  }: { id: string; username: string; passwordHash: string; at: Date; promote?: boolean },
): Promise<Reset> {
  const existing = await findByIdentifier(trx, username)
  if (!existing) {
    await createUser(trx, { id, username, phone: null, email: null, passwordHash, role: 'admin', at })
    await recordAudit(trx, { action: 'admin.created', actorId: null, userId: id }, at)
    return { outcome: 'created' }
  }
  const promoted = existing.role !== 'admin'
  if (promoted && !promote) throw new NoAdministrator(existing)
  await setPassword(trx, existing.id, passwordHash, at)
  await setRoleAndStatus(trx, existing.id, { role: 'admin', status: 'active', at })
  await clearContacts(trx, existing.id)
  // A lost phone is one of the ways to be locked out; a thief's is another.
  await removeFactor(trx, existing.id)
  await clearFailuresBelow(trx, accountKey({ id: existing.id }))
  const apiKeys = await evict(trx, tokens, existing.id, { sessions: 'all', apiKeys: true })
  const detail = { promoted, api_keys_revoked: apiKeys }
  await recordAudit(trx, { action: 'admin.reset', actorId: null, userId: existing.id, detail }, at)
  const { created_at: createdAt, phone, email } = existing
  return { outcome: promoted ? 'promoted' : 'reset', existing: { createdAt, phone, email, apiKeys } }
}
