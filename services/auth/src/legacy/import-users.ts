import { newId } from '@lingzhi/contracts/ids'
import type { LegacyUser, LegacyUserResult } from '@lingzhi/contracts/legacy-import'
import { Problem } from '@lingzhi/contracts/problem'
import { transact } from '@lingzhi/db/retry'
import { createUser } from '../accounts/create-user.ts'
import { foldAll } from '../accounts/identifiers.ts'
import { refuseLookAlike } from '../accounts/look-alikes.ts'
import { fold } from '../accounts/spellings.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { Db } from '../database.ts'
import { chooseAccount, type OnClash } from './choose-account.ts'
import { keptHash } from './kept-hash.ts'
import { identifiersTaken, importedBefore, keepPast, lockSource, noteImported } from './legacy.queries.ts'

export interface Importing {
  source: string
  onClash: OnClash
  dryRun: boolean
  /** A hash that no password has, for those whose own cannot be checked: a log-in takes as long, and fails. */
  noPassword: string
  at: Date
}

/**
 * Stores accounts of a replaced system, all or none, and tells what became of each, in order. Repeating it changes nothing.
 * `claimed` holds what the run has given out so far: a dry run must know, and stores nothing.
 */
export async function importUsers(
  db: Db,
  users: LegacyUser[],
  importing: Importing,
  claimed: Set<string>,
): Promise<LegacyUserResult[]> {
  const results = await transact(db, async (trx) => {
    await lockSource(trx, importing.source)
    const here = new Set(claimed)
    const before = await importedBefore(
      trx,
      importing.source,
      users.map(({ origin }) => origin),
    )
    const results: LegacyUserResult[] = []
    for (const user of users) {
      const known = before.get(user.origin)
      if (known) results.push(toKnown(user, known))
      else if (results.some(({ origin }) => origin === user.origin))
        results.push(skipped(user, 'ORIGIN_TWICE', 'an account with this id stands before it'))
      else results.push(await importUser(trx, user, importing, here))
    }
    return { results, here }
  })
  for (const value of results.here) claimed.add(value)
  return results.results
}

async function importUser(
  trx: Db,
  user: LegacyUser,
  { source, onClash, dryRun, noPassword, at }: Importing,
  claimed: Set<string>,
): Promise<LegacyUserResult> {
  const { identifiers, remarks } = await chooseAccount(
    user,
    onClash,
    async (folded) =>
      claimed.has(folded) ||
      (await identifiersTaken(trx, [folded])).size > 0 ||
      (await looksLikeAdmin(trx, folded)),
  )
  if (!identifiers) return { ...nobody(user), outcome: 'skipped', remarks }
  const hash = keptHash(user.password_hash)
  const id = newId()
  if (!hash)
    remarks.push({
      code: 'PASSWORD_NOT_KEPT',
      text: 'its password cannot be checked here: it is to choose a new one',
    })
  if (!dryRun) {
    const created = user.created_at ? new Date(user.created_at) : at
    const account = {
      id,
      ...identifiers,
      passwordHash: hash ?? noPassword,
      role: 'user',
      at: created,
    } as const
    await createUser(trx, account, { imported: true })
    await keepPast(trx, id, {
      status: user.disabled ? 'disabled' : 'active',
      profile: user.profile,
      lastLoginAt: user.last_login_at ? new Date(user.last_login_at) : null,
    })
    await noteImported(trx, { source, origin: user.origin, user_id: id, imported_at: at })
    const detail = { source, origin: user.origin }
    await recordAudit(trx, { action: 'account.imported', actorId: null, userId: id, detail }, at)
  }
  for (const { value } of foldAll(identifiers)) claimed.add(value)
  return {
    origin: user.origin,
    outcome: 'new',
    user_id: id,
    username: identifiers.username,
    password: hash ? 'kept' : 'none',
    remarks,
  }
}

/** Nobody comes in under a name that a reader could take for an administrator's. */
async function looksLikeAdmin(trx: Db, name: string): Promise<boolean> {
  try {
    await refuseLookAlike(trx, fold(name))
    return false
  } catch (err) {
    if (err instanceof Problem) return true
    throw err
  }
}

const nobody = ({ origin }: LegacyUser) => ({ origin, user_id: null, username: null, password: null })

const skipped = (user: LegacyUser, code: string, text: string): LegacyUserResult => ({
  ...nobody(user),
  outcome: 'skipped',
  remarks: [{ code, text }],
})

const toKnown = (
  user: LegacyUser,
  { user_id, username }: { user_id: string | null; username: string | null },
): LegacyUserResult =>
  user_id
    ? { ...nobody(user), outcome: 'existing', user_id, username, remarks: [] }
    : { ...nobody(user), outcome: 'deleted', remarks: [] }
