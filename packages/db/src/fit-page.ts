/** No page is longer, but for a single row that is: writing out much more would hold the process. */
const pageMaxBytes = 1_000_000

/**
 * The rows of a page, of up to `limit + 1` with what their texts take: as many as are written out in some milliseconds, and at least one;
 * and whether others follow it.
 */
export function fitPage(
  rows: readonly { id: string; bytes: number }[],
  limit: number,
): { ids: string[]; more: boolean } {
  let bytes = 0
  let count = 0
  for (const row of rows.slice(0, limit)) {
    bytes += Number(row.bytes)
    if (count > 0 && bytes > pageMaxBytes) break
    count += 1
  }
  return { ids: rows.slice(0, count).map(({ id }) => id), more: count < rows.length }
}
