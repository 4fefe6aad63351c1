import { emptyEnding, finishReply, noText, toOutcome } from '../generating/finish-reply.ts'
import type { GeneratingDeps } from '../generating/reply-types.ts'

type EndingDeps = Pick<GeneratingDeps, 'db' | 'outbox' | 'config' | 'now' | 'live'>
interface QueuedReply {
  id: string
  message_id: string
  user_id: string | null
  agent_id: number
}

/** Ends a queued reply, which no worker could stop; does nothing if a worker has just taken it. */
export async function endQueued(deps: EndingDeps, reply: QueuedReply, attempt: number): Promise<void> {
  const ending = emptyEnding({
    status: 'stopped',
    finishReason: 'stopped',
    problem: null,
    attempt,
    workerId: null,
    endedAt: deps.now(),
  })
  if (!(await finishReply(deps, { reply, ending, text: noText }))) return
  const entry = { kind: 'end' as const, attempt, position: 0, outcome: toOutcome(ending) }
  deps.live.announce(reply.id, entry, JSON.stringify(entry))
}
