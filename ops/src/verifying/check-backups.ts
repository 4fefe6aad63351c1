import { join } from 'node:path'
import { backupsIn } from '../backup/backups-folder.ts'
import type { Finding } from '../run/command.ts'

const dayMs = 86_400_000
/** A daily backup, and an hour for the one under way. */
const freshMs = dayMs + 3_600_000

/** Whether the newest backup of a deployment is fresh. */
export function checkBackups(dataDir: string, now = Date.now()): Finding {
  const newest = backupsIn(join(dataDir, 'backups'))[0]?.id
  if (!newest) return { ok: false, detail: 'there is none: npm run ops -- backup' }
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
    .exec(newest)!
    .map(Number)
  const ageMs = now - Date.UTC(year!, month! - 1, day, hour, minute, second)
  const age = ageMs < dayMs ? `${Math.round(ageMs / 3_600_000)} hours` : `${Math.floor(ageMs / dayMs)} days`
  return ageMs <= freshMs
    ? { ok: true, detail: `${newest}, ${age} old` }
    : { ok: false, detail: `the newest, ${newest}, is ${age} old: npm run ops -- backup` }
}
