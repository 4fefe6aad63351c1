import type { Static } from 'typebox'
import { Type } from 'typebox'
import { busRequest } from './bus-request.ts'
import type { CarriedProblem } from './carried-problem.ts'
import { Uuid } from './ids.ts'
import { Nullable } from './shapes.ts'
import type { ToolPart } from './tool-parts.ts'

/** One way to an answer, for services that have people ask something: chat stores, generates and keeps it. */

const ReplyStatus = Type.Enum(['queued', 'running', 'completed', 'stopped', 'failed'])

/** What a model is told besides, by its kind; chat places it, and cuts what is too long. */
export const ReplyBlock = Type.Object({
  /** `learner`: who asks. `task`: what it is about, quoted as data. `rules`: how to answer. */
  kind: Type.Enum(['learner', 'task', 'rules']),
  text: Type.String({ minLength: 1, maxLength: 4_000 }),
})
export type ReplyBlock = Static<typeof ReplyBlock>

/** What an answer must not say, whatever its model says: known answers, of which only hints are given. */
export const ReplyGuard = Type.Object({
  /** How it might be written. Case, width and marks of Markdown do not count, nor how a stream splits it. */
  terms: Type.Array(Type.String({ minLength: 2, maxLength: 200 }), { minItems: 1, maxItems: 128 }),
  /** What is answered when a model has said one of them twice. */
  instead: Type.String({ minLength: 1, maxLength: 2_000 }),
})
export type ReplyGuard = Static<typeof ReplyGuard>

/**
 * Has an agent answer somebody's question, as if they had asked it at chat's own door: the same budget, filters, queue and
 * stream. The id is the asker's: the same id again is the same reply, whatever else is said. Raises AGENT_NOT_FOUND,
 * CONVERSATION_NOT_FOUND, CONTENT_BLOCKED, CONTEXT_LENGTH_EXCEEDED, BUDGET_EXCEEDED, TOO_MANY_REQUESTS, QUEUE_FULL,
 * FILE_NOT_FOUND, FILE_NOT_READY, VISION_NOT_CONFIGURED.
 */
export const BeginReply = busRequest('ask.chat.begin-reply', {
  request: Type.Object({
    reply_id: Uuid,
    user_id: Uuid,
    /** The conversation to go on with; none: a new one. */
    conversation_id: Type.Optional(Uuid),
    /** A conversation of that id that is not there yet is begun. */
    may_begin: Type.Optional(Type.Boolean()),
    /** By the name that chat's migrations gave it; its number is chat's own. */
    agent: Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' }),
    content: Type.String({ minLength: 1, maxLength: 20_000 }),
    /** Files of the user's that the question is about. */
    file_ids: Type.Optional(Type.Array(Uuid, { minItems: 1, maxItems: 9 })),
    blocks: Type.Optional(Type.Array(ReplyBlock, { maxItems: 4 })),
    guard: Type.Optional(ReplyGuard),
    /** Most messages before the question that the model is shown; none: what the agent has. */
    history_max: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
    request_id: Type.String({ maxLength: 200 }),
  }),
  result: Type.Object({
    reply_id: Uuid,
    conversation_id: Uuid,
    question_id: Uuid,
    message_id: Uuid,
    status: ReplyStatus,
  }),
  deadlineMs: 5_000,
})

/** The version of entries below. A reader of another one reads the stored text, once the reply has ended. */
export const replyEntriesVersion = 1

const Usage = Type.Object({
  prompt_tokens: Type.Integer(),
  completion_tokens: Type.Integer(),
  total_tokens: Type.Integer(),
  /** Counted by us, because the provider did not. */
  estimated: Type.Boolean(),
  cost: Nullable(Type.Number()),
})

/** What a reader gets at the end of a reply. */
const Outcome = Type.Object({
  finish_reason: Type.String(),
  usage: Nullable(Usage),
  cached: Type.Boolean(),
  model: Nullable(Type.String()),
  provider: Nullable(Type.String()),
  /** Calls made to providers. */
  attempts: Nullable(Type.Integer()),
  /** Why it failed, as problems travel between services. */
  problem: Type.Unsafe<CarriedProblem | null>({}),
  /** How often the guard held an answer back; only where there was one. */
  held_back: Type.Optional(Type.Integer()),
})
export type ReplyOutcome = Static<typeof Outcome>

const place = {
  attempt: Type.Integer(),
  /** UTF-16 units of this attempt's text, and parts about tools, up to the end of the entry: shows whether something before it is missing. */
  position: Type.Integer(),
}

/** One entry of a reply's log, announced in the same shape. */
const ReplyEntry = Type.Union([
  Type.Object({
    kind: Type.Literal('text'),
    ...place,
    part: Type.Enum(['reasoning', 'content']),
    text: Type.String(),
  }),
  /** Something about a tool; takes one unit. */
  Type.Object({ kind: Type.Literal('tool'), ...place, tool: Type.Unsafe<ToolPart>({ type: 'object' }) }),
  Type.Object({ kind: Type.Literal('reset'), ...place }),
  Type.Object({ kind: Type.Literal('end'), ...place, outcome: Outcome }),
])
export type ReplyEntry = Static<typeof ReplyEntry>

/** The subject on which a reply's entries are announced, without guarantee and without storage. */
export const replySubject = (replyId: string): string => `live.reply.${replyId}`

/**
 * What there is of a reply after a place; of one that has ended, from the stored text. Answers with as much as fits a
 * message: a reader asks again after the last entry. Raises REPLY_NOT_FOUND, also for another user's.
 */
export const ReadReplyEntries = busRequest('ask.chat.reply-entries', {
  request: Type.Object({
    reply_id: Uuid,
    user_id: Uuid,
    after: Type.Object({ attempt: Type.Integer(), position: Type.Integer() }),
  }),
  result: Type.Object({
    version: Type.Integer(),
    attempt: Type.Integer(),
    ended: Type.Boolean(),
    /** Replies before it, of one that is queued. */
    ahead: Nullable(Type.Integer()),
    entries: Type.Array(ReplyEntry),
    /** There is more, and it can be had at once. */
    more: Type.Boolean(),
  }),
  deadlineMs: 5_000,
})

/** Stops a reply and keeps its partial text; one that has ended is not changed. Raises REPLY_NOT_FOUND. */
export const StopReply = busRequest('ask.chat.stop-reply', {
  request: Type.Object({ reply_id: Uuid, user_id: Uuid }),
  result: Type.Object({ status: ReplyStatus }),
  deadlineMs: 5_000,
})

/** Rates an answer, as POST /api/messages/:id/feedback does. Raises MESSAGE_NOT_FOUND. */
export const GiveFeedback = busRequest('ask.chat.give-feedback', {
  request: Type.Object({
    message_id: Uuid,
    user_id: Uuid,
    type: Type.Enum(['like', 'dislike']),
    comment: Nullable(Type.String({ maxLength: 4_000 })),
  }),
  result: Type.Object({ message_id: Uuid }),
  deadlineMs: 5_000,
})
