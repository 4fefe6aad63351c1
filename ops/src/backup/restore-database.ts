import { Fault } from '@lingzhi/stack/fault'
import type pg from 'pg'
import { sumsOf, urlOf } from './database-snapshot.ts'
import { createScratch } from './databases.ts'
import type { DatabaseRecord, TableSum } from './manifest.ts'
import { feed, findTool } from './postgres-tools.ts'
import type { Unseal } from './seal.ts'
import { load } from './stored-files.ts'

type Wanted = {
  admin: pg.Client
  adminUrl: string
  /** The name of the new database; one of this name is replaced. */
  database: string
  role: string
  record: DatabaseRecord
  folder: string
  unseal: Unseal | undefined
  env: NodeJS.ProcessEnv
  signal: AbortSignal
}

/** Restores a dump into a database of its own and compares every table with what was counted; returns the rows. */
export async function restoreDatabase(wanted: Wanted): Promise<number> {
  const { admin, adminUrl, database, role, record, folder, unseal, env, signal } = wanted
  const server = await majorOf(admin)
  if (record.server > server)
    throw new Fault(
      `The backup was made with PostgreSQL ${record.server}, and this server is ${server}: restore it on ${record.server} or newer.`,
    )
  // Reads dumps of its own version and of older ones.
  const tool = findTool('pg_restore', Math.max(server, record.dump), env)
  await createScratch(admin, database, role)
  await feed(
    tool,
    {
      url: urlOf(adminUrl, database),
      args: [
        '--format=custom',
        '--no-owner',
        '--no-privileges',
        '--no-password',
        '--exit-on-error',
        '--single-transaction',
        `--role=${role}`,
      ],
      env,
      signal,
    },
    await load(folder, record.file, unseal),
  )
  return compare(record.tables, await sumsOf({ adminUrl, database, role }))
}

async function majorOf(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query(`select current_setting('server_version_num')::int / 10000 as major`)
  return rows[0].major
}

function compare(expected: Record<string, TableSum>, found: Record<string, TableSum>): number {
  let rows = 0
  for (const [table, sum] of Object.entries(expected)) {
    const restored = found[table]
    if (!restored) throw new Fault(`The table ${table} is missing.`)
    if (restored.rows !== sum.rows)
      throw new Fault(`The table ${table} has ${restored.rows} rows instead of ${sum.rows}.`)
    if (restored.checksum !== sum.checksum) throw new Fault(`The table ${table} has other content.`)
    rows += sum.rows
  }
  return rows
}
