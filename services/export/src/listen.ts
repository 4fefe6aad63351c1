import type { Consumption } from '@lingzhi/bus/consume'
import { listen } from '@lingzhi/bus/listen'
import { SessionEnded, UserDeleted } from '@lingzhi/contracts/auth'
import type { Deps } from './deps.ts'
import { forgetUser } from './jobs/forget-user.ts'
import { revokeLinks } from './jobs/jobs.queries.ts'

/** The facts of other services that export acts upon. */
export async function listenForFacts(deps: Deps): Promise<Consumption[]> {
  return [
    await listen(deps.bus, UserDeleted, 'export', ({ data }) => forgetUser(deps, data.user_id)),
    // Who changes a password wants everybody else out: whoever holds a link too.
    await listen(deps.bus, SessionEnded, 'export', async ({ data }) => {
      if (data.reason === 'password_changed') await revokeLinks(deps.db, { userId: data.user_id })
    }),
  ]
}
