import type { Consumption } from '@lingzhi/bus/consume'
import { listen } from '@lingzhi/bus/listen'
import { UserDeleted, UserEvicted } from '@lingzhi/contracts/auth'
import type { Deps } from './deps.ts'
import { forgetUser } from './jobs/forget-user.ts'
import { revokeLinks } from './jobs/jobs.queries.ts'

/** The facts of other services that export acts upon. */
export async function listenForFacts(deps: Deps): Promise<Consumption[]> {
  return [
    await listen(deps.bus, UserDeleted, 'export', ({ data }) => forgetUser(deps, data.user_id)),
    // Who takes an account back wants everybody else out: whoever holds a link too.
    await listen(deps.bus, UserEvicted, 'export', ({ data }) =>
      revokeLinks(deps.db, { userId: data.user_id }),
    ),
  ]
}
