import type { Deps } from '../deps.ts'

/** Younger objects may belong to rows that were not there when the list of rows was read. */
const youngMs = 3_600_000
const batchMax = 500

export interface Compared {
  /** Objects that no row names, and that are removed now. */
  orphans: string[]
  /** Objects that rows name and that the store does not have: told, and left to a person with a backup. */
  missing: string[]
}

/** Compares rows and objects both ways. Only what no row names is removed: a row without its object is told. */
export async function compareObjects({
  db,
  store,
  now,
  log,
}: Pick<Deps, 'db' | 'store' | 'now' | 'log'>): Promise<Compared> {
  const old = now().getTime() - youngMs
  const stored = new Map<string, Date>()
  const startedAt = now()
  for await (const { name, at } of store.list('file/')) stored.set(name, at)
  const named = new Set<string>()
  const compared: Compared = { orphans: [], missing: [] }
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('file_objects')
      .innerJoin('files', 'files.id', 'file_objects.file_id')
      .select(['object', 'status', 'removed_at', 'ended_at'])
      .where('object', '>', after)
      .orderBy('object')
      .limit(batchMax)
      .execute()
    for (const { object, status, removed_at, ended_at } of rows) {
      after = object
      named.add(object)
      const complete = status === 'ready' && removed_at === null && ended_at !== null && ended_at < startedAt
      if (complete && !stored.has(object)) compared.missing.push(object)
    }
    if (rows.length < batchMax) break
  }
  for (const [name, at] of stored)
    if (!named.has(name) && at.getTime() < old) {
      await store.remove(name)
      compared.orphans.push(name)
    }
  if (compared.missing.length > 0)
    log.error({ objects: compared.missing.slice(0, 20) }, 'objects of files are missing in the store')
  if (compared.orphans.length > 0)
    log.warn({ count: compared.orphans.length }, 'objects that no file names were removed')
  return compared
}
