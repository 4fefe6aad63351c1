import type { Consumption } from '@lingzhi/bus/consume'
import { listen } from '@lingzhi/bus/listen'
import { UserDeleted } from '@lingzhi/contracts/auth'
import type { Deps } from './deps.ts'
import { forgetUser } from './jobs/forget-user.ts'

/** The facts of other services that export acts upon. */
export async function listenForFacts(deps: Deps): Promise<Consumption[]> {
  return [await listen(deps.bus, UserDeleted, 'export', ({ data }) => forgetUser(deps, data.user_id))]
}
