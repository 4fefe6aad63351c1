import list from './services.json' with { type: 'json' }

/** The services by name: one lower-case word, which is also their folder, host, database and address setting. */
export type ServiceName = keyof typeof list

/** What follows from a service for everything that starts, deploys or describes it. */
export interface Service {
  /** For the tables of README.md and docs/architecture.md. */
  readonly owns: string
  /** Why it scales or fails alone. */
  readonly because: string
  /** It owns the public port: it starts last, when the others are up, and `npm start` runs one replica of it. */
  readonly public: boolean
  /** A database and a role of its own, migrations, and a stream for its facts. */
  readonly database: boolean
  readonly redis: boolean
  /** Settings it cannot do without that are generated once: a key is 32 bytes in base64. */
  readonly secrets: Readonly<Record<string, 'key' | 'password'>>
  /** The same for settings that it can do without, so that a deployment from before them still starts. */
  readonly optionalSecrets: Readonly<Record<string, 'key' | 'password'>>
  /** How many run in a cluster; `npm start` runs one, unless `--scale` says otherwise. */
  readonly replicas: number
  /** How a cluster adds replicas by itself. */
  readonly scale: Scale
  /** What a container is promised of a node's memory, and how much ends it. */
  readonly memoryMb: { readonly request: number; readonly limit: number }
  /**
   * Node's young generation. A small one lets buffers of streams die in cheap collections and an idle service hold less
   * garbage; the gateway and chat, with many short requests, would pay a fifth of their speed for it.
   */
  readonly youngMb: number
  readonly probe: Probe
}

/** Up to how many replicas, and what for: by processor, unless a metric of the service's own tells its load better. */
export interface Scale {
  readonly max: number
  /** A gauge of each replica, and its value at which another replica is wanted. */
  readonly metric?: string
  readonly at?: number
}

/** How containers and the launcher ask whether a service is up; `path` touches nothing but the process itself. */
export interface Probe {
  readonly path: string
  readonly timeoutS: number
  /** Between two looks whether it must be restarted. */
  readonly aliveEveryS: number
  /** Between two looks whether it gets requests. */
  readonly readyEveryS: number
  /** Longest start: until then it is not restarted for failing a look. */
  readonly startMaxS: number
}

/** What holds for a service whose entry does not say otherwise. */
export const serviceDefaults = {
  optionalSecrets: {},
  replicas: 2,
  scale: { max: 6 },
  memoryMb: { request: 128, limit: 512 },
  youngMb: 2,
  probe: { path: '/api/health', timeoutS: 3, aliveEveryS: 10, readyEveryS: 5, startMaxS: 60 },
} as const satisfies Partial<Service>

/**
 * The one list of services: adding one is an entry in services.json and a folder in services/. It is JSON because
 * scripts/secrets.mjs reads it on any Node. `npm run verify` checks what is written there.
 */
export const services = Object.fromEntries(
  Object.entries(list).map(([name, entry]) => [name, { ...serviceDefaults, ...entry }]),
) as unknown as Readonly<Record<ServiceName, Service>>

export const serviceNames = Object.keys(services) as ServiceName[]

/** The services that the gateway forwards to, in the order they are named everywhere. */
export type UpstreamName = Exclude<ServiceName, 'gateway'>
export const upstreamNames = serviceNames.filter((name): name is UpstreamName => !services[name].public)

export const withDatabase = serviceNames.filter((name) => services[name].database)

/** The setting in which the gateway finds the addresses of a service. */
export function addressSetting<N extends UpstreamName>(name: N): `${Uppercase<N>}_URL` {
  return `${name.toUpperCase() as Uppercase<N>}_URL`
}

/** A service's NODE_OPTIONS, in containers and under the launcher. */
export const nodeOptions = (youngMb: number): string => `--max-semi-space-size=${youngMb}`
