import type { Db } from '../database.ts'

// Neither list has an index of its own on purpose: it would have to move at every check-in, which now updates
// an account in place. What is read instead is one narrow row a user.

const standings = (db: Db) =>
  db
    .selectFrom('points_accounts as account')
    .leftJoin('members as member', 'member.user_id', 'account.user_id')
    .select(['account.user_id', 'account.streak', 'account.balance', 'account.last_checkin'])
    .select(['member.username', 'member.show_name'])

export type Standing = Awaited<ReturnType<typeof topTotals>>[number]

/** The longest current streaks: those whose last check-in was on `aliveSince` or later. */
export const topStreaks = (db: Db, aliveSince: string, limit: number) =>
  standings(db)
    .where('account.last_checkin', '>=', aliveSince)
    .orderBy('account.streak', 'desc')
    .orderBy('account.user_id')
    .limit(limit)
    .execute()

export const topTotals = (db: Db, limit: number) =>
  standings(db)
    .where('account.balance', '>', 0)
    .orderBy('account.balance', 'desc')
    .orderBy('account.user_id')
    .limit(limit)
    .execute()

/** One user's standing; undefined for a user who never earned anything. */
export const standingOf = (db: Db, userId: string) =>
  standings(db).where('account.user_id', '=', userId).executeTakeFirst()

export const memberOf = (db: Db, userId: string) =>
  db.selectFrom('members').select(['username', 'show_name']).where('user_id', '=', userId).executeTakeFirst()

/** How many users have a longer streak, and how many a higher balance. */
export const countAbove = (
  db: Db,
  aliveSince: string,
  { streak, balance }: { streak: number; balance: number },
) =>
  db
    .selectFrom('points_accounts')
    .select((eb) => [
      eb.fn
        .countAll<number>()
        .filterWhere('last_checkin', '>=', aliveSince)
        .filterWhere('streak', '>', streak)
        .as('streaks'),
      eb.fn.countAll<number>().filterWhere('balance', '>', balance).as('totals'),
    ])
    .executeTakeFirstOrThrow()
