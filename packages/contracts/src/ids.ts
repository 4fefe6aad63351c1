import { Type } from 'typebox'
import { v7 } from 'uuid'

/** A new UUIDv7 (RFC 9562): unique without coordination, and ordered by time of creation. */
export const newId = (): string => v7()

/** The same for something of the past: ids of one millisecond sort by `order`, from 0 to 2³² − 1. */
export const idAt = (unixMs: number, order: number): string => v7({ msecs: Math.max(0, unixMs), seq: order })

export const Uuid = Type.String({ format: 'uuid' })

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a text is an identifier at all. One that is not is as unknown as an unused one, and needs no query. */
export const isId = (text: string): boolean => uuidPattern.test(text)

/** A path with an identifier in it; any text, because an unknown one is 404 however it is spelt. */
export const IdParams = Type.Object({ id: Type.String() })

/** Ordered and fixed in width, so identifiers sort as text as they do as values. */
export const instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC.' })
