import { fileURLToPath } from 'node:url'
import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import { createLogger, levelOf } from '@lingzhi/runtime/logger'
import { checkServer } from './check-server.ts'
import { explainDatabase } from './explain.ts'
import { migrate } from './migrate.ts'
import { openDb } from './open-db.ts'
import { requireDb } from './require-db.ts'
import { MigrationConfig } from './settings.ts'

/** The whole of a service's one-shot migration process; sets the exit code 1 when a migration fails. */
export async function runMigrations(service: string, folder: URL, env: NodeJS.ProcessEnv): Promise<void> {
  const log = createLogger(service, levelOf(env))
  try {
    const config = loadConfig(MigrationConfig, env)
    await using db = openDb(config, log)
    await requireDb(db, config)
    await checkServer(db, log)
    await migrate(db, fileURLToPath(folder), log)
    log.info('the database is up to date')
  } catch (err) {
    if (err instanceof ConfigError) log.fatal(err.message)
    else {
      const why = explainDatabase(err)
      log.fatal({ err }, why ? `migrating failed (DATABASE_URL): ${why}` : 'migrating failed')
    }
    process.exitCode = 1
  }
}
