import type { Supervised, Supervisor } from '../processes/supervise.ts'
import type { Secrets } from './secrets.ts'

export type InfrastructureOptions = Supervisor & {
  dataDir: string
  secrets: Secrets
  /** False for tests: nothing has to survive a power cut, so nothing waits for a disk. */
  durable: boolean
}

/** A private server: its address with credentials, and the process. */
export type Started = { url: string; server: Supervised }
