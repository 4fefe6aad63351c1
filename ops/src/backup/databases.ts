import { withDatabase } from '@lingzhi/contracts/services'
import { Fault } from '@lingzhi/stack/fault'
import pg from 'pg'
import type { Deployment } from '../deployment/open-deployment.ts'

/** Databases that are made for a moment, and by their names never taken for a service's own. */
export const purposes = ['verify', 'restoring', 'before'] as const
type Purpose = (typeof purposes)[number]

export const scratchName = (database: string, purpose: Purpose): string => `${database}_${purpose}`

/** One connection of the role that may create databases. */
export async function withAdmin<T>(adminUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 })
  admin.on('error', () => {})
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end().catch(() => {})
  }
}

/** The services' databases that are on the server, each with its size. */
export async function databasesThere({ settings }: Pick<Deployment, 'settings'>, adminUrl: string) {
  const wanted = withDatabase.map((service) => ({ service, name: `${settings.databasePrefix}${service}` }))
  const { rows } = await withAdmin(adminUrl, (admin) =>
    admin.query(
      `select d.datname as name, pg_database_size(d.oid) as bytes from pg_database d
       join pg_roles r on r.rolname = d.datname where d.datname = any($1)`,
      [wanted.map(({ name }) => name)],
    ),
  )
  const sizes = new Map(
    (rows as { name: string; bytes: string }[]).map((row) => [row.name, Number(row.bytes)]),
  )
  return wanted.flatMap((one) => {
    const bytes = sizes.get(one.name)
    return bytes === undefined ? [] : [{ ...one, bytes }]
  })
}

/** An empty database that belongs to the role, and which no other role may enter; one of this name is replaced. */
export async function createScratch(admin: pg.Client, name: string, role: string) {
  await dropScratch(admin, name)
  const database = pg.escapeIdentifier(name)
  await admin.query(
    `create database ${database} owner ${pg.escapeIdentifier(role)} template template0 encoding 'UTF8'`,
  )
  await admin.query(`revoke connect, temporary on database ${database} from public`)
}

export async function dropScratch(admin: pg.Client, name: string) {
  await admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`)
}

/** Drops what a command left that was killed; the caller holds the deployment's lock. */
export async function sweepScratch(
  { settings }: Pick<Deployment, 'settings'>,
  admin: pg.Client,
  of: readonly Purpose[],
) {
  for (const service of withDatabase)
    for (const purpose of of)
      await dropScratch(admin, scratchName(`${settings.databasePrefix}${service}`, purpose))
}

/** A Fault when services are connected to these databases: what they write meanwhile would be lost. */
export async function refuseConnected(admin: pg.Client, names: readonly string[]) {
  const { rows } = await admin.query(
    'select distinct datname as name from pg_stat_activity where datname = any($1) and usename = datname order by 1',
    [names],
  )
  if (rows.length > 0)
    throw new Fault(
      `Services are connected to ${rows.map(({ name }) => name).join(', ')}: stop them first, everywhere.`,
    )
}
