import type { SearchQuery } from '@lingzhi/search-terms/search-terms'
import { ownerTerm } from '@lingzhi/search-terms/search-terms'
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'

/** Rows with terms: what they are ordered by, newest last, is their id's name. */
const idOf = { mistakes: 'id', questions: 'id', answers: 'question_id' } as const
type Table = keyof typeof idOf

/** Of terms, as they are stored, that one search unpacks: milliseconds of the database for each megabyte, whoever waits meanwhile. */
const unpackedMaxBytes = 4_000_000

/** The newest of a user's rows for which a condition holds, as many as may be unpacked; it must not unpack them itself. */
export function newestOf(
  table: Table,
  userId: string,
  condition: RawBuilder<boolean>,
  bytesMax = unpackedMaxBytes,
): RawBuilder<unknown> {
  const id = sql.ref(idOf[table])
  return sql`(select ${id} from (
      select ${id}, sum(pg_column_size(terms)) over (order by ${id} desc) as bytes
      from ${sql.table(table)} where user_id = ${userId} and ${condition}) newest
    where bytes <= ${bytesMax})`
}

/** Whether the index finds words in a user's rows. */
export const indexHas = (userId: string, words: string): RawBuilder<boolean> =>
  sql<boolean>`terms @@ ${`'${ownerTerm(userId)}' & (${words})`}::tsquery`

/**
 * Whether a user's rows have words, at a cost by their own alone: the index meets short prefixes in everybody's, so it is asked for the
 * others only, and short ones are looked for in the newest rows; `||` keeps the index from them.
 */
export function hasWords(table: Table, userId: string, { all, indexed }: SearchQuery): RawBuilder<boolean> {
  if (indexed === all) return indexHas(userId, all)
  const condition = indexed === null ? sql<boolean>`true` : indexHas(userId, indexed)
  return sql<boolean>`(${sql.ref(idOf[table])} in ${newestOf(table, userId, condition)}
    and (terms || ''::tsvector) @@ ${all}::tsquery)`
}
