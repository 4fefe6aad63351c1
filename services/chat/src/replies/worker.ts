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
} from './replies.queries.ts'
import type { Nudge } from './reply-queue.ts'
import { nudge, replyQueue } from './reply-queue.ts'
import type { CutShort, TakenReply } from './run-reply.ts'
import { runReply, toStored } from './run-reply.ts'

export const ReplyGivenUp = problem('REPLY_GIVEN_UP', 503, '回复多次中断，请重新提问')

/** A queued reply is called for again when it has waited this long: its nudge may be lost. */
const nudgeAgainMs = 15_000
const forgottenMax = 200

export interface Worker {
  readonly id: string
  close: () => Promise<void>
}

/**
 * The generating side of a replica: takes replies from the queue, a bounded number at once, holds them for as
 * long as it is seen to live, stops those it is told to stop, and calls again for those nobody works on.
 */
export async function startWorker(deps: Deps, config: Config): Promise<Worker> {
  const { db, bus, log } = deps
  const id = newId()
  const running = new Map<string, AbortController>()
  const closing = new AbortController()
  const userMax = Math.ceil(config.USER_GENERATIONS_MAX * config.RATE_LIMIT_FACTOR)
  const lease = { workerId: id, leaseMs: config.LEASE_MS, userMax }
  await beat(db, id)

  const stop = (replyId: string) => running.get(replyId)?.abort('stopped' satisfies CutShort)
  const stops = bus.nc.subscribe(bus.subject(stopSubject), {
    callback: (err, msg) => {
      if (!err) stop(msg.json<{ reply_id: string }>().reply_id)
    },
  })

  const generate = async (taken: TakenReply) => {
    const life = new AbortController()
    running.set(taken.id, life)
    try {
      if (taken.stop_requested) life.abort('stopped' satisfies CutShort)
      if (taken.attempt > config.REPLY_ATTEMPTS_MAX) await giveUp(deps, config, taken)
      else await runReply(deps, config, id, taken, life)
    } finally {
      running.delete(taken.id)
    }
    if (life.signal.reason === ('handed over' satisfies CutShort)) {
      await releaseReply(db, taken.id, taken.attempt, id)
      await nudge(bus, config, { reply_id: taken.id, user_id: taken.user_id }, `over-${taken.attempt}`)
    } else if (taken.user_id) {
      const next = await nextOfUser(db, taken.user_id)
      if (next) await nudge(bus, config, { reply_id: next.id, user_id: next.user_id }, `next-${taken.id}`)
    }
  }

  const consumption = await work<Nudge>(bus, replyQueue(config), config.GENERATIONS_MAX, async ({ data }) => {
    if (closing.signal.aborted) throw new Error('this replica is stopping')
    const taken = await takeReply(db, data.reply_id, data.user_id, lease)
    if (taken) await generate(taken)
  })

  const every = async (ms: number, what: string, work: () => Promise<void>) => {
    while (!closing.signal.aborted) {
      await work().catch((err) => log.warn({ err }, what))
      await delay(ms, closing.signal)
    }
  }
  const loops = [
    every(config.LEASE_MS / 3, 'the worker could not show that it lives', async () => {
      for (const replyId of await beat(db, id)) stop(replyId)
    }),
    every(500, 'looking for forgotten replies failed', async () => {
      for (const { id, user_id, attempt } of await claimForgotten(
        db,
        config.LEASE_MS,
        nudgeAgainMs,
        forgottenMax,
      ))
        await nudge(bus, config, { reply_id: id, user_id }, `again-${attempt}-${Date.now()}`)
    }),
    every(600_000, 'forgetting workers failed', () => forgetWorkers(db)),
  ]

  return {
    id,
    close: async () => {
      const drained = consumption.close()
      await Promise.race([drained, delay(config.DRAIN_MS)])
      for (const life of running.values()) life.abort('handed over' satisfies CutShort)
      await drained
      closing.abort()
      await Promise.all(loops)
      stops.unsubscribe()
      await removeWorker(db, id).catch(() => {})
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
  await finishReply(deps, config, taken.id, ending, { reasoning: '', content: '' })
}
