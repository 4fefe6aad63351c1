import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { momentsIn } from '../moments.ts'
import { findMistake } from '../notebook/notebook.queries.ts'
import { HistoryFull, MistakeNotFound } from '../notebook-contract.ts'
import type { Mistake, PracticeSession } from '../notebook-tables.ts'
import { recordReviews } from '../reviews/record-reviews.ts'
import { spaceProblems } from '../space.ts'
import { judgeAnswer } from './judge-answer.ts'
import { beginSession, changeSession, findSession } from './practice.queries.ts'
import type { Judgement } from './practice-shape.ts'
import {
  ModelNotReady,
  PracticeEnded,
  PracticeMoved,
  PracticeNotFound,
  PracticeView,
  Submission,
  toPractice,
} from './practice-shape.ts'
import { withQuestion } from './set-question.ts'

const tags = ['notebook']
const path = '/api/v1/reviews'
const lastStage = 3

type PracticeDeps = Pick<Deps, 'db' | 'bus' | 'now' | 'space'>

/** A review in three stages: the question itself, a variant, the knowledge behind it. One review of the mistake comes of it. */
export function practise(app: App, deps: PracticeDeps, { TIMEZONE }: Pick<Config, 'TIMEZONE'>) {
  const { db, now } = deps
  const { dayOf, hourOf } = momentsIn(TIMEZONE)
  const writing = { onRequest: requireScope('chat') }
  const One = success(PracticeView)

  app.post(
    path,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Begin a review in three stages',
        body: Type.Object({ mistake_id: Uuid }, { title: 'NewReviewSession' }),
        response: { 201: One, ...problems(...userProblems, ValidationFailed, MistakeNotFound) },
      },
    },
    async (request, reply) => {
      const { userId } = request.principal!
      const mistake = await findMistake(db, userId, request.body.mistake_id)
      if (!mistake) throw MistakeNotFound()
      const session = await beginSession(db, { userId, mistakeId: mistake.id, at: now() })
      const data = toPractice(session, mistake, (texts) => inLanguageOf(request, texts))
      return reply.code(201).send({ success: true, data })
    },
  )

  app.get(
    `${path}/:id`,
    {
      onRequest: requireScope('read', 'chat'),
      schema: {
        tags,
        summary: 'Show a review in three stages',
        params: IdParams,
        response: { 200: One, ...problems(...userProblems, ValidationFailed, PracticeNotFound) },
      },
    },
    async (request) => {
      const { session, mistake } = await ownSession(db, request.principal!.userId, request.params.id)
      const data = toPractice(session, mistake, (texts) => inLanguageOf(request, texts))
      return { success: true as const, data }
    },
  )

  app.post(
    `${path}/:id/submit`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Answer the question of the stage, or skip it',
        description:
          'Judged by rules, by a model where they cannot tell, and by yourself (`self_result`) where neither can. A stage without a question yet gets one.',
        params: IdParams,
        body: Submission,
        response: {
          200: One,
          ...problems(...userProblems, ValidationFailed, PracticeNotFound, PracticeEnded),
          ...problems(PracticeEnded, PracticeMoved, HistoryFull),
          ...problems(ModelNotReady, ...spaceProblems),
        },
      },
    },
    async (request) => {
      const { userId } = request.principal!
      const { answer, skip, self_result } = request.body
      const { session, mistake } = await ownSession(db, userId, request.params.id)
      const told = (of: PracticeSession, judgement: Judgement | null) => ({
        success: true as const,
        data: toPractice(of, mistake, (texts) => inLanguageOf(request, texts), judgement),
      })
      if (session.status !== 'active') {
        if (session.review_id === null) await settle(session)
        throw PracticeEnded()
      }
      if (skip)
        return told(
          await end(session, false, 'self'),
          judgementOf(session, false, 'skip', '', keyOf(session, mistake).key),
        )
      const asked = await withQuestion(deps, session, mistake)
      // Nobody has seen the question that was just set.
      if (asked !== session) return told(asked, null)
      const key = keyOf(session, mistake)
      if (self_result && session.open_question) {
        const passed = self_result === 'correct'
        return told(
          await go(session, mistake, passed, 'self'),
          judgementOf(session, passed, 'self', '', key.key),
        )
      }
      if (answer === undefined || answer.trim() === '') {
        throw ValidationFailed({
          errors: [{ path: 'answer', message: { zh: '请作答或跳过', en: 'answer, or skip' } }],
        })
      }
      const verdict = await judgeAnswer(deps, session, key, answer)
      const words = inLanguageOf(request, verdict.words)
      if (verdict.correct === null) {
        const change = { attempts: session.attempts + 1, open_question: true }
        const waiting = await changeSession(db, session, change, now())
        if (!waiting) throw PracticeMoved()
        return told(waiting, judgementOf(session, null, verdict.by, words, key.key))
      }
      const shown = verdict.correct ? null : key.key
      return told(
        await go(session, mistake, verdict.correct, verdict.by),
        judgementOf(session, verdict.correct, verdict.by, words, shown),
      )
    },
  )

  /** On to the next stage, or to the end. The stage is stored before its question is asked for. */
  async function go(
    session: PracticeSession,
    mistake: Mistake,
    passed: boolean,
    by: Judge,
  ): Promise<PracticeSession> {
    if (!passed || session.stage === lastStage) return end(session, passed, by)
    const change = {
      stage: session.stage + 1,
      attempts: session.attempts + 1,
      tries: 0,
      judged_by: weakest(session.judged_by, by),
      open_question: false,
    }
    const next = await changeSession(db, session, change, now())
    if (!next) throw PracticeMoved()
    return withQuestion(deps, next, mistake)
  }

  async function end(session: PracticeSession, passed: boolean, by: Judge): Promise<PracticeSession> {
    const at = now()
    const status = passed ? ('completed_success' as const) : ('completed_fail' as const)
    const ended = await changeSession(
      db,
      session,
      {
        status,
        attempts: session.attempts + 1,
        judged_by: passed ? weakest(session.judged_by, by) : by,
        ended_at: at,
      },
      at,
    )
    if (!ended) throw PracticeMoved()
    return settle(ended)
  }

  /** The one review of an ended session: its attempt is the session, so that it is recorded once, whoever does. */
  async function settle(session: PracticeSession): Promise<PracticeSession> {
    const whose = { userId: session.user_id, mistakeId: session.mistake_id }
    const result = session.status === 'completed_success' ? ('correct' as const) : ('incorrect' as const)
    const review = {
      attemptId: session.id,
      reviewedOn: dayOf(now()),
      result,
      rating: null,
      method: 'session' as const,
      judgedBy: session.judged_by ?? ('self' as const),
      hour: hourOf(now()),
    }
    const { rows } = await recordReviews(deps, whose, [review])
    const review_id = rows.find(({ attempt_id }) => attempt_id === session.id)?.id ?? null
    return (await changeSession(db, session, { review_id }, now())) ?? { ...session, review_id }
  }
}

type Judge = NonNullable<PracticeSession['judged_by']>
const judges: readonly Judge[] = ['rules', 'model', 'self']

/** All stages were passed only if each was: the whole is as sure as the judgement that is least so. */
const weakest = (before: Judge | null, by: Judge): Judge =>
  before !== null && judges.indexOf(before) > judges.indexOf(by) ? before : by

async function ownSession(db: Db, userId: string, id: string) {
  const session = isId(id) ? await findSession(db, userId, id) : undefined
  const mistake = session && (await findMistake(db, userId, session.mistake_id))
  if (!session || !mistake) throw PracticeNotFound()
  return { session, mistake }
}

function keyOf({ stage, variants }: PracticeSession, mistake: Mistake) {
  const variant = variants[stage]
  return stage === 1 || !variant
    ? { question: mistake.question_content, key: mistake.correct_answer, type: mistake.question_type }
    : { question: variant.question, key: variant.answer, type: variant.answer_type }
}

const judgementOf = (
  { stage }: PracticeSession,
  is_correct: boolean | null,
  judged_by: Judgement['judged_by'],
  feedback: string,
  correct_answer: string | null,
): Judgement => ({ stage, is_correct, judged_by, feedback, correct_answer })
