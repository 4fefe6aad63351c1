import { counter, histogram } from '@lingzhi/metrics/instruments'
import type { Ending, TakenReply } from './reply-types.ts'

const ended = counter('lingzhi_replies_total', 'Replies that ended here, by outcome.', ['outcome'])
const firstToken = histogram(
  'lingzhi_reply_first_token_seconds',
  'From a question to the first text of its reply, the wait for a slot included.',
  [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  ['provider'],
)

/** Counts a reply whose end was stored. */
export function countReply(
  { created_at }: TakenReply,
  { status, cached, provider, firstTokenAt }: Ending,
): void {
  ended.inc({ outcome: status })
  if (!firstTokenAt) return
  const seconds = (firstTokenAt.getTime() - created_at.getTime()) / 1_000
  firstToken.observe({ provider: cached ? 'cache' : (provider ?? 'none') }, seconds)
}
