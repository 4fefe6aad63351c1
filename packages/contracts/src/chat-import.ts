import { Type } from 'typebox'
import { busRequest } from './bus-request.ts'
import { instant, Uuid } from './ids.ts'

/** Which batch of which import, read by which run of it. */
const batchOf = { job_id: Uuid, run: Uuid, seq: Type.Integer({ minimum: 0 }) }

const lines = busRequest('ask.export.import-lines.*', {
  request: Type.Object(batchOf),
  result: Type.Object({ lines: Type.Integer() }),
  deadlineMs: 15_000,
})

/**
 * The lines of a batch, from the very process that read them out of the file: it alone has them, so each run of an import
 * serves a subject of its own, `ofRun`. Bytes before the result, as in bus/request-bytes.
 */
export const ImportLines = Object.assign(lines, {
  ofRun: (run: string): typeof lines => ({ ...lines, subject: `ask.export.import-lines.${run}` }),
})

/** What became of some conversations or messages. */
const Outcomes = Type.Object({
  new: Type.Integer(),
  existing: Type.Integer(),
  changed: Type.Integer(),
})

/**
 * Stores a batch of an import, or with `dry_run` only says what storing it would do. All of a batch or nothing; once stored,
 * the same batch again only repeats its result, whoever sends it. Chat fetches the lines itself (ImportLines), so that it
 * takes them when it has time for them. Raises IMPORT_OWNER_GONE for an account that was deleted.
 */
export const ImportBatch = busRequest('ask.chat.import-batch', {
  request: Type.Object({
    ...batchOf,
    /** Whose conversations they become. */
    user_id: Uuid,
    dry_run: Type.Boolean(),
  }),
  result: Type.Object({
    /** Of each conversation of the batch, in order: n new, e already there, c changed. */
    conversations: Type.String({ pattern: '^[nec]*$' }),
    messages: Outcomes,
    /** Agents by names that no agent here has: the default agent took their place. */
    unknown_agents: Type.Array(Type.String(), { maxItems: 20 }),
  }),
  deadlineMs: 50_000,
})

const Name = Type.Union([Type.String(), Type.Null()])

/** A conversation in a batch; its messages follow. */
export const ImportedConversation = Type.Object({
  type: Type.Literal('conversation'),
  /** Who it is, wherever it comes from: its own id, or a digest of its origin and what it is called there. */
  key: Uuid,
  /** Place in the file: orders those of one instant. */
  ordinal: Type.Integer({ minimum: 0 }),
  /** Some of it was in the batch before. */
  continued: Type.Boolean(),
  /** Of the messages before, the latest instant: ids of those that follow are not made from an earlier one. Unix, milliseconds. */
  after_ms: Type.Integer({ minimum: 0 }),
  /** Empty: named after its first question. */
  title: Type.String(),
  agent_id: Type.Union([Type.Integer(), Type.Null()]),
  agent_name: Name,
  created_at: instant,
  last_active: instant,
  pinned: Type.Boolean(),
  archived: Type.Boolean(),
})

/** A message in a batch. One that another follows comes before that, in this batch or one before. */
export const ImportedMessage = Type.Object({
  type: Type.Literal('message'),
  key: Uuid,
  parent: Type.Union([Uuid, Type.Null()]),
  ordinal: Type.Integer({ minimum: 0 }),
  role: Type.Enum(['user', 'assistant']),
  status: Type.Enum(['complete', 'stopped']),
  content: Type.String(),
  reasoning: Type.Optional(Type.String()),
  /** To the microsecond. */
  created_at: instant,
  /** On the path that a reader sees. */
  active: Type.Boolean(),
  /** Of an answer; left out when nothing is known of who gave it. */
  answer: Type.Optional(
    Type.Object({
      agent_id: Type.Union([Type.Integer(), Type.Null()]),
      agent_name: Name,
      model: Name,
      finish_reason: Name,
      usage: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
    }),
  ),
  feedback: Type.Optional(
    Type.Object({
      type: Type.Enum(['like', 'dislike', 'correct']),
      comment: Name,
      created_at: instant,
    }),
  ),
})
