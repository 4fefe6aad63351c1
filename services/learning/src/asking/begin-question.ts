import { sendRequest } from '@lingzhi/bus/request'
import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import { carry } from '@lingzhi/contracts/carried-problem'
import { BeginReply } from '@lingzhi/contracts/chat-replies'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { newId } from '@lingzhi/contracts/ids'
import type { Subject } from '@lingzhi/contracts/learning'
import { Problem } from '@lingzhi/contracts/problem'
import { hourMs } from '@lingzhi/runtime/time'
import type { Config } from '../config.ts'
import type { Db, Question, Session } from '../database.ts'
import type { Deps } from '../deps.ts'
import { recordEvents } from '../events/record-events.ts'
import { decideGuidance } from '../guidance/decide-guidance.ts'
import { guardOf, tutorBlocks, weakPointsMax } from '../guidance/tutor-blocks.ts'
import { advance } from '../homework/advance.ts'
import type { HelpContext } from '../homework/hand-in-question.ts'
import { handInHelp, prepareHelp } from '../homework/hand-in-question.ts'
import { letGo } from '../homework/keep-files.ts'
import { foldName } from '../mastery/fold-name.ts'
import { weakPoints } from '../mastery/weak-points.ts'
import { momentsIn } from '../moments.ts'
import { findMistake } from '../notebook/notebook.queries.ts'
import { markFailed } from '../questions.queries.ts'
import { insertSession } from '../sessions/sessions.queries.ts'
import { titleOf } from '../sessions/title-of.ts'
import { settingsOf } from '../settings/settings.queries.ts'
import { findQuestionOnce, insertQuestion, lockSession, markBegun, questionBefore } from './asking.queries.ts'
import type { AskedQuestion } from './question-shape.ts'

/** By this name chat knows the tutor. */
const tutor = 'wuhao-tutor'
/** A question that chat could not be asked for so long is given up. */
const keptMaxMs = hourMs

export type AskingDeps = Pick<Deps, 'db' | 'bus' | 'now' | 'log'>

/**
 * Stores a question with everything that chat is asked for it, in its session or a new one; pictures of finished work are handed in with it, whose
 * grading nothing waits for. The key of an earlier one gives that
 * one. Committed before chat is asked: whatever dies in between, the sweep asks again under the same id.
 */
export async function storeQuestion(
  deps: Pick<Deps, 'db' | 'bus' | 'now' | 'log' | 'space' | 'outbox'>,
  config: Config,
  asked: AskedQuestion,
  { userId, key, requestId }: { userId: string; key: string | null; requestId: string },
): Promise<Question> {
  const { db, now, space } = deps
  const { TUTOR_GUIDANCE, TIMEZONE } = config
  const repeated = key === null ? undefined : await findQuestionOnce(db, userId, key)
  if (repeated) return repeated
  const settings = await settingsOf(db, userId)
  const at = now()
  const isWork = asked.type === 'homework_help' && asked.file_ids.length > 0
  const help = isWork ? await prepareHelp(deps, userId, asked.file_ids) : undefined
  const store = async (trx: Db) => {
    const session = await sessionFor(trx, asked, { userId, at, grade_level: settings.grade_level })
    const { conversation_id } = session
    const before = asked.session_id === null ? undefined : await questionBefore(trx, conversation_id)
    // The card that it is about knows its answer; another's card is none.
    const card = asked.mistake_id === null ? undefined : await findMistake(trx, userId, asked.mistake_id)
    const known = asked.known_answer ?? card?.correct_answer?.trim() ?? ''
    const guided = decideGuidance(
      { ...asked, known_answer: known === '' ? null : known },
      before,
      settings.guidance ?? TUTOR_GUIDANCE,
    )
    const { content, type, topic, difficulty_level, student_attempt, mistake_id } = asked
    const subject = asked.subject ?? session.subject
    const guard = guardOf(guided, content, asked.hint)
    const reply_id = newId()
    const { known_answer: correct_answer, hint, file_ids } = asked
    const weak = await weakNames(trx, userId, settings.weak_points, {
      subject,
      today: momentsIn(TIMEZONE).dayOf(at),
    })
    const isPictured = file_ids.length > 0
    const handedIn: HelpContext = help
      ? helpContext(
          help.id,
          await handInHelp(trx, help, {
            ...{ user_id: userId, title: titleOf(content), subject: subject ?? 'other', at },
            grade_level: settings.grade_level,
          }),
        )
      : {}
    const stored = await insertQuestion(trx, {
      ...{ id: newId(), user_id: userId, conversation_id, reply_id, content, type, subject, topic },
      ...{ difficulty_level, student_attempt, mistake_id, ...guided, idempotency_key: key, created_at: at },
      context_data: {
        ...(correct_answer && { correct_answer }),
        ...(hint && { hint }),
        ...(isPictured && { file_ids }),
        ...handedIn,
      },
      request: {
        ...{ reply_id, user_id: userId, conversation_id, agent: tutor, content },
        blocks: tutorBlocks({
          settings: { ...settings, weak_points: weak },
          subject,
          topic,
          student_attempt,
          guided,
        }),
        ...(guard && { guard }),
        ...(isPictured && { file_ids }),
        history_max: asked.history_max,
        request_id: requestId,
      },
    })
    // A session begun for it is not kept either.
    if (!stored) throw usedMeanwhile
    const { dayOf, hourOf } = momentsIn(TIMEZONE)
    const about = { subject, difficulty: difficulty_level, points: topic === null ? [] : [topic] }
    const moment = { at, day: dayOf(at), hour: hourOf(at) }
    const counted = { pictured: isPictured, opens: session.question_count === 0 }
    await recordEvents(trx, userId, [{ id: stored.id, kind: 'question', ...moment, ...about, ...counted }])
    return stored
  }
  try {
    const stored = await space.within(userId, store)
    if (help)
      advance({ ...deps, config }, help.id).catch((err) =>
        deps.log.warn({ err, submission_id: help.id }, 'homework waits for the sweep'),
      )
    return stored
  } catch (err) {
    if (help) await letGo(deps, userId, help.id)
    const found = err === usedMeanwhile && key !== null ? await findQuestionOnce(db, userId, key) : undefined
    if (!found) throw err
    return found
  }
}

