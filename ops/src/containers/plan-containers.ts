import { resolve } from 'node:path'
import type { Admin } from '../deployment/target.ts'
import { type ComposeFile, type ComposeService, preparationsIn, programsIn } from './read-compose.ts'

/** One container of a release, as it is started again when somebody goes back to it. */
export type Container = {
  name: string
  program: string
  /** An image by what it is, so that a name that leads elsewhere tomorrow changes nothing. */
  image: string
  /** Under this name others find it; the same for all replicas. */
  alias: string
  networks: string[]
  service: Omit<ComposeService, 'image' | 'build' | 'networks' | 'ports'>
  secrets: Record<string, string>
}

/** What a release consists of, written down when it is deployed. */
export type Containers = {
  format: 1
  release: string
  project: string
  containers: Container[]
  gateway: Container
  migrations: Container[]
  gatewayUrl: string
  admin: Admin
}

/** Part of names of hosts and containers: letters, digits and hyphens. */
const asHost = (release: string): string =>
  release
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)

export const imageName = (program: string, release: string): string =>
  `lingzhi/${program}:${release.replaceAll('+', '-')}`

type Planning = {
  compose: ComposeFile
  project: string
  release: string
  replicas: Record<string, number>
  imageOf: (program: string) => string
  /** Relative places in the file are in here. */
  folder: string
}

/**
 * The containers of a release. Two releases are on the same networks, so each container has a name of its release, and finds others
 * of it by theirs; only the servers' names are shared.
 */
export function planContainers({
  compose,
  project,
  release,
  replicas,
  imageOf,
  folder,
}: Planning): Containers {
  const programs = programsIn(compose).map(([name]) => name)
  const hosts = new RegExp(`(?<=//)(${programs.join('|')})(?=[:/]|$)`, 'g')
  const ownNames = (environment: Record<string, string> = {}) =>
    Object.fromEntries(
      Object.entries(environment)
        .map(([name, value]): [string, string] => [name, String(value)])
        // A blank counts as not set.
        .filter(([, value]) => value.trim() !== '')
        .map(([name, value]) => [name, value.replaceAll(hosts, `$1-${asHost(release)}`)]),
    )
  const place = (volume: string) =>
    volume.startsWith('.')
      ? resolve(folder, volume.split(':')[0]!) + volume.slice(volume.indexOf(':'))
      : volume
  const containerOf = (name: string, program: string, number?: number): Container => {
    const {
      image,
      build,
      networks = [],
      ports,
      environment,
      volumes,
      secrets = [],
      ...rest
    } = compose.services[name]!
    return {
      name: [project, name, number, asHost(release)].filter((one) => one !== undefined).join('-'),
      program,
      image: build ? imageOf(program) : image,
      alias: `${name}-${asHost(release)}`,
      networks: networks.map((one) => `${project}_${one}`),
      service: { ...rest, environment: ownNames(environment), volumes: (volumes ?? []).map(place) },
      secrets: Object.fromEntries(
        secrets.map((one) => [one, resolve(folder, compose.secrets?.[one]?.file ?? one)]),
      ),
    }
  }
  const [publicName, publicOne] = programsIn(compose).find(([, { ports }]) => ports)!
  const [port] = publicOne.ports!
  const gateway = containerOf(publicName, publicName)
  return {
    format: 1,
    release,
    project,
    containers: programs
      .filter((name) => name !== publicName)
      .flatMap((name) =>
        Array.from({ length: replicas[name] ?? 1 }, (_, at) => containerOf(name, name, at + 1)),
      ),
    gateway,
    migrations: [
      ...preparationsIn(compose).map(([name]) => containerOf(name, name)),
      ...Object.keys(compose.services)
        .filter((name) => name.startsWith('migrate-'))
        .map((name) => containerOf(name, name.slice('migrate-'.length))),
    ],
    gatewayUrl: addressOf(port!),
    admin: { username: compose.services.auth?.environment?.ADMIN_USERNAME ?? 'admin' },
  }
}

/** Where a published port is reached from this machine. */
function addressOf(port: string): string {
  const [, host = '', outer] = /^(?:(.*):)?(\d+):\d+$/.exec(port) ?? []
  const reached = ['', '0.0.0.0', '[::]', '::'].includes(host) ? '127.0.0.1' : host
  return `http://${reached}:${outer}`
}
