import { sendRequest } from '@lingzhi/bus/request'
import { AccountStanding } from '@lingzhi/contracts/auth'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'

/** One spelling for one address. */
export const spelled = (address: string): string => address.normalize('NFC').trim().toLowerCase()

/** Whether letters about a user's exports may go to an address: to the account's own, while the account is active. */
export async function mayWriteTo(
  { bus }: Pick<Deps, 'bus'>,
  { EXPORT_LETTERS_TO_ANYBODY }: Pick<Config, 'EXPORT_LETTERS_TO_ANYBODY'>,
  userId: string,
  address: string,
): Promise<boolean> {
  const { account } = await sendRequest(bus, AccountStanding, { user_id: userId })
  if (account?.status !== 'active') return false
  return EXPORT_LETTERS_TO_ANYBODY || (account.email !== null && spelled(account.email) === spelled(address))
}
