import type { Deps } from '../deps.ts'
import { deleteParts, objectsOf } from './parts.queries.ts'

/** Removes what is stored of a job's file. Idempotent; the rows go last, so that an interrupted one is repeated. */
export async function removeFile({ db, store }: Pick<Deps, 'db' | 'store'>, jobId: string): Promise<void> {
  for (const { object } of await objectsOf(db, jobId)) await store.remove(object)
  await deleteParts(db, jobId)
}
