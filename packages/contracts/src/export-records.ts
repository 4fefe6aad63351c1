import { Type } from 'typebox'
import { busRequest } from './bus-request.ts'
import { instant, Uuid } from './ids.ts'
import { Nullable } from './shapes.ts'

/** What an export may hold, in the order in which a file holds it. */
export const exportKinds = ['conversations', 'preferences', 'learning'] as const
export type ExportKind = (typeof exportKinds)[number]

/**
 * A page of a person's records as finished NDJSON, of a service that owns some: each line is an object that begins with its
 * `type` (services/export/FORMAT.md describes them). A page is a pure function of the stored data and the request. The bytes
 * travel before the result (bus/request-bytes).
 */
const recordsOf = (subject: string) =>
  busRequest(subject, {
    request: Type.Object({
      user_id: Uuid,
      /** Only what was created before this instant: what a long export reads does not grow under it. */
      as_of: Type.Optional(instant),
      cursor: Type.Optional(Type.String({ maxLength: 512 })),
      records_max: Type.Integer({ minimum: 1, maximum: 5_000 }),
      /** A page ends with the record that reaches this size, so one larger than it still travels. */
      bytes_max: Type.Integer({ minimum: 1_024, maximum: 4_194_304 }),
    }),
    result: Type.Object({
      /** How many of each type are in this page. */
      records: Type.Record(Type.String(), Type.Integer()),
      next_cursor: Nullable(Type.String()),
    }),
    deadlineMs: 15_000,
  })

/** Chat's: rules, scenarios and skills of one's own, and preferences with their evidence. */
export const PreferenceRecords = recordsOf('ask.chat.export-preferences')

/** Learning's: everything that the tutor keeps of a learner. */
export const LearningRecords = recordsOf('ask.learning.export-lines')
