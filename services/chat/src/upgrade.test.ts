import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrate } from '@lingzhi/db/migrate'
import { testDatabase } from '@lingzhi/testing/test-database'
import { sql } from 'kysely'
import t from 'tap'

const migrations = fileURLToPath(new URL('../migrations', import.meta.url))

/** The migrations up to one, as an earlier version had them. */
function migrationsUpTo(folder: string, last: string): string {
  for (const name of readdirSync(migrations).filter((one) => one <= `${last}~`))
    symlinkSync(join(migrations, name), join(folder, name))
  return folder
}

t.test(
  'a database whose 0010 made begin_replies, as its first version did, is brought up to date',
  async (t) => {
    const { db } = await testDatabase(t, migrationsUpTo(t.testdir(), '0010'))
    await sql`create function begin_replies(rows jsonb)
    returns table (n integer, outcome text, reply replies) language plpgsql as $$ begin return; end $$`.execute(
      db,
    )
    await migrate(db, migrations)
    const { rows } = await sql<{ body: string }>`
    select prosrc as body from pg_proc where proname = 'begin_replies'`.execute(db)
    t.equal(rows.length, 1)
    t.match(rows[0]?.body, 'guests_queue_max')
  },
)
