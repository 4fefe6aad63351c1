import { fileURLToPath } from 'node:url'
import { loadConfig } from '@lingzhi/runtime/load-config'
import { createLogger } from '@lingzhi/runtime/logger'
import { Type } from 'typebox'
import { migrate } from './migrate.ts'
import { databaseSettings, openDb } from './open-db.ts'

/** The whole of a service's one-shot migration process; sets the exit code 1 when a migration fails. */
export async function runMigrations(service: string, folder: URL, env: NodeJS.ProcessEnv): Promise<void> {
  const log = createLogger(service)
  try {
    const db = openDb(loadConfig(Type.Object(databaseSettings), env), log)
    await migrate(db, fileURLToPath(folder), log).finally(() => db.destroy())
    log.info('the database is up to date')
  } catch (err) {
    log.fatal({ err }, 'migrating failed')
    process.exitCode = 1
  }
}
