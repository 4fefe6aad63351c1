import pg from 'pg'
import type { TableSum } from './manifest.ts'

export type Snapshot = Awaited<ReturnType<typeof openSnapshot>>

/** As the role that owns the data, which the administrator is a member of. */
type Place = { adminUrl: string; database: string; role: string }

/** The address of one database of the server. */
export function urlOf(adminUrl: string, database: string): string {
  const url = new URL(
    adminUrl.replace(/^([a-z]+:\/\/)(?:[^@/]*@)?\//, (whole) => whole.replace(/\/$/, 'localhost/')),
  )
  url.pathname = `/${database}`
  return url.href
}

/** A database as it is at this moment, for as long as this is open: counted and dumped from one and the same snapshot. */
export async function openSnapshot(place: Place) {
  const client = await openOwn(place)
  try {
    await client.query('begin isolation level repeatable read read only')
    const { rows } = await client.query(`select pg_export_snapshot() as id,
      pg_database_size(current_database()) as bytes, current_setting('server_version_num')::int / 10000 as server`)
    const { id, bytes, server } = rows[0] as { id: string; bytes: string; server: number }
    return {
      id,
      bytes: Number(bytes),
      server,
      migrations: () => appliedMigrations(client),
      sums: () => sumTables(client),
      close: () => client.end().catch(() => {}),
    }
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
}

/** The content of a database that nothing else changes now. */
export async function sumsOf(place: Place): Promise<Record<string, TableSum>> {
  const client = await openOwn(place)
  try {
    return await sumTables(client)
  } finally {
    await client.end().catch(() => {})
  }
}

async function openOwn({ adminUrl, database, role }: Place): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: urlOf(adminUrl, database),
    connectionTimeoutMillis: 10_000,
    application_name: 'lingzhi-ops',
  })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(`set role ${pg.escapeIdentifier(role)}`)
    // Counting and dumping take as long as the data is large; a row as text depends on these.
    await client.query(`set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set jit = off;
      set search_path = pg_catalog; set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set intervalstyle = 'postgres';
      set extra_float_digits = 1; set bytea_output = 'hex'`)
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
}

async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const { rows: there } = await client.query(
    `select to_regclass('public.kysely_migration') is not null as there`,
  )
  if (!there[0].there) return []
  const { rows } = await client.query('select name from public.kysely_migration order by name')
  return rows.map(({ name }) => name)
}

async function sumTables(client: pg.Client): Promise<Record<string, TableSum>> {
  const { rows: tables } = await client.query(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`)
  const sums: Record<string, TableSum> = {}
  for (const { name } of tables as { name: string }[]) {
    // The first eight bytes of each row's SHA-256, added up: the same rows in any order, on any version.
    const { rows } = await client.query(`select count(*) as rows, coalesce(sum(
      ('x' || left(encode(sha256(convert_to(t::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint), 0)::text as checksum from ${name} t`)
    sums[name] = { rows: Number(rows[0].rows), checksum: rows[0].checksum }
  }
  return sums
}
