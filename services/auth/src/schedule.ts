import type { Recurring } from '@lingzhi/runtime/every'
import { about, every } from '@lingzhi/runtime/every'
import { dayMs, minuteMs } from '@lingzhi/runtime/time'
import { deleteExpiredConfirmations } from './addresses/confirmations.queries.ts'
import { deleteOldAttempts } from './attempts/attempts.queries.ts'
import { deleteOldEntries } from './audit/audit.queries.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { deleteExpiredInvitations } from './registration/invitations.queries.ts'
import { deleteExpiredResets } from './resets/resets.queries.ts'
import { deleteExpiredSessions } from './sessions/sessions.queries.ts'

const pauseMs = 10 * minuteMs

/** What every replica does every ten minutes or so, until closed; each task is safe from several at once. */
export function keepHouse(
  { db, keyring, log, now }: Pick<Deps, 'db' | 'keyring' | 'log' | 'now'>,
  config: Config,
): Recurring {
  const ago = (ms: number) => new Date(now().getTime() - ms)
  const tasks = {
    'replace an old signing key': () => keyring.rotateWhenDue(config.SIGNING_KEY_DAYS * dayMs),
    'remove expired sessions': () => deleteExpiredSessions(db, now()),
    'remove expired confirmations': () => deleteExpiredConfirmations(db, now()),
    'remove expired invitations': () => deleteExpiredInvitations(db, now()),
    'remove expired password resets': () => deleteExpiredResets(db, now()),
    'remove old attempts': () => deleteOldAttempts(db, ago(dayMs)),
    'remove old audit entries': () => deleteOldEntries(db, ago(config.AUDIT_DAYS * dayMs)),
  }
  const onError = (err: unknown) => log.warn({ err }, 'housekeeping failed, trying again later')
  return every({ pauseMs: () => about(pauseMs), onError }, async () => {
    for (const [task, run] of Object.entries(tasks)) {
      await run().catch((err) => log.warn({ err, task }, 'housekeeping failed, trying again later'))
    }
  })
}
