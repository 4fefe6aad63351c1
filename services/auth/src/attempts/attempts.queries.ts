import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** The latest instant until which one of the keys is blocked; null when none is. */
export async function blockedUntil(db: Db, keys: string[], at: Date): Promise<Date | null> {
  const row = await db
    .selectFrom('attempts')
    .select((eb) => eb.fn.max('blocked_until').as('until'))
    .where('key', 'in', keys)
    .where('blocked_until', '>', at)
    .executeTakeFirst()
  return row?.until ?? null
}

export interface Failure {
  key: string
  at: Date
  /** From this failure on, each blocks the key for twice as long as the one before. */
  limit: number
  firstDelayS: number
  delayMaxS: number
  /** A key without failures since then starts from zero. */
  forgetBefore: Date
}

/**
 * Counts a failure, atomically; returns the count, and the block it leads to.
 * Failures while a key is blocked do not count: they were under way when it was.
 */
export async function countFailure(db: Db, failure: Failure) {
  const { key, at, limit, firstDelayS, delayMaxS, forgetBefore } = failure
  const count = sql`case
    when greatest(a.last_at, a.blocked_until) < ${forgetBefore} then 1
    else a.failures + 1 end`
  const block = (failures: ReturnType<typeof sql>) => sql`case when ${failures} >= ${limit}::integer then
    ${at}::timestamptz + make_interval(secs =>
      least(${delayMaxS}::float8, ${firstDelayS}::float8 * power(2, least(${failures} - ${limit}::integer, 30)))) end`
  const { rows } = await sql<{ failures: number; blocked_until: Date | null }>`
    insert into attempts as a (key, failures, last_at, blocked_until)
    values (${key}, 1, ${at}, ${block(sql`1`)})
    on conflict (key) do update
      set failures = ${count}, last_at = ${at}, blocked_until = ${block(sql`(${count})`)}
      where a.blocked_until is null or a.blocked_until <= ${at}
    returning failures, blocked_until`.execute(db)
  return rows[0]
}

/** Counts a try; returns how many there have been under this key. */
export async function countTry(db: Db, key: string, at: Date): Promise<number> {
  const { failures } = await db
    .insertInto('attempts')
    .values({ key, failures: 1, last_at: at, blocked_until: null })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({ failures: sql`attempts.failures + 1`, last_at: at }),
    )
    .returning('failures')
    .executeTakeFirstOrThrow()
  return failures
}

export async function clearFailures(db: Db, key: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('attempts').where('key', '=', key).executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Clears a key and the keys below it, which are counters of one account's devices. */
export async function clearFailuresBelow(db: Db, key: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('attempts')
    .where((eb) => eb.or([eb('key', '=', key), eb('key', 'like', `${key}:%`)]))
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

export async function deleteOldAttempts(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('attempts').where('last_at', '<', before).execute()
}
