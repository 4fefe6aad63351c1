import type { Selectable } from 'kysely'
import type { Config } from '../config.ts'
import type { Database } from '../database.ts'
import type { Deps } from '../deps.ts'

type UserRow = Selectable<Database['users']>

/** Whether addresses are proved here: mail can be sent, and the operator has not said otherwise. */
export const confirmsEmail = (
  { mailer }: Pick<Deps, 'mailer'>,
  { EMAIL_CONFIRMATION }: Pick<Config, 'EMAIL_CONFIRMATION'>,
): boolean => mailer !== null && EMAIL_CONFIRMATION

export type EmailColumns = Pick<UserRow, 'email' | 'pending_email' | 'email_confirmed_at'>

/** The address an account shows: the one that counts, or the first one while it waits for its link. */
export const shownEmail = ({ email, pending_email }: Pick<UserRow, 'email' | 'pending_email'>) =>
  email ?? pending_email

/** The address a link may still confirm. */
export const unconfirmedEmail = ({ email, pending_email, email_confirmed_at }: EmailColumns): string | null =>
  pending_email ?? (email_confirmed_at ? null : email)

/** What an account holds once its owner has given this address: where addresses are proved, it counts later. */
export function withEmail(before: EmailColumns, given: string | null, confirms: boolean): EmailColumns {
  if (given === shownEmail(before)) {
    const { email, pending_email, email_confirmed_at } = before
    return { email, pending_email, email_confirmed_at }
  }
  if (given !== null && confirms) {
    return { email: before.email, pending_email: given, email_confirmed_at: before.email_confirmed_at }
  }
  return { email: given, pending_email: null, email_confirmed_at: null }
}
