import type { Consumption } from '@lingzhi/bus/consume'
import { listen } from '@lingzhi/bus/listen'
import { UserDeleted, UserRegistered, UserRenamed } from '@lingzhi/contracts/auth'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { noteName } from './members/members.queries.ts'
import { welcomeMember } from './members/welcome-member.ts'
import { forgetUser } from './points/forget-user.ts'

/** The facts of other services that check-in acts upon. They may arrive twice, and in any order. */
export function listenForFacts(
  { bus, db, outbox, now }: Pick<Deps, 'bus' | 'db' | 'outbox' | 'now'>,
  { REGISTRATION_BONUS }: Config,
): Promise<Consumption[]> {
  return Promise.all([
    listen(bus, UserRegistered, 'checkin', async ({ data, at, correlation_id }) => {
      const member = { userId: data.user_id, username: data.username, at: new Date(at) }
      const bonus = {
        amount: data.imported ? 0 : REGISTRATION_BONUS,
        now: now(),
        correlationId: correlation_id,
      }
      await welcomeMember(db, member, bonus)
      outbox.wake()
    }),
    listen(bus, UserRenamed, 'checkin', ({ data, at }) =>
      noteName(db, { userId: data.user_id, username: data.username, at: new Date(at) }),
    ),
    listen(bus, UserDeleted, 'checkin', ({ data }) => forgetUser(db, data.user_id, now())),
  ])
}
