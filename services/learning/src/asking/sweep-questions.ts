import { Problem } from '@lingzhi/contracts/problem'
import { settle } from '../answers/settle.ts'
import type { Question } from '../database.ts'
import { findOwnQuestion, findQuestionOfReply } from '../questions.queries.ts'
import { takeForgotten } from './asking.queries.ts'
import type { AskingDeps } from './begin-question.ts'
import { beginQuestion } from './begin-question.ts'

/** Longer than chat may take to take a question: whoever asked it first is done with it, or dead. */
const askAgainAfterMs = 6_000
/** An answer whose end was not heard of for so long is looked up. */
const lookAfterMs = 60_000
const batchMax = 50

/**
 * Asks chat again for what a replica that died, or chat's absence, left behind, and looks up ends that nobody heard of. Safe from
 * every replica at once: each question is one replica's for a while.
 */
export async function sweepQuestions(deps: AskingDeps): Promise<void> {
  const now = deps.now()
  const before = (ms: number) => new Date(now.getTime() - ms)
  const found = await takeForgotten(deps.db, {
    now,
    askedBefore: before(askAgainAfterMs),
    begunBefore: before(lookAfterMs),
    max: batchMax,
  })
  for (const question of found) {
    // One that cannot be helped does not hold up the others.
    await goOn(deps, question).catch((err) => {
      const level = err instanceof Problem ? 'info' : 'warn'
      deps.log[level]({ err, question_id: question.id }, 'a question could not be taken on yet')
    })
  }
}

/** A reply has ended: of a question, its answer is kept. */
export async function heardOfReply(deps: AskingDeps, replyId: string): Promise<void> {
  const question = await findQuestionOfReply(deps.db, replyId)
  if (question) await goOn(deps, question)
}

async function goOn(deps: AskingDeps, question: Question): Promise<void> {
  await beginQuestion(deps, question)
  const now = await findOwnQuestion(deps.db, question.id, question.user_id)
  if (now) await settle(deps, now)
}
