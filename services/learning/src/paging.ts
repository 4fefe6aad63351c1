import { pageQuery } from '@lingzhi/contracts/reply-shapes'
import { Type } from 'typebox'

/** How lists of the platform before were asked for, beside `limit` and `cursor`. */
export const pagedQuery = {
  ...pageQuery,
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
}

/** What a list adds for those who ask by page. */
export const pageMembers = {
  total: Type.Optional(Type.Integer()),
  page: Type.Optional(Type.Integer()),
  size: Type.Optional(Type.Integer()),
  pages: Type.Optional(Type.Integer()),
}

/** How many rows from where a query asks for. */
export function spanOf({ limit, page, size }: { limit: number; page?: number; size?: number }) {
  const most = size ?? limit
  return { limit: most, offset: page === undefined ? 0 : (page - 1) * most, byPage: page !== undefined }
}

/** The members of a page, of a list that was asked for by page. */
export async function countedPage(
  { page, limit }: { page?: number | undefined; limit: number },
  count: () => Promise<number>,
) {
  if (page === undefined) return {}
  const total = await count()
  return { total, page, size: limit, pages: Math.ceil(total / limit) }
}

/** Each may have a hundred thousand bytes. */
const atOnce = 10

/**
 * The rows of a page by their ids, some at a time: a page of long texts is many megabytes, which a slow reader would hold whole. What
 * is gone in the meantime is left out.
 */
export async function* fewAtOnce<Row extends { id: string }>(
  ids: readonly string[],
  read: (ids: readonly string[]) => Promise<Row[]>,
): AsyncGenerator<Row> {
  for (let at = 0; at < ids.length; at += atOnce) {
    const next = ids.slice(at, at + atOnce)
    const found = new Map((await read(next)).map((row) => [row.id, row]))
    for (const id of next) {
      const row = found.get(id)
      if (row) yield row
    }
  }
}
