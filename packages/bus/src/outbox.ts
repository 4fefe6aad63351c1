import type { Fact, FactEnvelope } from '@lingzhi/contracts/fact'
import { newId } from '@lingzhi/contracts/ids'
import { counter, watchedGauge } from '@lingzhi/metrics/instruments'
import { delay } from '@lingzhi/runtime/delay'
import { currentTrace } from '@lingzhi/runtime/trace'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Static, TSchema } from 'typebox'
import type { Bus } from './open-bus.ts'
import { sending } from './send-traced.ts'

const relayed = counter('lingzhi_outbox_relayed_total', 'Facts the stream has acknowledged.')
const waiting = watchedGauge(
  'lingzhi_outbox_wait_seconds',
  'How long the oldest fact this relay could not pass on has waited; 0 when none waits.',
)

interface OutboxDatabase {
  outbox: {
    id: string
    subject: string
    at: Date
    correlation_id: string | null
    data: unknown
    traceparent: string | null
  }
}

/** The outbox table, for a service's first migration. Its shape is shared: change it by a new function only. */
export async function createOutboxTable<DB>(db: Kysely<DB>): Promise<void> {
  await sql`create table outbox (
    id uuid primary key, subject text not null, at timestamptz not null,
    correlation_id text, data jsonb not null)`.execute(db)
}

/** Adds the trace that caused a fact, for the migration after the one that made the table. */
export async function addOutboxTrace<DB>(db: Kysely<DB>): Promise<void> {
  await sql`alter table outbox add column traceparent text`.execute(db)
}

/**
 * Records a fact in the caller's transaction, so that state and fact commit together or not at all.
 * Call `relay.wake()` after the commit for it to leave at once. It carries the trace it is recorded in.
 */
export async function recordFact<DB, T extends TSchema>(
  trx: Kysely<DB>,
  { subject }: Fact<T>,
  data: Static<T>,
  correlationId: string | null = null,
): Promise<void> {
  await (trx as unknown as Kysely<OutboxDatabase>)
    .insertInto('outbox')
    .values({
      id: newId(),
      subject,
      at: new Date(),
      correlation_id: correlationId,
      data: JSON.stringify(data),
      traceparent: currentTrace() ?? null,
    })
    .execute()
}

export interface OutboxRelay {
  /** Relay now instead of at the next poll. */
  wake: () => void
  /** Stops after the batch under way. */
  close: () => Promise<void>
}

const batchMax = 100
const pollMs = 1_000
/** Shortest time between two batches that are not full: facts gather under load, and a single one leaves at once. */
const gatherMs = 20

/**
 * Moves facts from the outbox to JetStream, at least once, from every replica at once (rows are claimed by
 * SKIP LOCKED). A fact leaves the table only after the stream has acknowledged it; while NATS is away
 * facts wait, and nothing else does.
 */
export function relayOutbox<DB>(bus: Bus, database: Kysely<DB>): OutboxRelay {
  const db = database as unknown as Kysely<OutboxDatabase>
  const stop = new AbortController()
  let woken = new AbortController()
  let oldest: Date | undefined
  const forget = waiting.watch(() => [[{}, oldest ? (Date.now() - oldest.getTime()) / 1_000 : 0]])

  const relayBatch = () =>
    db.transaction().execute(async (trx) => {
      const { rows } = await sql<OutboxDatabase['outbox']>`delete from outbox where id = any(array(
        select id from outbox order by id limit ${batchMax} for update skip locked)) returning *`.execute(trx)
      // The facts are gone only when this transaction commits, after the stream has them.
      rows.sort((a, b) => (a.id < b.id ? -1 : 1))
      oldest = rows[0]?.at
      await Promise.all(
        rows.map(({ traceparent, ...row }) => {
          const envelope: FactEnvelope<unknown> = { ...row, at: row.at.toISOString() }
          return sending(
            'producer',
            row.subject,
            (trace) =>
              bus.js.publish(bus.subject(row.subject), JSON.stringify(envelope), { msgID: row.id, ...trace }),
            traceparent ?? undefined,
          )
        }),
      )
      return rows.length
    })

  const loop = async () => {
    while (!stop.signal.aborted) {
      woken = new AbortController()
      try {
        const moved = await relayBatch()
        oldest = undefined
        relayed.inc(moved)
        if (moved === batchMax) continue
        if (moved > 0) await delay(gatherMs, stop.signal)
      } catch (err) {
        if (!stop.signal.aborted) bus.log.warn({ err }, 'outbox: relaying failed, facts wait')
      }
      await delay(pollMs, AbortSignal.any([stop.signal, woken.signal]))
    }
  }
  const running = loop()
  return {
    wake: () => {
      // Once is enough: each abort creates an error as its reason.
      if (!woken.signal.aborted) woken.abort()
    },
    close: () => {
      stop.abort()
      forget()
      return running
    },
  }
}
