import { DiscardPolicy, RetentionPolicy } from '@nats-io/jetstream'
import type { Consumption } from './consume.ts'
import { consume } from './consume.ts'
import { ensureStream } from './ensure-streams.ts'
import type { Bus } from './open-bus.ts'
import { sending } from './send-traced.ts'

/** A queue of work items, each done by one replica at a time under a lease. */
export interface WorkQueue {
  /** Also the stream's name; items travel on `work.<name>`. */
  readonly name: string
  readonly leaseMs: number
  readonly attemptsMax: number
  /** Most items that may wait; the server refuses more. */
  readonly itemsMax: number
}

export async function ensureWorkQueue(
  bus: Bus,
  { name, itemsMax }: Pick<WorkQueue, 'name' | 'itemsMax'>,
): Promise<void> {
  await ensureStream(bus, {
    name: bus.resource(`work-${name}`),
    subjects: [bus.subject(`work.${name}`)],
    retention: RetentionPolicy.Workqueue,
    discard: DiscardPolicy.New,
    max_msgs: itemsMax,
  })
}

/** Adds an item, durably. The same `id` within two minutes is one item. */
export async function enqueue(
  bus: Bus,
  { name }: Pick<WorkQueue, 'name'>,
  id: string,
  item: unknown,
): Promise<void> {
  const subject = `work.${name}`
  await sending('producer', subject, (trace) =>
    bus.js.publish(bus.subject(subject), JSON.stringify(item), { msgID: id, ...trace }),
  )
}

export interface WorkItem<T> {
  data: T
  /** 1 for the first delivery. */
  attempt: number
}

/** Works on items, `slots` at once. A replica that dies loses its leases, and others take the items over. */
export function work<T>(
  bus: Bus,
  { name, leaseMs, attemptsMax }: WorkQueue,
  slots: number,
  handle: (item: WorkItem<T>) => Promise<void>,
): Promise<Consumption> {
  return consume(
    bus,
    {
      stream: `work-${name}`,
      durable: `work-${name}`,
      subject: `work.${name}`,
      slots,
      leaseMs,
      attemptsMax,
      retryMs: (attempt) => Math.min(250 * 2 ** attempt, 30_000),
    },
    (msg) => handle({ data: msg.json<T>(), attempt: msg.info.deliveryCount }),
  )
}