const helpContext = (submission_id: string, problem: CarriedProblem | null): HelpContext =>
  problem ? { homework_problem: problem } : { submission_id }

/** What the learner finds hard, in own words first, then by the evidence. */
async function weakNames(
  trx: Db,
  userId: string,
  own: readonly string[],
  { subject, today }: { subject: Subject | null; today: string },
): Promise<string[]> {
  if (own.length >= weakPointsMax) return [...own]
  const found = await weakPoints(trx, userId, { subject, today, limit: weakPointsMax })
  const known = new Set(own.map(foldName))
  const others = found.map(({ name }) => name).filter((name) => !known.has(foldName(name)))
  return [...own, ...others].slice(0, weakPointsMax)
}

/** The key was used at the same moment: that question is this one. */
const usedMeanwhile = new Error('the key was used in the meantime')

/** The session that is asked for, if it is the caller's; otherwise a new one. */
async function sessionFor(
  trx: Db,
  { session_id, content, subject }: AskedQuestion,
  { userId, at, grade_level }: { userId: string; at: Date; grade_level: number | null },
): Promise<Session> {
  const found = session_id === null ? undefined : await lockSession(trx, session_id, userId)
  if (found) return found
  return insertSession(trx, {
    ...{ conversation_id: newId(), user_id: userId, title: titleOf(content), subject, grade_level },
    ...{ created_at: at, updated_at: at, last_asked_at: at },
  })
}

/**
 * Asks chat for a stored question's answer, as often as it takes: the same id is the same reply. What chat refuses for good is
 * stored and raised; while it is away the question stays, and SERVICE_UNAVAILABLE is raised.
 */
export async function beginQuestion({ db, bus, now }: AskingDeps, question: Question): Promise<void> {
  if (question.status !== 'asked' || !question.request) return
  try {
    const { message_id } = await sendRequest(bus, BeginReply, {
      ...question.request,
      may_begin: await mayBegin(db, question),
    })
    await markBegun(db, question, message_id, now())
  } catch (err) {
    if (!(err instanceof Problem)) throw err
    const old = now().getTime() - question.created_at.getTime() > keptMaxMs
    if (err.code === ServiceUnavailable().code && !old) throw err
    await markFailed(db, question.id, carry(err), now())
    throw err
  }
}

/** Whether chat may begin the conversation: once it had it, one that is gone was deleted. */
async function mayBegin(db: Db, { conversation_id }: Question): Promise<boolean> {
  const session = await db
    .selectFrom('sessions')
    .select('begun_at')
    .where('conversation_id', '=', conversation_id)
    .executeTakeFirst()
  return session?.begun_at === null
}
