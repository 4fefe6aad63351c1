import { basename, join } from 'node:path'
import { type ComposeFile, type ComposeService, programsIn, serversIn } from './read-compose.ts'

/**
 * The Compose file of what stays while releases come and go: the servers, and the container that holds the published port. Gateways
 * share that one's address (`network mode: container`), and listen on the port side by side while traffic moves. It is JSON,
 * which every reader of YAML reads; its scripts are in `folder`, so that a new release changes no path.
 */
export function serversFile(compose: ComposeFile, folder: string): string {
  const servers = serversIn(compose)
  const [gatewayName, gateway] = programsIn(compose).find(([, { ports }]) => ports)!
  const [, redis] = servers.find(([name]) => name === 'redis') ?? servers[0]!
  const holder: ComposeService & { sysctls: string[] } = {
    // Any image with a shell's tools does; this one is here anyway.
    image: redis.image,
    entrypoint: ['sleep', 'infinity'],
    init: true,
    restart: 'unless-stopped',
    ports: gateway.ports!,
    networks: gateway.networks!,
    mem_limit: '64m',
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    read_only: true,
    // What waits for a gateway that ends goes on to the other one.
    sysctls: ['net.ipv4.tcp_migrate_req=1'],
  }
  const kept = Object.fromEntries(
    servers.map(([name, service]) => [
      name,
      { ...service, volumes: (service.volumes ?? []).map((volume) => inFolder(volume, folder)) },
    ]),
  )
  const file = {
    name: compose.name,
    services: { ...kept, [gatewayName]: holder },
    networks: compose.networks,
    volumes: compose.volumes,
    ...(compose.secrets && { secrets: compose.secrets }),
  }
  return `${JSON.stringify(file, null, 2).replaceAll('$', '$$$$')}\n`
}

/** The scripts that servers are started with, by their place in a release. */
export const scriptsIn = (compose: ComposeFile): string[] =>
  serversIn(compose)
    .flatMap(([, { volumes = [] }]) => volumes)
    .filter((volume) => volume.startsWith('./'))
    .map((volume) => volume.split(':')[0]!)

const inFolder = (volume: string, folder: string) =>
  volume.startsWith('./')
    ? `${join(folder, basename(volume.split(':')[0]!))}${volume.slice(volume.indexOf(':'))}`
    : volume
