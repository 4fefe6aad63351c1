import { withDatabase } from '@lingzhi/contracts/services'
import { MigrationConfig } from '@lingzhi/db/settings'
import { limitEnvironment } from '@lingzhi/stack/environment/limit-environment'
import { databaseUrl } from '@lingzhi/stack/infrastructure/databases'
import { openSecrets } from '@lingzhi/stack/infrastructure/secrets'
import { runMigrations } from '@lingzhi/stack/platform/migrations'
import type { Deployment } from '../deployment/open-deployment.ts'
import { urlOf } from './database-snapshot.ts'
import { scratchName } from './databases.ts'
import type { Manifest } from './manifest.ts'
import { migrationsHere } from './product.ts'

/** Brings the restored databases to this code's version before they are anybody's; returns how many migrations were missing. */
export async function migrateRestored(
  { dataDir, env, settings }: Deployment,
  {
    adminUrl,
    databases,
    signal,
  }: { adminUrl: string; databases: Manifest['databases']; signal: AbortSignal },
): Promise<number> {
  const secrets = openSecrets(dataDir)
  const addresses = new Map<string, string>(
    withDatabase.map((service) => {
      const role = `${settings.databasePrefix}${service}`
      const database = scratchName(role, 'restoring')
      const password = secrets.find(`databasePassword.${role}`)
      return [
        service,
        password ? asRole(adminUrl, database, { role, password }) : byAdmin(adminUrl, database, role),
      ]
    }),
  )
  return runMigrations(
    {
      migrationsOf: (program) =>
        limitEnvironment(env, MigrationConfig, {
          decided: { DATABASE_URL: addresses.get(program), DATABASE_PASSWORD: '' },
        }),
    },
    { screen: { log: (_, line) => line, read: (line) => line }, record: { add() {}, remove() {} }, signal },
    withDatabase.filter((service) => isBehind(service, databases[service]?.migrations ?? [])),
  )
}

const isBehind = (service: string, applied: readonly string[]): boolean =>
  migrationsHere(service).some((name) => !applied.includes(name))

function asRole(adminUrl: string, database: string, { role, password }: { role: string; password: string }) {
  return Object.assign(new URL(databaseUrl(adminUrl, database, password)), { username: role }).href
}

/** Where the role's password is not known here, as in a cluster: what is made belongs to the role all the same. */
function byAdmin(adminUrl: string, database: string, role: string): string {
  const url = new URL(urlOf(adminUrl, database))
  url.searchParams.set('options', `-c role=${role}`)
  return url.href
}
