import type { ServiceName } from '@lingzhi/contracts/services'
import { services } from '@lingzhi/contracts/services'
import { settingOf } from '@lingzhi/stack/environment/setting-of'
import { systemEnvironment } from '@lingzhi/stack/environment/system'
import { Fault } from '@lingzhi/stack/fault'
import { storedAs } from '@lingzhi/stack/platform/environments'
import type { Deployment } from './open-deployment.ts'

/** What a one-shot command of a service needs: its database and the keys it was started with, and nothing else of the shell. */
export async function serviceEnvironment(
  deployment: Deployment,
  service: ServiceName,
): Promise<NodeJS.ProcessEnv> {
  const { env, secrets } = deployment
  const keys = Object.entries(services[service].secrets)
    .filter(([, kind]) => kind === 'key')
    .map(([name]) => [
      name,
      settingOf(env, name) ??
        secrets.get(storedAs(name), () => {
          throw new Fault(`${name} is not known here: set it, as where the services run.`)
        }),
    ])
  return {
    ...systemEnvironment(env),
    ...Object.fromEntries(keys),
    DATABASE_URL: await deployment.databaseOf(service),
    LOG_LEVEL: 'warn',
  }
}
