import type { Consumption } from '@lingzhi/bus/consume'
import { listen } from '@lingzhi/bus/listen'
import { UserDeleted } from '@lingzhi/contracts/auth'
import type { Deps } from './deps.ts'
import { deleteUserData } from './points/delete-user-data.ts'

/** The facts of other services that check-in acts upon. */
export async function listenForFacts({ bus, db }: Pick<Deps, 'bus' | 'db'>): Promise<Consumption[]> {
  return [await listen(bus, UserDeleted, 'checkin', ({ data }) => deleteUserData(db, data.user_id))]
}
