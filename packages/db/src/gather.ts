import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { currentTrace, inTrace } from '@lingzhi/runtime/trace'
import { inSpan, isTraced } from '@lingzhi/tracing/span'
import type { Kysely } from 'kysely'
import { retrying } from './retry.ts'

export interface GatherOptions<Item> {
  /** Batches under way at once: more than one, if a row that somebody holds locked must not hold up all others. */
  batchesMax?: number
  /** Items with the same key never share a batch; they are done in their order. */
  keyOf?: (item: Item) => string
}

const itemsMax = 64
const waitingMax = 1_000
const waitMaxMs = 5_000

interface Waiting<Item, Result> {
  item: Item
  since: number
  trace: string | undefined
  resolve: (result: Result) => void
  reject: (reason: unknown) => void
}

/**
 * Statements of one kind, those that arrive while one is under way together in the next: a lone one leaves at once, and
 * the busier it is, the less each costs. `work` does a whole batch in one statement or transaction, and returns a result
 * for each item, in their order; it may be done again after an error (see retrying). An item that the database refuses
 * does not affect the others. Raises SERVICE_UNAVAILABLE when too many wait, or one has waited too long.
 */
export function gather<Item, Result>(
  db: object,
  work: (batch: Item[]) => Promise<readonly Result[]>,
  { batchesMax = 1, keyOf }: GatherOptions<Item> = {},
): (item: Item) => Promise<Result> {
  const waiting = new Set<Waiting<Item, Result>>()
  let batches = 0

  /** Oldest first. */
  const takeBatch = (): Waiting<Item, Result>[] => {
    const batch: Waiting<Item, Result>[] = []
    const keys = new Set<string>()
    for (const one of waiting) {
      const key = keyOf?.(one.item)
      if (key !== undefined && keys.has(key)) continue
      waiting.delete(one)
      if (performance.now() - one.since > waitMaxMs) {
        one.reject(ServiceUnavailable({ retryAfterS: 1 }))
        continue
      }
      if (key !== undefined) keys.add(key)
      batch.push(one)
      if (batch.length === itemsMax) break
    }
    return batch
  }

  const run = async (batch: Waiting<Item, Result>[]): Promise<void> => {
    try {
      const items = batch.map(({ item }) => item)
      const results = await retrying(db, () => work(items))
      for (const [n, { resolve }] of batch.entries()) resolve(results[n] as Result)
    } catch (err) {
      // One refused row rolls the whole batch back: each is tried on its own then.
      if (batch.length > 1 && isRefusal(err)) for (const one of batch) await run([one])
      else for (const { reject } of batch) reject(err)
    }
  }

  /** Its statements belong to one trace, its first item's; those of the others show how long they waited. */
  const runInTrace = (batch: Waiting<Item, Result>[]): Promise<void> => {
    const { trace } = batch[0]!
    return trace === undefined ? run(batch) : inTrace(trace, () => run(batch))
  }

  const runAll = async () => {
    batches++
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) await runInTrace(batch)
    batches--
  }

  const enter = (item: Item) =>
    new Promise<Result>((resolve, reject) => {
      if (waiting.size >= waitingMax) return reject(ServiceUnavailable({ retryAfterS: 1 }))
      waiting.add({ item, since: performance.now(), trace: currentTrace(), resolve, reject })
      if (batches < batchesMax) void runAll()
    })
  return (item) => (isTraced() ? inSpan('internal', 'shared statement', {}, () => enter(item)) : enter(item))
}

/**
 * The same for each database, as a query function that is called with one item. In a transaction items are not gathered:
 * its end is not theirs.
 */
export function gathered<DB, Item, Result>(
  work: (db: Kysely<DB>, batch: Item[]) => Promise<readonly Result[]>,
  options: GatherOptions<Item> = {},
): (db: Kysely<DB>, item: Item) => Promise<Result> {
  const queues = new WeakMap<object, (item: Item) => Promise<Result>>()
  return async (db, item) => {
    if (db.isTransaction) return (await work(db, [item]))[0] as Result
    let queue = queues.get(db)
    if (!queue) {
      queue = gather(db, (batch: Item[]) => work(db, batch), options)
      queues.set(db, queue)
    }
    return queue(item)
  }
}

/** Whether the database found fault with what it was given (a value, a constraint, its size, a trigger), not with itself. */
function isRefusal(err: unknown): boolean {
  const { code } = (err ?? {}) as { code?: unknown }
  return typeof code === 'string' && /^(22|23|54|P0)...$/.test(code)
}
