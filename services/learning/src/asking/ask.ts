import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { FileNotFound, FileNotReady } from '@lingzhi/contracts/file-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { Language } from '@lingzhi/contracts/texts'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { listenToReply } from '@lingzhi/reply-feed/listen-to-reply'
import { openDeadline } from '@lingzhi/runtime/deadline'
import { Type } from 'typebox'
import type { Ended } from '../answers/settle.ts'
import { settle, textAfter } from '../answers/settle.ts'
import {
  AnswerView,
  GuidanceView,
  QuestionView,
  SessionView,
  viewAnswer,
  viewGuidance,
  viewQuestion,
  viewSession,
} from '../answers/tutor-views.ts'
import type { Config } from '../config.ts'
import type { Question } from '../database.ts'
import type { Deps } from '../deps.ts'
import { CheckedFormulas } from '../formulas/check-formulas.ts'
import { correctionFor, HelpCorrection } from '../homework/hand-in-question.ts'
import { MistakeSuggestion, suggestMistake } from '../notebook/suggest-mistake.ts'
import { AnswerPending, QuestionTooLong, SessionNotFound } from '../problems.ts'
import { findOwnQuestion } from '../questions.queries.ts'
import { findSession } from '../sessions/sessions.queries.ts'
import { spaceProblems } from '../space.ts'
import type { AskingDeps } from './begin-question.ts'
import { beginQuestion, storeQuestion } from './begin-question.ts'
import { failureOf, feedCharsMax, followQuestion } from './follow-question.ts'
import { bodyMaxBytes, NewQuestion, readQuestion } from './question-shape.ts'

/** Less than the gateway waits for an answer. */
const waitMaxMs = 300_000

export const askingProblems = [
  ...[ValidationFailed, ...userProblems, QuestionTooLong, SessionNotFound],
  ...[FileNotFound, FileNotReady, AnswerPending, ...spaceProblems, ServiceUnavailable],
]

const Asked = Type.Object(
  {
    question: QuestionView,
    answer: AnswerView,
    session: SessionView,
    reply_id: Uuid,
    processing_time: Type.Integer(),
    tokens_used: Type.Integer(),
    mistake_created: Type.Literal(false),
    mistake_info: Type.Null(),
    mistake_suggestion: Nullable(MistakeSuggestion),
    correction_result: Nullable(HelpCorrection),
    latex: CheckedFormulas,
    guidance: GuidanceView,
  },
  { title: 'TutoredAnswer' },
)

export function ask(
  app: App,
  deps: Pick<Deps, 'db' | 'bus' | 'now' | 'log' | 'space' | 'outbox'>,
  config: Config,
) {
  app.post(
    '/api/v1/learning/ask',
    {
      onRequest: requireScope('chat'),
      bodyLimit: bodyMaxBytes,
      schema: {
        tags: ['learning'],
        summary: 'Ask the tutor; the response is the whole answer',
        description:
          'The question is stored before it is asked: while chat is away the response is 503, and the answer is there later. ' +
          'What chat refuses (an empty budget, a filter) has its problem.',
        body: NewQuestion,
        response: { 200: success(Asked), ...problems(...askingProblems) },
      },
    },
    async (request) => {
      const asked = readQuestion(request.body)
      const { userId } = principalOf(request)
      const question = await storeQuestion(deps, config, asked, {
        userId,
        key: keyOf(request.headers),
        requestId: request.id,
      })
      return { success: true as const, data: await answerOf(deps, question, languageOf(request)) }
    },
  )
}

/** The key under which a request may be repeated. */
export const keyOf = (headers: { [name: string]: unknown }): string | null => {
  const key = [headers['idempotency-key']].flat()[0]
  return typeof key === 'string' && key !== '' && key.length <= 200 && !key.includes('\0') ? key : null
}

/** Begins a question, waits for its end, and tells it; raises the problem of one that fails, ANSWER_PENDING. */
async function answerOf(deps: AskingDeps, question: Question, language: Language) {
  const feed = listenToReply(deps.bus, question.reply_id, feedCharsMax)
  const bound = openDeadline(waitMaxMs)
  try {
    await beginQuestion(deps, question)
    const known =
      question.status === 'answered' ? undefined : await readToEnd(deps, feed, question, bound.signal)
    const failure = failureOf(question)
    if (failure) throw failure
    const now = (await findOwnQuestion(deps.db, question.id, question.user_id)) ?? question
    const answer = await settle(deps, now, known)
    const after = await findOwnQuestion(deps.db, question.id, question.user_id)
    const session = await findSession(deps.db, question.conversation_id, question.user_id)
    if (!after || !session) throw SessionNotFound()
    const failed = failureOf(after)
    if (failed) throw failed
    if (!answer) throw bound.signal.aborted ? AnswerPending() : SessionNotFound()
    const told = viewAnswer(after, answer)
    return {
      ...{ question: viewQuestion(after), answer: told, session: viewSession(session) },
      ...{
        reply_id: question.reply_id,
        processing_time: answer.generation_ms,
        tokens_used: told.tokens_used,
      },
      ...{ mistake_created: false as const, mistake_info: null },
      mistake_suggestion: await suggestMistake(deps.db, after, language),
      correction_result: await correctionFor(deps.db, after, language),
      ...{ latex: answer.latex, guidance: viewGuidance(after, answer) },
    }
  } finally {
    bound.close()
    feed.close()
  }
}

async function readToEnd(
  deps: AskingDeps,
  feed: ReturnType<typeof listenToReply>,
  question: Question,
  signal: AbortSignal,
): Promise<Ended | undefined> {
  if (question.status === 'failed') return undefined
  let content = ''
  for await (const entry of followQuestion(deps, feed, question, {
    fresh: question.status === 'asked',
    signal,
  })) {
    content = textAfter(content, entry)
    if (entry.kind === 'end') return { content, outcome: entry.outcome }
  }
  return undefined
}
