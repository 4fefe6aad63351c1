import type { RunRecord } from '../processes/run-record.ts'
import type { Secrets } from './secrets.ts'

export type InfrastructureOptions = {
  dataDir: string
  secrets: Secrets
  log: (line: string) => void
  /** False for tests: nothing has to survive a power cut, so nothing waits for a disk. */
  durable: boolean
  record?: RunRecord
  /** Told when an instance ends by itself. */
  onExit?: (name: string) => void
}
