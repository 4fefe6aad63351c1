import { calendarIn } from '@lingzhi/runtime/calendar'
import { testDatabase } from '@lingzhi/testing/test-database'
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import type { Account, Database, Db } from '../database.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import { migrations } from '../test-app.ts'
import { recordCheckins } from './checkins.queries.ts'
import { liveStreak } from './streak.ts'

// The whole path from an instant to points, over generated calendars, against a model that shares nothing with
// it: dates come from PostgreSQL's own time zones, days are plain numbers in a set, streaks are counted by
// walking back, rewards are a recursion. Batches keep it quick, so fast-check generates but does not shrink; a
// failure prints the seed and the calendar.

const zones = [
  'Asia/Shanghai',
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe', // half an hour of summer time
  'America/St_Johns',
  'Pacific/Kiritimati', // UTC+14
  'Pacific/Pago_Pago', // UTC-11
  'America/Santiago', // clocks change at midnight
]
const anchors = [
  '2024-02-28T12:00:00Z', // leap day ahead
  '2025-02-27T12:00:00Z', // none
  '2100-02-27T12:00:00Z', // a century's missing one
  '2025-12-30T12:00:00Z', // year's end
  '2025-03-08T12:00:00Z', // America into summer time
  '2025-03-29T12:00:00Z', // Europe
  '2025-04-05T04:00:00Z', // Lord Howe and Santiago out of it
  '2025-09-06T12:00:00Z', // Santiago into it
  '2025-10-25T12:00:00Z', // Europe out
  '2025-11-01T12:00:00Z', // America
]
const hour = 3_600_000

const calendar = fc.record({
  zone: fc.constantFrom(...zones),
  start: fc.tuple(fc.constantFrom(...anchors), fc.integer({ min: -36 * 60, max: 36 * 60 })),
  // Mostly about a day, so that streaks grow; sometimes the same day again; sometimes one is missed.
  stepsH: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(22, 23, 24, 24, 25, 26) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 12 }) },
      { weight: 1, arbitrary: fc.integer({ min: 36, max: 72 }) },
    ),
    { minLength: 1, maxLength: 11 },
  ),
})

const reward = (day: number): number =>
  day > 8 ? reward(8) : day < 3 ? day : reward(day - 1) + reward(day - 2)

function model(days: number[]) {
  const taken = new Set<number>()
  let balance = 0
  return days.map((day) => {
    if (taken.has(day)) return null
    taken.add(day)
    let streak = 1
    while (taken.has(day - streak)) streak++
    balance += reward(streak)
    return { streak, balance }
  })
}

interface Attempt {
  user: string
  zone: string
  at: Date
}

/** The day number of each instant in its zone, as PostgreSQL's zone tables have it. */
async function dayNumbers(db: Db, attempts: Attempt[]): Promise<number[]> {
  const { rows } = await sql<{ day: number }>`
    select (at at time zone zone)::date - date '1970-01-01' as day
    from unnest(${attempts.map(({ at }) => at)}::timestamptz[], ${attempts.map(({ zone }) => zone)}::text[])
      with ordinality as given (at, zone, n) order by n`.execute(db)
  return rows.map(({ day }) => day)
}

const calendars = new Map(zones.map((zone) => [zone, calendarIn(zone)]))

/** Each user's attempts in turn, those of all users together; the account after each, or null where refused. */
async function checkInAll(db: Db, plans: Attempt[][]) {
  const found: (Account | null)[][] = plans.map(() => [])
  for (let turn = 0; plans.some((plan) => turn < plan.length); turn++) {
    const checkins = plans.flatMap((plan) => plan.slice(turn, turn + 1)).map(toCheckin)
    const accounts = await recordCheckins(db, checkins, [1, 2, 3, 5, 8, 13, 21, 34])
    for (const [index, plan] of plans.entries()) {
      const attempt = plan[turn]
      if (attempt) found[index]?.push(accounts.get(attempt.user) ?? null)
    }
  }
  return found
}

const toCheckin = ({ user, zone, at }: Attempt) => ({
  userId: user,
  day: calendars.get(zone)?.(at) ?? '',
  at,
  correlationId: 'test',
  traceparent: undefined,
})

t.test('10,000 calendars earn what an independent model computes', async (t) => {
  const { db } = await testDatabase<Database>(t, migrations)
  const seed = Math.trunc(Math.random() * 2 ** 31)
  const cases = fc.sample(calendar, { numRuns: 10_000, seed })
  let wrong = 0
  const fail = (given: unknown, found: unknown, expected: unknown) => {
    if (wrong++ < 3) t.same(found, expected, JSON.stringify({ seed, given }))
  }

  const replay = async (batch: typeof cases) => {
    const plans = batch.map(({ zone, start: [anchor, minutes], stepsH }) => {
      const user = crypto.randomUUID()
      const instants = [Date.parse(anchor) + minutes * 60_000]
      for (const step of stepsH) instants.push((instants.at(-1) ?? 0) + step * hour)
      return instants.map((instant) => ({ user, zone, at: new Date(instant) }))
    })
    const [found, days] = await Promise.all([checkInAll(db, plans), dayNumbers(db, plans.flat())])
    let next = 0
    for (const [index, plan] of plans.entries()) {
      const accounts = found[index] ?? []
      const numbers = days.slice(next, next + plan.length)
      next += plan.length
      const expected = model(numbers)
      const seen = accounts.map((account) => account && { streak: account.streak, balance: account.balance })
      if (JSON.stringify(seen) !== JSON.stringify(expected)) fail(batch[index], seen, expected)

      const last = accounts.findLast((account) => account !== null)
      const streaks = expected.map((step) => step?.streak ?? 0)
      if (last?.longest_streak !== Math.max(...streaks)) fail(batch[index], last, { longest: streaks })
      for (const later of [0, 1, 2]) {
        const lastDay = Math.max(...numbers)
        const today = new Date((lastDay + later) * 24 * hour).toISOString().slice(0, 10)
        const standing = later < 2 ? (streaks.findLast((streak) => streak > 0) ?? 0) : 0
        if (liveStreak(last ?? undefined, today) !== standing) fail(batch[index], { today, last }, standing)
      }
    }
  }

  const batches = Array.from({ length: 20 }, (_, n) => cases.slice(n * 500, (n + 1) * 500))
  const worker = async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) await replay(batch)
  }
  await Promise.all([worker(), worker()])
  t.equal(wrong, 0)

  let users = 0
  for await (const outcome of reconcile(db)) {
    users += outcome.users
    t.same(outcome.faults, [])
  }
  t.equal(users, cases.length)
})
