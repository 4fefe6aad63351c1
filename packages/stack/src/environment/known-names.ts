import { serviceNames, withDatabase } from '@lingzhi/contracts/services'
import { databasePassword, natsPassword } from '../deploy/start-servers.ts'
import { providerKeyNames } from '../platform/provider-keys.ts'
import { LauncherConfig } from '../platform/settings.ts'
import { type Schemas, variablesOf } from './schemas.ts'
import { systemNames } from './system.ts'

/** Names that docker-compose.yml and the commands of this checkout read from the same file. */
const others = [
  'POSTGRES_PASSWORD',
  'REDIS_MAXMEMORY',
  'POSTGRES_MEMORY_MAX',
  'REDIS_MEMORY_MAX',
  'NATS_MEMORY_MAX',
  'PUBLISH_HOST',
  'SECRETS_DIR',
  'DOMAIN',
  // Of deployments made before each service had a password of its own.
  'SERVICE_DB_PASSWORD',
  ...serviceNames.map(natsPassword),
  ...withDatabase.map(databasePassword),
  // Of `npm run ops -- backup` and `restore`.
  'BACKUP_PASSPHRASE',
  'BACKUP_PASSPHRASE_FILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_REGION',
  'AWS_ENDPOINT_URL_S3',
  'CONTAINER_ENGINE',
  'KUBE_CONTEXT',
  'KUBERNETES_OVERLAY',
  'COMPOSE_PROJECT_NAME',
  'COMPOSE_FILE',
  'COMPOSE_PROFILES',
  'FUZZ_CASES',
  'FUZZ_SEED',
  'NO_COLOR',
  'FORCE_COLOR',
]

/** Every name that may stand in a `.env` here; the keys of providers are known from the list that names them. */
export function knownNames(schemas: Schemas, env: NodeJS.ProcessEnv): ReadonlySet<string> {
  const settings = [LauncherConfig, ...Object.values(schemas)].flatMap(variablesOf)
  return new Set([...settings, ...systemNames, ...others, ...providerKeyNames(env)])
}
