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
import { AgentChanged, ConversationsRemoved, ReplyCompleted, ToolServerChanged } from './chat.ts'
import { BeginCompletion, CompletionEnded, ReadCompletion } from './chat-completions.ts'
import { ExportLines, ExportSize } from './chat-export.ts'
import { ImportBatch, ImportLines } from './chat-import.ts'
import { BeginReply, GiveFeedback, ReadReplyEntries, replySubject, StopReply } from './chat-replies.ts'
import { AllUsersExportRequested, ImportForUserRequested } from './export.ts'
import { LearningRecords, PreferenceRecords } from './export-records.ts'
import type { Fact } from './fact.ts'
import { DescribeFiles, HandedInBytes, ReadFile, StoreFile } from './files.ts'
import { FilesLetGo, HomeworkRemoved } from './learning-facts.ts'
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
  /** Subjects of others on which it hears what is announced, and says nothing. */
  readonly follows: readonly string[]
  /** Object stores of its own. */
  readonly stores: readonly string[]
}

const nothing: BusAccess = {
  asks: [],
  serves: [],
  hears: [],
  queues: [],
  shares: [],
  follows: [],
  stores: [],
}

/**
 * The one table from which the accounts at NATS are made, for `npm start`, Compose and Kubernetes. A service that sends,
 * serves or hears something new gets an entry here: its tests run without accounts, the platform does not.
 */
export const busAccess: Readonly<Record<ServiceName, BusAccess>> = {
  gateway: { ...nothing, asks: [ApiKeyExchange] },
  auth: {
    ...nothing,
    serves: [PublicKeys, ApiKeyExchange, AccountStanding],
    hears: [AllUsersExportRequested, ImportForUserRequested, AgentChanged, ToolServerChanged],
  },
  chat: {
    ...nothing,
    asks: [ImportLines, DescribeFiles, ReadFile],
    serves: [
      ...[ExportLines, ExportSize, PreferenceRecords, ImportBatch, BeginCompletion, ReadCompletion],
      ...[BeginReply, ReadReplyEntries, StopReply, GiveFeedback],
    ],
    hears: [SessionEnded, UserDeleted],
    queues: ['replies'],
    shares: ['live.>'],
  },
  checkin: { ...nothing, hears: [UserRegistered, UserRenamed, UserDeleted] },
  export: {
    ...nothing,
    asks: [ExportLines, ExportSize, PreferenceRecords, LearningRecords, ImportBatch, AccountStanding],
    serves: [ImportLines],
    hears: [UserDeleted, UserEvicted],
    queues: ['exports', 'imports'],
    shares: ['signal.export.>', 'signal.import.>'],
    stores: ['exports'],
  },
  files: {
    ...nothing,
    asks: [AccountStanding, HandedInBytes],
    serves: [DescribeFiles, ReadFile, StoreFile],
    hears: [UserDeleted, UserEvicted, ConversationsRemoved, HomeworkRemoved, FilesLetGo],
    queues: ['files'],
    shares: ['signal.file.>'],
    stores: ['files'],
  },
  learning: {
    ...nothing,
    asks: [
      ...[BeginReply, ReadReplyEntries, StopReply, GiveFeedback, BeginCompletion, ReadCompletion],
      ...[DescribeFiles, ReadFile, StoreFile],
    ],
    serves: [LearningRecords, HandedInBytes],
    hears: [UserDeleted, ReplyCompleted, CompletionEnded, ConversationsRemoved],
    shares: ['signal.homework.>'],
    follows: [replySubject('*')],
  },
}
