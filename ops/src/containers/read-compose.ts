import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@lingzhi/stack/fault'
import { parse } from 'yaml'

/** What is used of a service in docker-compose.yml. */
export type ComposeService = {
  image: string
  build?: { target?: string; args?: Record<string, string> }
  command?: string[]
  entrypoint?: string[]
  environment?: Record<string, string>
  secrets?: string[]
  volumes?: string[]
  networks?: string[]
  ports?: string[]
  mem_limit?: string
  pids_limit?: number
  user?: string
  restart?: string
  init?: boolean
  stop_grace_period?: string
  cap_drop?: string[]
  cap_add?: string[]
  security_opt?: string[]
  read_only?: boolean
  tmpfs?: string[]
  logging?: { driver: string; options?: Record<string, string> }
}

export type ComposeFile = {
  name: string
  services: Record<string, ComposeService>
  secrets?: Record<string, { file: string }>
  networks: Record<string, object | null>
  volumes: Record<string, object | null>
}

const placeholder = /\$(?:\$|([_a-zA-Z]\w*)|\{([_a-zA-Z]\w*)(?:(:?[-?])([^}]*))?\})/g

/** The docker-compose.yml of a release with the settings of a deployment put in, as Compose does. */
export function readCompose(folder: string, env: NodeJS.ProcessEnv): ComposeFile {
  const missing = new Set<string>()
  const filled = (text: string) =>
    text.replace(placeholder, (whole, bare, name = bare, operator = '', otherwise = '') => {
      if (whole === '$$') return '$'
      const value = env[name]
      if (value !== undefined && (value !== '' || !operator.startsWith(':'))) return value
      if (operator.endsWith('?')) missing.add(name)
      return operator.endsWith('-') ? otherwise : ''
    })
  const everywhere = (value: unknown): unknown => {
    if (typeof value === 'string') return filled(value)
    if (Array.isArray(value)) return value.map(everywhere)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, everywhere(one)]))
  }
  const file = parse(readFileSync(join(folder, 'docker-compose.yml'), 'utf8'), { merge: true })
  const compose = everywhere(file) as ComposeFile
  if (missing.size > 0)
    throw new Fault(
      `Not set in .env of the deployment: ${[...missing].join(', ')}. node scripts/secrets.mjs compose makes them.`,
    )
  return compose
}

/** A container of the platform and not a server: it is built from the release. */
export const programsIn = ({ services }: ComposeFile): [string, ComposeService][] =>
  Object.entries(services).filter(([name, { build }]) => build && !name.startsWith('migrate-'))

/** The servers that stay while releases come and go. */
export const serversIn = ({ services }: ComposeFile): [string, ComposeService][] =>
  Object.entries(services).filter(([, { build, restart }]) => !build && restart !== 'on-failure')

/** What runs once at each deployment, before the migrations: databases and roles. */
export const preparationsIn = ({ services }: ComposeFile): [string, ComposeService][] =>
  Object.entries(services).filter(([, { build, restart }]) => !build && restart === 'on-failure')
