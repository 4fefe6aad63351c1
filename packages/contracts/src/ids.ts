import { Type } from 'typebox'
import { v7 } from 'uuid'

/** A new UUIDv7 (RFC 9562): unique without coordination, and ordered by time of creation. */
export const newId = (): string => v7()

export const Uuid = Type.String({ format: 'uuid' })

/** Ordered and fixed in width, so identifiers sort as text as they do as values. */
export const instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC.' })
