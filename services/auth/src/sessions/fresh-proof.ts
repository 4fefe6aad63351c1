import { InvalidToken } from '@lingzhi/contracts/common-problems'
import { problem } from '@lingzhi/contracts/problem'
import { principalOf } from '@lingzhi/identity/identify'
import { minuteMs } from '@lingzhi/runtime/time'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { UserRow } from '../accounts/account.ts'
import { lockUser } from '../accounts/accounts.queries.ts'
import { TooManyAttempts } from '../attempts/attempt-limit.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { GivenPassword } from '../passwords/password-rule.ts'
import { findSession } from './sessions.queries.ts'

export const WrongPassword = problem('WRONG_PASSWORD', 400, {
  zh: '当前密码错误',
  en: 'The current password is wrong.',
  check: 'The password of today: `old_password` of a change of password, `current_password` elsewhere.',
})
export const FreshProofNeeded = problem('FRESH_PROOF_NEEDED', 403, {
  zh: '请用 current_password 给出当前密码，或重新登录后再试',
  en: 'Give your password as current_password, or sign in again first.',
  check:
    '`current_password`. A log-in of the last 5 minutes is enough as well, except to change a phone number or e-mail address.',
})

/** For the response schema of a route that asks for a proof. */
export const proofProblems = [FreshProofNeeded, WrongPassword, TooManyAttempts] as const

/** Member of the body of a route that asks for a proof. */
export const CurrentPassword = Type.Optional(GivenPassword)

/** How long a log-in counts as proof. A refresh is no log-in. */
const freshMs = 5 * minuteMs

/**
 * Proves that whoever holds the token is its user: by the password, or, where `freshLogin` is enough, by a log-in of the
 * last five minutes. A token that was copied must not become the account. Raises FRESH_PROOF_NEEDED or WRONG_PASSWORD; a
 * wrong password counts as a failed log-in.
 */
export async function proveFresh(
  deps: Deps,
  request: FastifyRequest,
  user: UserRow,
  given: string | undefined,
  { freshLogin }: { freshLogin: boolean },
): Promise<void> {
  if (given !== undefined) return provePassword(deps, request, user, { given, path: 'current_password' })
  if (!freshLogin) throw FreshProofNeeded()
  const session = await findSession(deps.db, principalOf(request).sessionId)
  if (!session || deps.now().getTime() - session.created_at.getTime() > freshMs) throw FreshProofNeeded()
}

/**
 * Holds the account's row for what was just proved. Raises INVALID_TOKEN when the session has ended since it was looked at:
 * who was put out meanwhile, with a request under way, must not leave a key or an address behind.
 */
export async function lockProven(trx: Db, request: FastifyRequest): Promise<UserRow> {
  const { userId, sessionId } = principalOf(request)
  const user = await lockUser(trx, userId)
  // After the lock: whoever puts a session out holds the account's row until both are committed.
  if (!user || !(await findSession(trx, sessionId))) throw InvalidToken()
  return user
}

/** Raises WRONG_PASSWORD, naming the member of the body, unless this is the user's password. */
export async function provePassword(
  { db, passwords, attemptLimit, now }: Deps,
  request: FastifyRequest,
  user: UserRow,
  { given, path }: { given: string; path: string },
): Promise<void> {
  const caller = callerOf(request)
  // Counted by session: strangers who fail to log in do not keep out who is in.
  const device = principalOf(request).sessionId
  const guess = { account: { id: user.id, device }, address: caller.address }
  if (await passwords.verify(given, user.password_hash, attemptLimit.watch(guess))) return
  const route = `${request.method} ${request.routeOptions.url}`
  const entry = { action: 'password.proof', actorId: user.id, userId: user.id, caller, detail: { route } }
  await recordAudit(db, { ...entry, outcome: 'failure' }, now())
  throw WrongPassword({ errors: [{ path, message: { zh: '不正确', en: 'is not correct' } }] })
}
