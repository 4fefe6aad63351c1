import { work } from '@lingzhi/bus/work-queue'
import { newId } from '@lingzhi/contracts/ids'
import { problem } from '@lingzhi/contracts/problem'
import { delay } from '@lingzhi/runtime/delay'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { stopSubject } from './entries.ts'
import { finishReply } from './finish-reply.ts'
import {
  beat,
  claimForgotten,
  forgetWorkers,
  nextOfUser,
  releaseReply,
  removeWorker,
  takeReply,
} from './leases.queries.ts'
import type { Nudge } from './reply-queue.ts'
import { nudge, replyQueue } from './reply-queue.ts'
import type { CutShort, KnownContext, TakenReply } from './run-reply.ts'
import { runReply, toStored } from './run-reply.ts'
import { createSlots } from './slots.ts'
import { titleConversation } from './title-conversation.ts'

export const ReplyGivenUp = problem('REPLY_GIVEN_UP', 503, '回复多次中断，请重新提问')

/** A queued reply is called for again when it has waited this long: its nudge may be lost. */
const nudgeAgainMs = 15_000
const forgottenMax = 200

/** A place to generate one reply in, held until it is used or given back. */
export interface Slot {
  /** Generates a reply that was stored as this worker's; returns at once. */
  use: (taken: TakenReply, known?: KnownContext) => void
  release: () => void
}

export interface Worker {
  readonly id: string
  /** Most replies of one user generated at once, on all replicas. */
  readonly userMax: number
  /** A free place here and now, so that a question need not go round by the queue; often there is none. */
  reserve: () => Slot | undefined
  start: () => Promise<void>
  close: () => Promise<void>
}

/**
 * The generating side of a replica: generates the replies asked for here while it has room, takes others
 * from the queue, a bounded number at once in all. It holds them for as long as it is seen to live, stops those it
 * is told to stop, and calls again for those nobody works on.
 */
export function createWorker(deps: Deps, config: Config): Worker {
  const { db, bus, log } = deps
  const id = newId()
  const running = new Map<string, AbortController>()
  const slots = createSlots(config.GENERATIONS_MAX)
  const closing = new AbortController()
  const userMax = Math.ceil(config.USER_GENERATIONS_MAX * config.RATE_LIMIT_FACTOR)
  const lease = { workerId: id, leaseMs: config.LEASE_MS, userMax }
  let stopWork: (() => Promise<unknown>) | undefined

  const stop = (replyId: string) => running.get(replyId)?.abort('stopped' satisfies CutShort)

  const generate = async (taken: TakenReply, known?: KnownContext) => {
    const life = new AbortController()
    running.set(taken.id, life)
    try {
      if (taken.stop_requested) life.abort('stopped' satisfies CutShort)
      if (taken.attempt > config.REPLY_ATTEMPTS_MAX) await giveUp(deps, config, taken)
      else await runReply(deps, config, id, taken, life, known)
    } finally {
      running.delete(taken.id)
      deps.live.leave(taken.id)
    }
    if (life.signal.reason === ('handed over' satisfies CutShort)) {
      await releaseReply(db, taken.id, id)
      await nudge(bus, config, { reply_id: taken.id, user_id: taken.user_id }, `over-${taken.attempt}`)
      return
    }
    const next = taken.user_id === null ? undefined : await nextOfUser(db, taken.user_id)
    if (next) await nudge(bus, config, { reply_id: next.id, user_id: next.user_id }, `next-${taken.id}`)
    await titleConversation(deps, config, taken.id).catch((err) => log.info({ err }, 'a title was not made'))
  }

  const take = async ({ reply_id, user_id }: Nudge) => {
    if (closing.signal.aborted) throw new Error('this replica is stopping')
    await slots.acquire()
    try {
      const taken = await takeReply(db, reply_id, user_id, lease)
      if (taken) await generate(taken)
    } finally {
      slots.release()
    }
  }

  const every = async (ms: number, what: string, work: () => Promise<void>) => {
    while (!closing.signal.aborted) {
      await work().catch((err) => log.warn({ err }, what))
      await delay(ms, closing.signal)
    }
  }
  let strangers = new Set<string>()
  const showLife = async () => {
    const held = await beat(db, id)
    for (const reply of held) if (reply.stop_requested) stop(reply.id)
    // Held by our name, and twice unknown to us: its generation broke here, as when the database was away.
    const unknown = held.filter((reply) => !running.has(reply.id)).map((reply) => reply.id)
    for (const replyId of unknown) if (strangers.has(replyId)) await releaseReply(db, replyId, id)
    strangers = new Set(unknown)
  }
  const callForgotten = async () => {
    const forgotten = await claimForgotten(db, config.LEASE_MS, nudgeAgainMs, forgottenMax)
    for (const { id, user_id, attempt } of forgotten)
      await nudge(bus, config, { reply_id: id, user_id }, `again-${attempt}-${Date.now()}`)
  }

  return {
    id,
    userMax,
    reserve: () => {
      if (!stopWork || closing.signal.aborted || !slots.tryAcquire()) return undefined
      return {
        release: slots.release,
        use: (taken, known) =>
          void generate(taken, known)
            .catch((err) => log.error({ err, reply_id: taken.id }, 'generating a reply failed'))
            .finally(slots.release),
      }
    },
    start: async () => {
      await beat(db, id)
      const stops = bus.nc.subscribe(bus.subject(stopSubject), {
        callback: (err, msg) => {
          if (!err) stop(msg.json<{ reply_id: string }>().reply_id)
        },
      })
      const consumption = await work<Nudge>(bus, replyQueue(config), config.GENERATIONS_MAX, ({ data }) =>
        take(data),
      )
      const loops = [
        every(config.LEASE_MS / 3, 'the worker could not show that it lives', showLife),
        every(500, 'looking for forgotten replies failed', callForgotten),
        every(600_000, 'forgetting workers failed', () => forgetWorkers(db)),
      ]
      stopWork = async () => {
        const drained = Promise.all([consumption.close(), slots.idle()])
        await Promise.race([drained, delay(config.DRAIN_MS)])
        for (const life of running.values()) life.abort('handed over' satisfies CutShort)
        await drained
        // Until here, so that nobody takes over what is being drained.
        closing.abort()
        await Promise.all(loops)
        stops.unsubscribe()
        await removeWorker(db, id).catch(() => {})
      }
    },
    close: async () => {
      const stopping = stopWork
      stopWork = undefined
      await stopping?.()
    },
  }
}

/** Ends a reply that was begun too often: whatever it does to its workers, it shall not go on doing. */
async function giveUp(deps: Deps, config: Config, taken: TakenReply): Promise<void> {
  const ending = {
    ...{ status: 'failed' as const, finishReason: 'error', problem: toStored(ReplyGivenUp()) },
    ...{ attempt: taken.attempt, workerId: taken.worker_id, usage: null, model: null, provider: null },
    ...{ attempts: null, cached: false, runs: [], firstTokenAt: null, endedAt: deps.now() },
  }
  await finishReply(deps, config, taken, ending, { reasoning: '', content: '' })
}
