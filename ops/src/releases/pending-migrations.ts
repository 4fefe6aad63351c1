import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Judgement, judgeMigration } from './judge-migration.ts'

export type Pending = { service: string; migration: string } & Judgement

/** The migrations of a release that a service's database does not have yet, judged. */
export function pendingMigrations(folder: string, service: string, applied: ReadonlySet<string>): Pending[] {
  const migrations = join(folder, 'services', service, 'migrations')
  return migrationsOf(folder, service)
    .map((migration) => ({ file: `${migration}.ts`, migration }))
    .filter(({ migration }) => !applied.has(migration))
    .map(({ file, migration }) => ({
      service,
      migration,
      ...judgeMigration(readFileSync(join(migrations, file), 'utf8')),
    }))
}

/** The names of the migrations of a release, in the order they are applied. */
export function migrationsOf(folder: string, service: string): string[] {
  const migrations = join(folder, 'services', service, 'migrations')
  if (!existsSync(migrations)) return []
  return readdirSync(migrations)
    .filter((file) => /^\d.*\.ts$/.test(file) && !file.endsWith('.test.ts'))
    .sort()
    .map((file) => file.slice(0, -'.ts'.length))
}

/** The names of the migrations that a database has had; none where there is no database yet. */
export async function appliedTo(url: string): Promise<Set<string>> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string }>('select name from kysely_migration')
    return new Set(rows.map(({ name }) => name))
  } catch (error) {
    // No such database, role or table: the first deployment makes them.
    if (/^(3D000|28P01|28000|42P01)$/.test((error as { code?: string }).code ?? '')) return new Set()
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}
