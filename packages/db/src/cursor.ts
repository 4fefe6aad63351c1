import { isInstant } from '@lingzhi/contracts/instants'
import { problem } from '@lingzhi/contracts/problem'
import type { Static, TSchema } from 'typebox'
import { Format } from 'typebox/format'
import { Value } from 'typebox/value'

// A position is compared by PostgreSQL, which must be able to read it.
const isDateTime = Format.Get('date-time')
Format.Set('date-time', (text) => isDateTime?.(text) !== false && isInstant(text))

export const BadCursor = problem('BAD_CURSOR', 400, {
  zh: '游标无效，请使用列表返回的游标',
  en: 'The cursor is not valid: use one that this list returned.',
  check: 'That `cursor` is the `next_cursor` of the same list, unchanged.',
})

/** The position after a row, opaque to callers: the values of the keyset's columns. */
export const encodeCursor = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url')

/** Reads a position back; raises BAD_CURSOR when it is not of the given shape. */
export function decodeCursor<T extends TSchema>(
  schema: T,
  cursor: string | undefined,
): Static<T> | undefined {
  if (cursor === undefined) return undefined
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Value.Check(schema, position)) return position as Static<T>
  } catch {}
  throw BadCursor()
}

/** Cuts a result of up to `limit + 1` rows to one page, with the cursor of the next when there is one. */
export function toPage<Row>(rows: Row[], limit: number, position: (row: Row) => unknown) {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    page,
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor(position(last)) : null,
  }
}
