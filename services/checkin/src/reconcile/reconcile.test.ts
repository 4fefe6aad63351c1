import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { testDatabase } from '@lingzhi/testing/test-database'
import type { Test } from '@lingzhi/testing/test-servers'
import { sql } from 'kysely'
import t from 'tap'
import { recordCheckins } from '../checkins/checkins.queries.ts'
import type { Database } from '../database.ts'
import { migrations } from '../test-app.ts'
import { reconcile } from './reconcile.ts'

const users = Array.from({ length: 7 }, (_, n) => `018f0000-0000-7000-8000-00000000000${n}`)

/** Three check-ins each, in a database whose own rules are gone: with them, no test could break anything. */
async function withCheckins(t: Test) {
  const { db, settings } = await testDatabase<Database>(t, migrations)
  for (const day of ['2026-03-01', '2026-03-02', '2026-03-04']) {
    const checkin = { day, at: new Date(), correlationId: 'test', traceparent: undefined }
    const checkins = users.map((userId) => ({ userId, ...checkin }))
    await recordCheckins(db, checkins, [1, 2, 3])
  }
  await sql`do $$ declare rule record; begin
    for rule in select conrelid::regclass as name, conname from pg_constraint where contype = 'f' loop
      execute format('alter table %s drop constraint %I', rule.name, rule.conname);
    end loop;
    alter table points_accounts disable trigger user;
    alter table points_ledger disable trigger user;
    alter table checkin_records disable trigger user;
  end $$`.execute(db)
  const forge = (statement: string) => sql.raw(statement).execute(db)
  const faults = async () => (await Array.fromAsync(reconcile(db, 3))).flatMap((outcome) => outcome.faults)
  const command = () =>
    new Promise<{ code: unknown; stdout: string }>((resolve) => {
      const script = fileURLToPath(new URL('../reconcile.ts', import.meta.url))
      const env = { ...process.env, DATABASE_URL: settings.DATABASE_URL }
      execFile(process.execPath, [script], { env }, (err, stdout) =>
        resolve({ code: err?.code ?? 0, stdout }),
      )
    })
  return { forge, faults, command }
}

t.test('the command ends well when everything adds up', async (t) => {
  const { command } = await withCheckins(t)
  t.same(await command(), { code: 0, stdout: '7 users, 21 ledger entries, 0 faults\n' })
})

t.test('the command names what does not add up, and fails', async (t) => {
  const { forge, command } = await withCheckins(t)
  await forge(`update points_accounts set balance = 99 where user_id = '${users[4]}'`)
  t.same(await command(), {
    code: 1,
    stdout: `${users[4]}: the balance is 99, the sum of all amounts 4\n7 users, 21 ledger entries, 1 faults\n`,
  })
})

t.test('every kind of fault is found', async (t) => {
  const { forge, faults } = await withCheckins(t)
  t.same(await faults(), [])
  const of = (n: number) => `user_id = '${users[n]}'`
  await forge(`delete from points_accounts where ${of(0)}`)
  await forge(`update points_ledger set amount = 7 where seq = 2 and ${of(1)}`)
  await forge(`update points_accounts set seq = 2, balance = 3 where ${of(2)}`)
  await forge(`delete from points_ledger where seq = 2 and ${of(3)}`)
  await forge(`delete from checkin_records where checkin_date = '2026-03-02' and ${of(4)}`)
  await forge(`update points_accounts set streak = 5, longest_streak = 5 where ${of(5)}`)
  const found = Map.groupBy(await faults(), ({ userId }) => userId)
  t.strictSame([...found.keys()], users.slice(0, 6))
  t.match(found.get(users[0] ?? ''), [{ fault: /^no account, but 3 ledger entries and 3 check-ins/ }])
  t.match(found.get(users[2] ?? '')?.at(-1), { fault: /is at entry 2, the newest is 3/ })
})
