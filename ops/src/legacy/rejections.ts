/** A row, or a part of one, that does not come in as it stands. */
export interface Rejected {
  table: string
  /** What it is called in the dump, as far as that can be read. */
  id?: string | undefined
  /** In the text of a dump; in an SQLite database the number of the row. */
  line?: number | undefined
  code: string
  text: string
}

/** Told one by one up to here, and counted beyond. */
const toldMax = 1_000

/** Keeps what is left out: how often for which reason, and the first of them with their places. */
export function collectRejections() {
  const told: Rejected[] = []
  const counts: Record<string, number> = {}
  return {
    add(row: Rejected) {
      counts[row.code] = (counts[row.code] ?? 0) + 1
      if (told.length < toldMax) told.push(row)
    },
    told,
    counts,
  }
}
