import { delay } from '@lingzhi/runtime/delay'
import { deleteOldAttempts } from './attempts/attempts.queries.ts'
import { deleteOldEntries } from './audit/audit.queries.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { deleteExpiredResets } from './resets/resets.queries.ts'
import { deleteExpiredSessions } from './sessions/sessions.queries.ts'

const dayMs = 24 * 3_600_000
const everyMs = 10 * 60_000

/** What every replica does now and then; each task is safe from several at once. */
export function keepHouse({ db, keyring, log, now }: Deps, config: Config): { close: () => Promise<void> } {
  const stop = new AbortController()
  const ago = (ms: number) => new Date(now().getTime() - ms)
  const tasks = {
    'replace an old signing key': () => keyring.rotateWhenDue(config.SIGNING_KEY_DAYS * dayMs),
    'remove expired sessions': () => deleteExpiredSessions(db, now()),
    'remove expired password resets': () => deleteExpiredResets(db, now()),
    'remove old attempts': () => deleteOldAttempts(db, ago(dayMs)),
    'remove old audit entries': () => deleteOldEntries(db, ago(config.AUDIT_DAYS * dayMs)),
  }
  const loop = async () => {
    while (!stop.signal.aborted) {
      for (const [task, run] of Object.entries(tasks)) {
        await run().catch((err) => log.warn({ err, task }, 'housekeeping failed, trying again later'))
      }
      await delay(everyMs * (0.75 + Math.random() / 2), stop.signal)
    }
  }
  const running = loop()
  return {
    close: async () => {
      stop.abort()
      await running
    },
  }
}
