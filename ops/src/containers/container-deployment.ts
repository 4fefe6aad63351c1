import { withPassword } from '@lingzhi/runtime/address'
import { settingOf } from '@lingzhi/stack/environment/setting-of'
import { Fault } from '@lingzhi/stack/fault'
import type { Deployment } from '../deployment/open-deployment.ts'
import type { Layout } from '../host/layout.ts'
import { currentRelease } from '../host/layout.ts'
import { containerLogs } from './container-logs.ts'
import type { Engine } from './engine.ts'
import { findContainers } from './find-containers.ts'
import { readContainers } from './kept-containers.ts'

/** The server of a name in a project, as Compose made it. */
export async function serverNamed(engine: Engine, project: string, name: string) {
  const [found] = await findContainers(engine, {
    'com.docker.compose.project': project,
    'com.docker.compose.service': name,
  })
  if (!found?.running) throw new Fault(`The container ${name} of ${project} does not run.`)
  return found
}

/**
 * A deployment whose servers are containers. They are reached at their own addresses, which on Linux this machine has a way to, also
 * where a network has none out.
 */
export function containerDeployment(
  deployment: Deployment,
  { engine, project, layout }: { engine: Engine; project: string; layout: Layout },
): Deployment {
  const secret = (name: string) => settingOf(deployment.env, name)
  const address = async (server: string) => {
    const { addresses } = await serverNamed(engine, project, server)
    const [first] = Object.values(addresses).filter(Boolean)
    if (!first) throw new Fault(`The container ${server} has no address.`)
    return first
  }
  const required = (name: string) => {
    const value = secret(name)
    if (!value) throw new Fault(`${name} is not set: node scripts/secrets.mjs compose makes it.`)
    return value
  }
  const database = async (role: string, name: string, password: string) =>
    withPassword(`postgresql://${role}@${await address('postgres')}:5432/${name}`, password)
  return {
    ...deployment,
    get env() {
      return deployment.env
    },
    servers: async () => ({
      adminUrl: await database('postgres', 'postgres', required('POSTGRES_PASSWORD')),
      redisUrl: withPassword(`redis://${await address('redis')}:6379`, required('REDIS_PASSWORD')),
      natsUrl: withPassword(
        `nats://lingzhi@${await address('nats')}:4222`,
        required('NATS_PASSWORD_OPERATOR'),
      ),
      close: async () => {},
    }),
    databaseOf: (service) =>
      database(
        `lingzhi_${service}`,
        `lingzhi_${service}`,
        required(`DATABASE_PASSWORD_${service.toUpperCase()}`),
      ),
    logs: (wanted) => containerLogs(engine, project, wanted),
    stack() {
      const current = currentRelease(layout)
      if (!current) return undefined
      const { gatewayUrl, admin } = readContainers(layout, current)
      return {
        gateway_url: gatewayUrl,
        admin: { ...admin, password: secret('ADMIN_PASSWORD') },
        processes: [],
      }
    },
  }
}
