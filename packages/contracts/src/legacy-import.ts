import type { Static } from 'typebox'
import { Type } from 'typebox'
import { ImportedConversation, ImportedMessage } from './chat-import.ts'
import { instant, Uuid } from './ids.ts'
import { Nullable } from './shapes.ts'

// What `npm run ops -- import-legacy` reads out of a replaced system's database and hands to the services that own it: a line of
// JSON each, on the standard input of their import-legacy.ts. The last line is LegacyEnd; a run that was cut has none, and what was
// not complete by then is dropped. Each line is answered by one of its own, in order; conversations are answered by batches.

/** What a thing was called where it comes from. */
const Origin = Type.String({ minLength: 1, maxLength: 200 })

export const LegacyEnd = Type.Object({ type: Type.Literal('end') })

/** An account. Its role is always that of a user: administrators are made by `ops users admin` alone. */
export const LegacyUser = Type.Object({
  type: Type.Literal('user'),
  origin: Origin,
  username: Type.String(),
  phone: Nullable(Type.String()),
  email: Nullable(Type.String()),
  /** Null: none that could be read. */
  password_hash: Nullable(Type.String()),
  disabled: Type.Boolean(),
  profile: Type.Record(Type.String(), Type.String()),
  created_at: Nullable(instant),
  last_login_at: Nullable(instant),
})
export type LegacyUser = Static<typeof LegacyUser>

/** A row that was answered without being stored as it stands, in a code and words for the operator. */
const Remark = Type.Object({ code: Type.String(), text: Type.String() })
export type LegacyRemark = Static<typeof Remark>

/** `deleted`: it came earlier, and its owner has deleted it here since. */
const Outcome = Type.Enum(['new', 'existing', 'skipped', 'deleted'])

export const LegacyUserResult = Type.Object({
  origin: Origin,
  outcome: Outcome,
  /** In a dry run, of a new one: an id that is nobody's. Null unless new or existing. */
  user_id: Nullable(Uuid),
  /** The name it has here. */
  username: Nullable(Type.String()),
  password: Nullable(Type.Enum(['kept', 'none'])),
  remarks: Type.Array(Remark),
})
export type LegacyUserResult = Static<typeof LegacyUserResult>

export const LegacyAgent = Type.Object({
  type: Type.Literal('agent'),
  origin: Origin,
  name: Type.String(),
  description: Type.String(),
  system_prompt: Type.String(),
  /** As it was stored: JSON, or not. */
  model_config: Type.String(),
  hidden: Type.Boolean(),
})
export type LegacyAgent = Static<typeof LegacyAgent>

export const LegacyAgentResult = Type.Object({
  origin: Origin,
  outcome: Outcome,
  name: Nullable(Type.String()),
  remarks: Type.Array(Remark),
})
export type LegacyAgentResult = Static<typeof LegacyAgentResult>

/** A conversation; its messages follow. Agents come before all of them. `agent_id` of both is the agent's origin. */
export const LegacyConversation = Type.Object({
  ...ImportedConversation.properties,
  type: Type.Literal('conversation'),
  user_id: Uuid,
  origin: Origin,
  agent_origin: Nullable(Origin),
})
export type LegacyConversation = Static<typeof LegacyConversation>
export const LegacyMessage = ImportedMessage
export type LegacyMessage = Static<typeof ImportedMessage>

export const LegacyBatchResult = Type.Object({
  /** n new, e already there, c changed, d its owner is deleted: of each conversation, in order. */
  conversations: Type.String({ pattern: '^[necd]*$' }),
  messages: Type.Object({ new: Type.Integer(), existing: Type.Integer(), changed: Type.Integer() }),
})
export type LegacyBatchResult = Static<typeof LegacyBatchResult>

/** Whose conversations become that had no owner: an account here, by any of its identifiers. */
export const LegacyOwner = Type.Object({ type: Type.Literal('owner'), identifier: Type.String() })
export const LegacyOwnerResult = Type.Object({ user_id: Nullable(Uuid) })
export type LegacyOwnerResult = Static<typeof LegacyOwnerResult>

const Points = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })

/** What an account had: its balance, and the days it was there. */
export const LegacyPoints = Type.Object({
  type: Type.Literal('points'),
  origin: Origin,
  user_id: Uuid,
  balance: Points,
  /** Each day once, oldest first. */
  checkins: Type.Array(
    Type.Object({
      date: Type.String({ format: 'date' }),
      earned: Points,
      at: Nullable(instant),
    }),
  ),
})
export type LegacyPoints = Static<typeof LegacyPoints>

export const LegacyPointsResult = Type.Object({
  origin: Origin,
  /** `existing`: it has its opening entry; `opening` is that one's amount, whatever the file has. */
  outcome: Outcome,
  opening: Type.Integer(),
  checkins: Type.Object({ new: Type.Integer(), existing: Type.Integer(), skipped: Type.Integer() }),
})
export type LegacyPointsResult = Static<typeof LegacyPointsResult>
