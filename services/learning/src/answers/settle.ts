import { carry } from '@lingzhi/contracts/carried-problem'
import type { ReplyEntry, ReplyOutcome } from '@lingzhi/contracts/chat-replies'
import { transact } from '@lingzhi/db/retry'
import { followOverBus } from '@lingzhi/reply-feed/follow-over-bus'
import { ownTerms } from '@lingzhi/search-terms/search-terms'
import { sql } from 'kysely'
import type { Answer, Db, Question } from '../database.ts'
import type { Deps } from '../deps.ts'
import { checkFormulas } from '../formulas/check-formulas.ts'
import { foldFormulas } from '../formulas/fold-formulas.ts'
import { QuestionNotFound } from '../problems.ts'
import { markFailed } from '../questions.queries.ts'
import { lockSpace } from '../space.ts'
import { findAnswer } from './answers.queries.ts'

type SettlingDeps = Pick<Deps, 'db' | 'bus' | 'now'>
export type Ended = { content: string; outcome: ReplyOutcome }

const readMaxMs = 15_000

/**
 * Stores how a question ended, once, whoever hears of it first: a reader, the fact, or the sweep. An answer's text is copied
 * from chat, because it is searched and counted here; it goes with its conversation. Undefined: it has not ended yet.
 */
export async function settle(
  deps: SettlingDeps,
  question: Question,
  known?: Ended,
): Promise<Answer | undefined> {
  if (question.status === 'answered') return findAnswer(deps.db, question.id)
  if (question.status === 'failed') return undefined
  const ended = known ?? (await readReply(deps, question))
  if (!ended) return undefined
  const { content, outcome } = ended
  const at = deps.now()
  if (outcome.problem) {
    await markFailed(deps.db, question.id, outcome.problem, at)
    return undefined
  }
  const latex = await checkFormulas(content)
  return transact(deps.db, async (trx) => {
    await lockSpace(trx, question.user_id)
    const first = await trx
      .updateTable('questions')
      .set({ status: 'answered', request: null, ended_at: at })
      .where('id', '=', question.id)
      .where('status', 'in', ['asked', 'begun'])
      .returning(['id', 'message_id'])
      .executeTakeFirst()
    if (!first) return findAnswer(trx, question.id)
    await countTokens(trx, question, outcome.usage?.total_tokens ?? 0, at)
    return insertAnswer(trx, question, { content, outcome, latex, messageId: first.message_id!, at })
  })
}

async function countTokens(trx: Db, { conversation_id }: Question, tokens: number, at: Date): Promise<void> {
  await trx
    .updateTable('sessions')
    .set((eb) => ({ total_tokens: eb('total_tokens', '+', tokens), updated_at: at }))
    .where('conversation_id', '=', conversation_id)
    .execute()
}

async function insertAnswer(
  trx: Db,
  { id, user_id, created_at }: Question,
  { content, outcome, latex, messageId, at }: Ended & { latex: Answer['latex']; messageId: string; at: Date },
): Promise<Answer> {
  const { finish_reason, model, usage, held_back } = outcome
  const terms = ownTerms(foldFormulas(content), user_id)
  await trx
    .insertInto('answers')
    .values({
      ...{
        question_id: id,
        user_id,
        message_id: messageId,
        content: content.toWellFormed(),
        finish_reason,
        model,
      },
      status: finish_reason === 'stopped' ? ('stopped' as const) : ('complete' as const),
      usage: usage && JSON.stringify(usage),
      latex: JSON.stringify(latex),
      held_back: held_back ?? null,
      generation_ms: Math.max(0, Math.min(2 ** 31 - 1, at.getTime() - created_at.getTime())),
      created_at: at,
      updated_at: at,
      terms: sql`array_to_tsvector(${terms}::text[])`,
    })
    .execute()
  return (await findAnswer(trx, id))!
}

/** A reply as it is stored in chat; undefined while it has not ended. One that is gone fails its question. */
async function readReply(deps: SettlingDeps, question: Question): Promise<Ended | undefined> {
  const { reply_id: replyId, user_id: userId } = question
  // Nothing is announced to it: what is stored is read until that ends.
  const bound = new AbortController()
  const timer = setTimeout(() => bound.abort(), readMaxMs)
  const nothing = {
    next: async () => {
      bound.abort()
      return []
    },
    putBack: () => {},
  }
  let content = ''
  let outcome: ReplyOutcome | undefined
  let known = false
  try {
    const entries = followOverBus(deps.bus, nothing, { replyId, userId }, { signal: bound.signal })
    for await (const entry of entries) {
      known = true
      content = textAfter(content, entry)
      if (entry.kind === 'end') outcome = entry.outcome
    }
  } finally {
    clearTimeout(timer)
  }
  if (outcome) return { content, outcome }
  if (known || bound.signal.aborted) return undefined
  const gone = carry(QuestionNotFound())
  return { content: '', outcome: { ...nothingCame, problem: gone } }
}

const nothingCame: ReplyOutcome = {
  finish_reason: 'error',
  usage: null,
  cached: false,
  model: null,
  provider: null,
  attempts: null,
  problem: null,
}

/** The answer's text once an entry has come. */
export function textAfter(text: string, entry: ReplyEntry | { kind: 'queued' }): string {
  if (entry.kind === 'reset') return ''
  return entry.kind === 'text' && entry.part === 'content' ? text + entry.text : text
}
