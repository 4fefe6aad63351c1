import { testDatabase } from '@lingzhi/testing/test-database'
import { sql } from 'kysely'
import t from 'tap'
import { recordCheckins } from '../checkins/checkins.queries.ts'
import type { Database, Db } from '../database.ts'
import { migrations } from '../test-app.ts'
import { appendMovement } from './points.queries.ts'

const user = '018f0000-0000-7000-8000-000000000001'
const stranger = '018f0000-0000-7000-8000-000000000002'

const move = (db: Db, amount: number, userId = user) =>
  db.transaction().execute((trx) =>
    appendMovement(trx, {
      userId,
      kind: 'adjustment',
      amount,
      reason: 'test',
      reference: null,
      at: new Date(),
    }),
  )

/** A user with the balances 10, 30, 25. */
async function ledgerOfThree(t: Parameters<typeof testDatabase>[0]) {
  const { db } = await testDatabase<Database>(t, migrations)
  for (const amount of [10, 20, -5]) await move(db, amount)
  return db
}

const entry = (seq: number, amount: number, balance: number, userId = user) =>
  `insert into points_ledger (id, user_id, seq, kind, amount, balance, reason, created_at)
   values (gen_random_uuid(), '${userId}', ${seq}, 'adjustment', ${amount}, ${balance}, 'forged', now());`
const account = (seq: number, balance: number, userId = user) =>
  `update points_accounts set seq = ${seq}, balance = ${balance} where user_id = '${userId}';`
const opened = (seq: number, balance: number) =>
  `insert into points_accounts (user_id, seq, balance) values ('${stranger}', ${seq}, ${balance});`

// Each is one transaction that code with full access to the tables might try.
const forgeries: Record<string, string> = {
  'changing an entry’s amount': `update points_ledger set amount = 99 where seq = 2`,
  'changing only its reason': `update points_ledger set reason = 'x' where seq = 2`,
  'deleting the newest entry': `delete from points_ledger where seq = 3`,
  'deleting all entries': `delete from points_ledger`,
  'deleting the account': `delete from points_accounts`,
  'emptying the tables': `truncate points_accounts, points_ledger`,
  'a balance that is not the sum': account(4, 99) + entry(4, 1, 99),
  'a balance below zero': account(4, -5) + entry(4, -30, -5),
  'an entry without its account': entry(4, 1, 26),
  'an account without its entry': account(4, 26),
  'a gap between entries': account(5, 26) + entry(5, 1, 26),
  'the same number twice': entry(3, 1, 31),
  'a second history from the first entry on': entry(1, 25, 25),
  'an account set back to an older entry': account(2, 30),
  'an account with another balance': account(3, 99),
  'two entries at once, the later one first': `${account(4, 26) + account(5, 27) + entry(5, 1, 27) + entry(4, 1, 26)}`,
  'a history that does not start at the first entry': opened(2, 5) + entry(2, 5, 5, stranger),
  'a first balance that is not its amount': opened(1, 5) + entry(1, 4, 5, stranger),
  'an account that opens with nothing behind it': opened(1, 5),
  'an account handed to another user': `update points_accounts set user_id = '${stranger}'`,
  'two registration bonuses':
    `${account(4, 26) + entry(4, 1, 26) + account(5, 27) + entry(5, 1, 27)}`.replaceAll(
      "'adjustment'",
      "'registration'",
    ),
}

t.test('the database itself refuses a ledger that does not add up', async (t) => {
  const db = await ledgerOfThree(t)
  const contents = async () =>
    JSON.stringify([
      await db.selectFrom('points_ledger').selectAll().orderBy('seq').execute(),
      await db.selectFrom('points_accounts').selectAll().execute(),
    ])
  const before = await contents()
  for (const [name, statements] of Object.entries(forgeries)) {
    const tried = db.transaction().execute(async (trx) => {
      for (const statement of statements.split(';').filter(Boolean)) await sql.raw(statement).execute(trx)
    })
    // Class 23, integrity constraint violation: refused by a rule, not by a slip of this test.
    await t.rejects(tried, { code: /^23/ }, name)
  }
  t.equal(await contents(), before)
  await sql.raw(account(4, 26) + entry(4, 1, 26)).execute(db)
  t.not(await contents(), before, 'while an honest entry is taken')
})

t.test('two writers at once, also a user’s first two, add up', async (t) => {
  const { db } = await testDatabase<Database>(t, migrations)
  const day = '2026-03-01'
  const at = new Date()
  const users = Array.from({ length: 12 }, () => crypto.randomUUID())
  await Promise.all(
    users.flatMap((id) => [
      move(db, 5, id),
      recordCheckins(db, [{ userId: id, day, at, correlationId: 'test', traceparent: undefined }], [1, 2]),
      move(db, 7, id),
      move(db, 11, id),
    ]),
  )
  const accounts = await db.selectFrom('points_accounts').select(['seq', 'balance', 'checkins']).execute()
  t.strictSame(
    accounts,
    users.map(() => ({ seq: 4, balance: 24, checkins: 1 })),
  )
})

t.test('of withdrawals at once none overdraws', async (t) => {
  const { db } = await testDatabase<Database>(t, migrations)
  await move(db, 25)
  const tried = await Promise.allSettled(Array.from({ length: 10 }, () => move(db, -10)))
  t.equal(tried.filter(({ status }) => status === 'fulfilled').length, 2)
  t.match(await db.selectFrom('points_accounts').selectAll().execute(), [{ seq: 3, balance: 5 }])
})
