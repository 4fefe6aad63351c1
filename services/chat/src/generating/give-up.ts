import { problem } from '@lingzhi/contracts/problem'
import { toStored } from '../reading/stored-problem.ts'
import { emptyEnding, finishReply, noText } from './finish-reply.ts'
import type { GeneratingDeps, TakenReply } from './reply-types.ts'

export const ReplyGivenUp = problem('REPLY_GIVEN_UP', 503, {
  zh: '回复多次中断，请重新提问',
  en: 'The reply was interrupted several times. Ask again.',
  check: 'The log: what ended every attempt, such as a replica that restarts again and again.',
})

/** What ended every attempt takes a moment to pass. */
const retryAfterS = 10

/** Ends a reply that was started too often: it may have crashed every worker that took it. */
export async function giveUp(
  deps: Pick<GeneratingDeps, 'db' | 'outbox' | 'config' | 'now'>,
  reply: TakenReply,
): Promise<void> {
  const ending = emptyEnding({
    status: 'failed',
    finishReason: 'error',
    problem: toStored(ReplyGivenUp({ retryAfterS })),
    attempt: reply.attempt,
    workerId: reply.worker_id,
    endedAt: deps.now(),
  })
  await finishReply(deps, { reply, ending, text: noText })
}
