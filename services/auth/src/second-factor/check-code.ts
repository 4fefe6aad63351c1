import { problem } from '@lingzhi/contracts/problem'
import { Type } from 'typebox'
import type { UserRow } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { findFactor, spendRecoveryCode, spendStep } from './second-factor.queries.ts'
import { hashRecoveryCode } from './totp.ts'

export const SecondFactorNeeded = problem('SECOND_FACTOR_NEEDED', 401, {
  zh: '请输入验证器应用中的验证码',
  en: 'Enter the code of your authenticator app as well.',
  check: '`code`: six digits of the authenticator app, or a recovery code, sent together with the password.',
})
export const WrongCode = problem('WRONG_CODE', 401, {
  zh: '验证码错误或已使用',
  en: 'The code is wrong, or was used before.',
  check: 'The clock of the phone; a code works once, for a minute or so.',
})

export const Code = Type.String({ minLength: 6, maxLength: 40 })

/** Whether this is a code of the user's app, or one of their recovery codes; it is used up. */
export async function isCode(
  { db, totp, now }: Pick<Deps, 'db' | 'totp' | 'now'>,
  userId: string,
  given: string,
): Promise<boolean> {
  const factor = await findFactor(db, userId)
  if (!factor) return false
  const code = given.trim()
  const step = totp.stepOf(userId, factor.secret, code.replaceAll(' ', ''), now())
  if (step !== undefined) return spendStep(db, userId, step)
  return spendRecoveryCode(db, userId, hashRecoveryCode(code))
}

/**
 * The second half of a log-in, after the right password; nothing for who has no second factor. Raises SECOND_FACTOR_NEEDED
 * without a code, WRONG_CODE for a wrong one, which counts as a failed log-in.
 */
export async function checkSecondFactor(
  deps: Deps,
  user: UserRow,
  code: string | undefined,
  wrong: () => Promise<void>,
): Promise<void> {
  if (!user.second_factor_at) return
  if (code === undefined) throw SecondFactorNeeded()
  if (await isCode(deps, user.id, code)) return
  await wrong()
  throw WrongCode()
}
