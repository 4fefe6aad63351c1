import { createHash } from 'node:crypto'
import { problem } from '@lingzhi/contracts/problem'
import { Maybe } from '@lingzhi/contracts/shapes'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import { spendInvitation } from './invitations.queries.ts'

export const RegistrationClosed = problem('REGISTRATION_CLOSED', 403, {
  zh: '本平台不开放注册',
  en: 'Registration is closed on this platform.',
  check: 'The setting REGISTRATION.',
})
export const InvalidInvitation = problem('INVALID_INVITATION', 403, {
  zh: '注册需要有效的邀请码',
  en: 'A valid invitation is needed to register.',
  check: 'The invitation: it may be used up, expired or withdrawn. An administrator makes a new one.',
})

export const Invitation = Maybe(Type.String({ minLength: 1, maxLength: 128 }))

export const hashInvitation = (code: string): Buffer => createHash('sha256').update(code.trim()).digest()

type Registering = { REGISTRATION: Config['REGISTRATION'] }

/** Raises REGISTRATION_CLOSED where nobody registers, INVALID_INVITATION where one is needed and none was given. */
export function refuseUninvited({ REGISTRATION }: Registering, invitation: string | null | undefined): void {
  if (REGISTRATION === 'closed') throw RegistrationClosed()
  if (REGISTRATION === 'invitation' && !invitation) throw InvalidInvitation()
}

/** Uses up the invitation where one is needed, in the transaction that makes the account; its id, for the audit log. */
export async function useInvitation(
  trx: Db,
  { REGISTRATION }: Registering,
  invitation: string | null | undefined,
  at: Date,
): Promise<string | undefined> {
  if (REGISTRATION !== 'invitation') return undefined
  const spent = await spendInvitation(trx, hashInvitation(invitation ?? ''), at)
  if (!spent) throw InvalidInvitation()
  return spent.id
}
