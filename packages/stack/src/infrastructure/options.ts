import type { Supervised, Supervisor } from '../processes/supervise.ts'
import type { Secrets } from './secrets.ts'

export type InfrastructureOptions = Supervisor & {
  dataDir: string
  /** Where programs are found and which servers a person named; the servers are given the fixed list of it. */
  env: NodeJS.ProcessEnv
  secrets: Secrets
  /** False for tests: nothing has to survive a power cut, so nothing waits for a disk. */
  durable: boolean
  /** Where a server listens; not given: on a port that is free now. What outlives this run's servers needs the same ones again. */
  portOf?: (server: 'postgres' | 'redis' | 'nats') => Promise<number>
}

/** A private server: its address with credentials, and the process. */
export type Started = { url: string; server: Supervised }
