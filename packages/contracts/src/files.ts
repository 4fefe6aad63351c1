import { Type } from 'typebox'
import { busRequest } from './bus-request.ts'
import { fact } from './fact.ts'
import { Uuid } from './ids.ts'
import { Nullable } from './shapes.ts'

/** uploading: its bytes are on their way. processing: they are being looked at. Only a ready one can be read. */
export const FileStatus = Type.Enum(['uploading', 'processing', 'ready', 'rejected'])

/** What other services learn of a file. */
const DescribedFile = Type.Object({
  id: Uuid,
  name: Type.String(),
  /** As its content says, and empty until that is known. */
  media_type: Type.String(),
  bytes: Type.Integer(),
  /** Of a picture, upright, in pixels. */
  width: Nullable(Type.Integer()),
  height: Nullable(Type.Integer()),
  /** Of a PDF. */
  pages: Nullable(Type.Integer()),
  /** Whether `ask.files.read` has text of it. */
  has_text: Type.Boolean(),
  status: FileStatus,
})

/**
 * What these files are, in the order of the ids. Raises FILE_NOT_FOUND when one of them is unknown or another user's, so
 * that nobody learns which. With `reference` they are kept for as long as that is there.
 */
export const DescribeFiles = busRequest('ask.files.describe', {
  request: Type.Object({
    user_id: Uuid,
    file_ids: Type.Array(Uuid, { minItems: 1, maxItems: 100 }),
    /** What is about to use them; recorded before the answer, the same one again changes nothing. */
    reference: Type.Optional(
      Type.Object({ kind: Type.Enum(['conversation', 'learning', 'skill']), id: Uuid }),
    ),
  }),
  result: Type.Object({ files: Type.Array(DescribedFile) }),
  deadlineMs: 5_000,
})

/**
 * The bytes of a file, before the result (bus/request-bytes): the original, a JPEG for models whose longest side is
 * 1,568 pixels, or its text in UTF-8, of a PDF with a form feed between pages. `page` (from 1) asks for one page of the
 * text; a scanned PDF has no text, and its first five pages are pictures. Raises FILE_NOT_FOUND, also for another user's; FILE_NOT_READY; VARIANT_NOT_FOUND when this file has none.
 */
export const ReadFile = busRequest('ask.files.read', {
  request: Type.Object({
    user_id: Uuid,
    file_id: Uuid,
    variant: Type.Enum(['original', 'model-image', 'text']),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  }),
  result: Type.Object({ media_type: Type.String(), bytes: Type.Integer() }),
  deadlineMs: 15_000,
})

const handedIn = busRequest('ask.learning.handed-in.*', {
  request: Type.Object({}),
  result: Type.Object({}),
  deadlineMs: 15_000,
})

/**
 * The bytes of a file that came within a form of learning's, from the very process that has them: each serves a subject of its own,
 * `of`. Bytes before the result, as in bus/request-bytes.
 */
export const HandedInBytes = Object.assign(handedIn, {
  of: (id: string): typeof handedIn => ({ ...handedIn, subject: `ask.learning.handed-in.${id}` }),
})

/**
 * Stores a file for a user, whose bytes files fetches itself (HandedInBytes), as an upload is stored. What is new is kept for as long as
 * the reference is there; a file that the user has already is that one, and is not referred to. Raises what an upload does.
 */
export const StoreFile = busRequest('ask.files.store', {
  request: Type.Object({
    user_id: Uuid,
    name: Type.String(),
    handed_in: Uuid,
    reference: Type.Object({ kind: Type.Literal('learning'), id: Uuid }),
  }),
  result: Type.Object({ file_id: Uuid }),
  deadlineMs: 45_000,
})

/** A file was looked at and can be used. No text and no name of it travels. */
export const FileReady = fact(
  'files.file.ready',
  Type.Object({ file_id: Uuid, user_id: Uuid, media_type: Type.String() }),
)

/** A file was refused when it was looked at; `reason` is the code of a problem, such as UNSUPPORTED_FILE. */
export const FileRejected = fact(
  'files.file.rejected',
  Type.Object({ file_id: Uuid, user_id: Uuid, reason: Type.String() }),
)

/** A file and everything made of it are gone: by its owner's hand, with its last reference, or with the account. */
export const FileRemoved = fact(
  'files.file.removed',
  Type.Object({
    file_id: Uuid,
    user_id: Uuid,
    reason: Type.Enum(['deleted', 'unreferenced', 'account']),
  }),
)
