import type { ReplyOutcome } from '@lingzhi/contracts/chat-replies'
import type { PlacedPart } from '@lingzhi/contracts/tool-parts'
import { retrying, transact } from '@lingzhi/db/retry'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import type { CompositionRecord } from '../context/composition-shape.ts'
import { showOtherAnswer } from '../conversations/messages.queries.ts'
import type { Db } from '../database.ts'
import { recordHits } from '../filters/filters.queries.ts'
import { closeCalls } from '../tools/tool-calls.queries.ts'
import { callFinishReply, keepParts, recordHeldBack } from './replies.queries.ts'
import type { Ending, GeneratingDeps, TakenReply } from './reply-types.ts'

export interface FinishedReply {
  reply: Pick<TakenReply, 'id' | 'message_id' | 'user_id' | 'agent_id'>
  ending: Ending
  text: { readonly reasoning: string; readonly content: string }
  /** What the filters found in it. */
  hits?: readonly FilterHit[]
  /** What readers were told of its calls of tools. */
  parts?: readonly PlacedPart[]
  /** What its model was shown; none: no model was called. */
  composition?: CompositionRecord | undefined
}

/**
 * Stores a reply's end: text, usage, filter hits and fact commit together, once. False, with nothing stored, when there
 * is a newer attempt or the reply has ended or was deleted. If the answer failed, another answer to the same question
 * is shown in its place.
 */
export async function finishReply(
  { db, outbox, config }: Pick<GeneratingDeps, 'db' | 'outbox' | 'config'>,
  { reply, ending, text, hits = [], parts = [], composition }: FinishedReply,
): Promise<boolean> {
  const { id: reply_id, message_id, user_id, agent_id } = reply
  const finish = (db: Db) => callFinishReply(db, { reply, ending, text, composition }, config.TIMEZONE)
  const failed = ending.status === 'failed'
  const finishWithMore = async (trx: Db) => {
    if (!(await finish(trx))) return false
    const of = { place: 'output' as const, agent_id, user_id, reply_id, at: ending.endedAt }
    await recordHits(trx, of, hits)
    if (failed) await showOtherAnswer(trx, message_id)
    if (ending.heldBack !== null) await recordHeldBack(trx, reply_id, ending.heldBack)
    if (parts.length > 0) await keepParts(trx, message_id, parts)
    if (failed || parts.length > 0) await closeCalls(trx, reply_id, ending.endedAt)
    return true
  }
  const finishesAlone = hits.length === 0 && parts.length === 0 && !failed && ending.heldBack === null
  const stored = await (finishesAlone ? retrying(db, () => finish(db)) : transact(db, finishWithMore))
  if (stored) outbox.wake()
  return stored
}

/** The end of a reply for which no model was called. */
export const emptyEnding = (
  ending: Pick<Ending, 'status' | 'finishReason' | 'problem' | 'attempt' | 'workerId' | 'endedAt'>,
): Ending => ({
  ...ending,
  usage: null,
  model: null,
  provider: null,
  providerCalls: null,
  cached: false,
  heldBack: null,
  runs: [],
  firstTokenAt: null,
})

export const noText = { reasoning: '', content: '' }

/** The part of an ending that readers get. */
export const toOutcome = (ending: Ending): ReplyOutcome => ({
  finish_reason: ending.finishReason,
  usage: ending.usage,
  cached: ending.cached,
  model: ending.model,
  provider: ending.provider,
  attempts: ending.providerCalls,
  problem: ending.problem,
  ...(ending.heldBack !== null && { held_back: ending.heldBack }),
})
