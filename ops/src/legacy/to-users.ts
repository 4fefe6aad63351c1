import type { LegacyUser } from '@lingzhi/contracts/legacy-import'
import type { OldTable } from './old-rows.ts'
import { garbledColumns, isGiven, originOf, type Reject, type readTimes, textOf } from './read-old.ts'

/** The members that a profile has here, by the columns of the old system. */
const profile = ['real_name', 'avatar_url', 'gender', 'title', 'position', 'bio', 'location', 'website']
const profileMax = 2_000

/** The accounts of the old system, and of each which row it was. */
export function* toUsers(
  users: OldTable,
  { times, reject }: { times: ReturnType<typeof readTimes>; reject: Reject },
): Generator<{ user: LegacyUser; line: number }> {
  for (const row of users.rows()) {
    const { values, line } = row
    const origin = originOf(values.id)
    const place = { table: 'users', line, ...(origin && { id: origin }) }
    if (!origin) {
      reject({ ...place, code: 'NO_ID', text: 'it has no id' })
      continue
    }
    const unreadable = garbledColumns(row)
    if (unreadable.includes('username') || textOf(values.username).trim() === '') {
      reject({ ...place, code: 'NO_USERNAME', text: 'its user name is missing, or no text' })
      continue
    }
    for (const column of unreadable)
      reject({ ...place, code: 'GARBLED', text: `${column} is no text: left out` })
    const when = (column: string) => {
      const at = times(values[column])
      if (!at && isGiven(values[column]))
        reject({ ...place, code: 'BAD_DATE', text: `${column} is no date: left out` })
      return at
    }
    yield {
      line,
      user: {
        type: 'user',
        origin,
        username: textOf(values.username),
        phone: textOf(values.phone) || null,
        email: textOf(values.email) || null,
        password_hash: textOf(values.password_hash) || null,
        disabled: !/^(active|1|)$/i.test(textOf(values.status).trim()),
        profile: Object.fromEntries(
          profile
            .map((name) => [name, textOf(values[name]).replaceAll('\0', '').toWellFormed().trim()] as const)
            .filter(([, text]) => text !== '' && text.length <= profileMax),
        ),
        created_at: when('created_at'),
        last_login_at: when('last_login_at'),
      },
    }
  }
}
