import { Type } from 'typebox'
import { busRequest } from './bus-request.ts'
import { fact } from './fact.ts'
import { Uuid } from './ids.ts'

/** The most characters of a completion's schema, as JSON. */
export const schemaCharsMax = 32_768

const Status = Type.Enum(['queued', 'running', 'completed', 'failed'])

/**
 * Has a model make one JSON object, valid under a schema, as durably as a reply: stored before it is begun, taken over when its
 * process dies, and never a default value. The id is the asker's: the same id again is the same completion. One whose files are
 * gone, or that no model can see, ends as failed.
 */
export const BeginCompletion = busRequest('ask.chat.complete', {
  request: Type.Object({
    id: Uuid,
    /** Whose usage it is, and whose budget; null: the deployment's own. */
    user_id: Type.Union([Uuid, Type.Null()]),
    /** What for, such as `learning.grade`: usage is told by it. */
    purpose: Type.String({ pattern: '^[a-z]+(\\.[a-z-]+)?$', maxLength: 64 }),
    schema_name: Type.String({ pattern: '^[a-zA-Z0-9_-]{1,64}$' }),
    /** JSON Schema of an object. Members that it does not allow must be refused by it. */
    schema: Type.Record(Type.String(), Type.Unknown()),
    /** In the form of OpenAI's API, the system message first. */
    messages: Type.Array(
      Type.Object({ role: Type.Enum(['system', 'user', 'assistant']), content: Type.String() }),
      { minItems: 1, maxItems: 20 },
    ),
    /** Files of the user's, shown with the last message: pictures to a model that takes them, text as text. */
    file_ids: Type.Optional(Type.Array(Uuid, { minItems: 1, maxItems: 9 })),
    seed: Type.Optional(Type.Integer()),
    /** Those that a person waits for come first. */
    priority: Type.Enum(['person', 'batch']),
  }),
  result: Type.Object({ id: Uuid, status: Status }),
  deadlineMs: 5_000,
})

/** What became of a completion. Raises COMPLETION_NOT_FOUND, also for another user's, and once its body was removed. */
export const ReadCompletion = busRequest('ask.chat.completion', {
  request: Type.Object({ id: Uuid, user_id: Type.Union([Uuid, Type.Null()]) }),
  result: Type.Object({
    status: Status,
    /** The object, of a completed one. */
    value: Type.Optional(Type.Unknown()),
    /** Why a failed one has none; as problems travel between services. */
    problem: Type.Optional(Type.Unknown()),
    usage: Type.Optional(Type.Unknown()),
    model: Type.Union([Type.String(), Type.Null()]),
    /** Calls to the model, repairs included. */
    tries: Type.Integer(),
  }),
  deadlineMs: 5_000,
})

/** A completion has ended, one way or the other. No text of it travels. */
export const CompletionEnded = fact(
  'chat.completion.ended',
  Type.Object({ id: Uuid, purpose: Type.String(), status: Type.Enum(['completed', 'failed']) }),
)
