import { dateIn } from '../usage/days.ts'

interface Page {
  users: { created_at: string }[]
  next_cursor: string | null
}

/** How many of the newest users registered today, in the deployment's time zone; `more` when there may be others. */
export function newcomers({ users, next_cursor }: Page, timezone: string, now = new Date()) {
  const today = dateIn(timezone, now)
  const count = users.filter(({ created_at }) => dateIn(timezone, new Date(created_at)) === today).length
  return { count, more: next_cursor !== null && count === users.length }
}
