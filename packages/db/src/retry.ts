import { setTimeout as pause } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'

// https://www.postgresql.org/docs/current/errcodes-appendix.html: the server says "rolled back, try again",
// or refused the connection before anything was sent.
const rolledBack = new Set(['40001', '40P01', '55P03'])
const notStarted = new Set(['57P03', '53300', 'ECONNREFUSED'])

const isTransient = (err: unknown): boolean => {
  const code = (err as { code?: unknown } | null)?.code
  return typeof code === 'string' && (rolledBack.has(code) || notStarted.has(code))
}

const retriesOf = new WeakMap<object, number>()
const defaultRetriesMax = 3

/** Sets how often work on this database is tried again; openDb does, from the settings. */
export const setRetries = (db: object, retriesMax: number): void => void retriesOf.set(db, retriesMax)

/**
 * Does a single statement or a whole transaction, again on errors after which it certainly did not commit:
 * serialization failure, deadlock, a server that is starting or full. A connection lost in the middle is not
 * retried, because the commit may have happened.
 */
export async function retrying<T>(db: object, work: () => Promise<T>): Promise<T> {
  const retriesMax = retriesOf.get(db) ?? defaultRetriesMax
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (err) {
      if (attempt >= retriesMax || !isTransient(err)) throw err
      // Keeps the process alive: a one-shot command must not end between two tries.
      await pause(Math.random() * 100 * 2 ** attempt)
    }
  }
}

/** Runs a transaction, with the retries above. */
export const transact = <DB, T>(db: Kysely<DB>, work: (trx: Transaction<DB>) => Promise<T>): Promise<T> =>
  retrying(db, () => db.transaction().execute(work))
