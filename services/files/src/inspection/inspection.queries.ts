import { sql } from 'kysely'
import type { Db, FilesTable, StoredFile } from '../database.ts'

/**
 * Takes for a run the file whose turn it is, of those that wait or whose worker has been silent for longer than the bound; undefined when
 * there is none. People take turns, however many files one has sent: first whoever has the fewest looked at just now, then whose were
 * looked at longest ago. From here on the former worker can store nothing.
 */
export async function claimNext(db: Db, run: string, silenceMaxMs: number): Promise<StoredFile | undefined> {
  const isHeld = sql`seen_at >= now() - ${`${silenceMaxMs} milliseconds`}::interval`
  const { rows } = await sql<{ id: string }>`
    with processing as (
      select id, user_id, created_at, coalesce(${isHeld}, false) as held from files
      where status = 'processing' and removed_at is null),
    turns as (
      select user_id, count(*) filter (where held) as held,
        (select max(seen_at) from files where user_id = processing.user_id and removed_at is null) as last_at
      from processing group by user_id having bool_or(not held))
    select files.id from files join processing on processing.id = files.id join turns on turns.user_id = files.user_id
    where not processing.held and files.status = 'processing' and files.removed_at is null
      and coalesce(not (files.${isHeld}), true)
    order by turns.held, last_at nulls first, processing.created_at limit 1 for update of files skip locked`.execute(
    db,
  )
  const [next] = rows
  return (
    next &&
    db
      .updateTable('files')
      .set({ run, seen_at: sql<Date>`now()`, attempts: sql<number>`attempts + 1` })
      .where('id', '=', next.id)
      .returningAll()
      .executeTakeFirst()
  )
}

const held = (db: Db, id: string, run: string) =>
  db
    .updateTable('files')
    .where('id', '=', id)
    .where('run', '=', run)
    .where('status', '=', 'processing')
    .where('removed_at', 'is', null)

/** Renews the worker's hold on the file; false when it is no longer this run's. */
export async function touchFile(db: Db, id: string, run: string): Promise<boolean> {
  const { numUpdatedRows } = await held(db, id, run).set({ seen_at: sql<Date>`now()` }).executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Releases a file, for any worker to take at once. */
export async function releaseRun(db: Db, id: string, run: string): Promise<void> {
  await held(db, id, run).set({ seen_at: null }).execute()
}

type End = Partial<Pick<FilesTable, 'width' | 'height' | 'pages' | 'reason' | 'reserved'>> & {
  status: 'ready' | 'rejected'
  ended_at: Date
  media_type?: string
  scan?: 'clean' | 'infected' | 'unscanned'
}

/** Ends a file that this run holds; undefined when it no longer holds it. */
export function endFile(trx: Db, id: string, run: string, end: End): Promise<StoredFile | undefined> {
  return held(trx, id, run).set(end).returningAll().executeTakeFirst()
}

/** Files that wait without a worker: their queue item was lost, or never arrived. */
export async function forgotten(db: Db, max: number): Promise<string[]> {
  const rows = await db
    .selectFrom('files')
    .select('id')
    .where('status', '=', 'processing')
    .where('removed_at', 'is', null)
    .where(
      sql<boolean>`created_at < now() - interval '15 seconds'
        and (seen_at is null or seen_at < now() - interval '15 seconds')`,
    )
    .orderBy('created_at')
    .limit(max)
    .execute()
  return rows.map(({ id }) => id)
}

/** Files that wait to be looked at, or are. */
export async function countProcessing(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('files')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('status', '=', 'processing')
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}
