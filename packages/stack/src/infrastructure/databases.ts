import pg from 'pg'
import { Fault } from '../fault.ts'
import { password, type Secrets } from './secrets.ts'

/** What a server has from its beginning is for its administrator alone; only on a server that is the platform's own. */
export const closeServersOwn = 'revoke connect, temporary on database postgres, template1 from public'

type DatabasesOptions = {
  /** A role that may create databases and roles. */
  adminUrl: string
  services: string[]
  secrets: Secrets
  /** Database and role names are prefix + service. */
  prefix?: string
}

/**
 * One database and one role per service, which no other role may enter; returns the address for each.
 * Idempotent: what exists is kept, a password lost from secrets.json is replaced.
 */
export async function ensureDatabases(options: DatabasesOptions): Promise<Record<string, string>> {
  const { adminUrl, services, secrets, prefix = 'lingzhi_' } = options
  const admin = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 })
  admin.on('error', () => {})
  try {
    await admin.connect()
    const { rows } = await admin.query(
      'select rolcreaterole and rolcreatedb or rolsuper as may from pg_roles where rolname = current_user',
    )
    if (!rows[0]?.may)
      throw new Fault(
        'The role in DATABASE_URL may not create databases and roles: ALTER ROLE … CREATEDB CREATEROLE.',
      )
    const urls: Record<string, string> = {}
    for (const service of services) {
      const name = `${prefix}${service}`
      const secret = secrets.get(`databasePassword.${name}`, password)
      await ensureRole(admin, name, secret)
      await ensureDatabase(admin, name)
      urls[service] = databaseUrl(adminUrl, name, secret)
    }
    return urls
  } finally {
    await admin.end().catch(() => {})
  }
}

async function ensureRole(admin: pg.Client, name: string, secret: string) {
  const role = pg.escapeIdentifier(name)
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [name])
  if (!rowCount) await admin.query(`create role ${role} nocreatedb nocreaterole`)
  await admin.query(`alter role ${role} login password ${pg.escapeLiteral(secret)}`)
  // Limits belong to the role, not to start-up parameters: a pooler in between would refuse or mix those.
  await admin.query(`alter role ${role} set statement_timeout = '30s'`)
  await admin.query(`alter role ${role} set idle_in_transaction_session_timeout = '60s'`)
}

async function ensureDatabase(admin: pg.Client, name: string) {
  const database = pg.escapeIdentifier(name)
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name])
  if (!rowCount) {
    // Only a member of a role may give it a database; a superuser is one of every role.
    await admin.query(`grant ${database} to current_user`)
    await admin.query(`create database ${database} owner ${database} template template0 encoding 'UTF8'`)
  }
  await admin.query(`revoke connect, temporary on database ${database} from public`)
}

/** The address of a service's database, by its own role of the same name. */
export function databaseUrl(adminUrl: string, name: string, secret: string): string {
  // Without a host, as for a Unix socket that the query names, no name could be put before it.
  const url = new URL(adminUrl.replace(/^([a-z]+:\/\/)(?:[^@/]*@)?\//, '$1localhost/'))
  url.username = name
  url.password = secret
  url.pathname = `/${name}`
  return url.href
}
