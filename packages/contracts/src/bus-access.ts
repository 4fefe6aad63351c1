import {
  AccountStanding,
  ApiKeyExchange,
  PublicKeys,
  SessionEnded,
  UserDeleted,
  UserEvicted,
  UserRegistered,
  UserRenamed,
} from './auth.ts'
import type { BusRequest } from './bus-request.ts'
import { AgentChanged } from './chat.ts'
import { ExportLines, ExportSize } from './chat-export.ts'
import { ImportBatch, ImportLines } from './chat-import.ts'
import { AllUsersExportRequested, ImportForUserRequested } from './export.ts'
import type { Fact } from './fact.ts'
import type { ServiceName } from './services.ts'

/** The prefix of the subjects on which a service hears results. */
export const inboxOf = (service: string): string => `_INBOX_${service}`

/** What a service does on the bus, and so what its account at NATS may do: nothing else. */
export interface BusAccess {
  /** Requests it sends. Every service requests the public keys besides. */
  readonly asks: readonly BusRequest[]
  /** Requests it serves. */
  readonly serves: readonly BusRequest[]
  /** Facts it acts upon. Every service follows the ends of sessions besides. */
  readonly hears: readonly Fact[]
  /** Work queues of its own. */
  readonly queues: readonly string[]
  /** Subjects on which its own replicas tell each other something. */
  readonly shares: readonly string[]
  /** Object stores of its own. */
  readonly stores: readonly string[]
}

const nothing: BusAccess = { asks: [], serves: [], hears: [], queues: [], shares: [], stores: [] }

/**
 * The one table from which the accounts at NATS are made, for `npm start`, Compose and Kubernetes. A service that sends,
 * serves or hears something new gets an entry here: its tests run without accounts, the platform does not.
 */
export const busAccess: Readonly<Record<ServiceName, BusAccess>> = {
  gateway: { ...nothing, asks: [ApiKeyExchange] },
  auth: {
    ...nothing,
    serves: [PublicKeys, ApiKeyExchange, AccountStanding],
    hears: [AllUsersExportRequested, ImportForUserRequested, AgentChanged],
  },
  chat: {
    ...nothing,
    asks: [ImportLines],
    serves: [ExportLines, ExportSize, ImportBatch],
    hears: [SessionEnded, UserDeleted],
    queues: ['replies'],
    shares: ['live.>'],
  },
  checkin: { ...nothing, hears: [UserRegistered, UserRenamed, UserDeleted] },
  export: {
    ...nothing,
    asks: [ExportLines, ExportSize, ImportBatch, AccountStanding],
    serves: [ImportLines],
    hears: [UserDeleted, UserEvicted],
    queues: ['exports', 'imports'],
    shares: ['signal.export.>', 'signal.import.>'],
    stores: ['exports'],
  },
}
