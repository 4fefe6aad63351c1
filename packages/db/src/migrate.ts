import fs from 'node:fs/promises'
import path from 'node:path'
import type { Kysely } from 'kysely'
import { FileMigrationProvider, Migrator } from 'kysely/migration'
import type { Logger } from 'pino'

/**
 * Applies every migration of the folder that has not run yet, each in order, all or none. Idempotent, and
 * safe from several processes at once: they wait for each other. Throws what a migration threw.
 */
export async function migrate<DB>(db: Kysely<DB>, migrationFolder: string, log?: Logger): Promise<void> {
  const provider = new FileMigrationProvider({ fs, path, migrationFolder })
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest()
  for (const { migrationName, status } of results ?? []) log?.info({ migrationName, status }, 'migration')
  if (error) throw error
}
