import type { TSchema } from 'typebox'
import { Type } from 'typebox'

/** Success as the public contract has it: `{"success":true,"message"?,"data"}`. */
export const success = <T extends TSchema>(data: T) =>
  Type.Object({ success: Type.Literal(true), message: Type.Optional(Type.String()), data })

/** Success with nothing to return. */
export const Done = Type.Object({ success: Type.Literal(true), message: Type.Optional(Type.String()) })

/** Query of every list: page size and the opaque position the previous page returned. */
export const pageQuery = {
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
}

export const NextCursor = Type.Union([Type.String(), Type.Null()])
