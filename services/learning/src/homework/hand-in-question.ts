import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import { carry } from '@lingzhi/contracts/carried-problem'
import { newId, Uuid } from '@lingzhi/contracts/ids'
import { Problem } from '@lingzhi/contracts/problem'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { Language } from '@lingzhi/contracts/texts'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Db, Question } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Correction, viewCorrection } from './correction-shape.ts'
import { keepFiles } from './keep-files.ts'
import { homeworkPath } from './manage-templates.ts'
import { HomeworkTooLong } from './problems.ts'
import { correctedOf, isOver } from './show-correction.ts'
import { StoredProblem, submissionStates } from './submission-shape.ts'
import { viewProblem } from './submission-views.ts'
import { demandRoom, findSubmission, insertPages, insertSubmission } from './submissions.queries.ts'
import type { Submission, SubmissionPage } from './tables.ts'

/** What a question that asks for help with pictures of finished work hands in. */
export interface Help {
  id: string
  pages: SubmissionPage[]
  /** It is not graded, and the question is answered all the same. */
  problem: CarriedProblem | null
}

/** Has the files of a question kept for its submission. Raises FILE_NOT_FOUND, FILE_NOT_READY. */
export async function prepareHelp(
  deps: Pick<Deps, 'bus' | 'db'>,
  userId: string,
  fileIds: string[],
): Promise<Help> {
  const id = newId()
  try {
    return { id, pages: await keepFiles(deps, userId, id, fileIds), problem: null }
  } catch (err) {
    if (!(err instanceof Problem) || err.code !== HomeworkTooLong().code) throw err
    return { id, pages: [], problem: carry(err) }
  }
}

type About = Pick<Submission, 'user_id' | 'title' | 'subject' | 'grade_level'> & { at: Date }

/** Stores the submission in the transaction of its question. What forbids it holds up no question: it is returned. */
export async function handInHelp(trx: Db, help: Help, about: About): Promise<CarriedProblem | null> {
  if (help.problem) return help.problem
  const { at, ...told } = about
  try {
    await demandRoom(trx, about.user_id)
  } catch (err) {
    if (!(err instanceof Problem)) throw err
    return carry(err)
  }
  await insertSubmission(trx, {
    ...{ id: help.id, template_id: null, ...told, description: null, note: null, student_name: null },
    ...{ completion_time_s: null, kind: 'files', content: null, auto_grade: true, status: 'uploaded' },
    ...{ submitted_at: at, updated_at: at, tried_at: at },
  })
  await insertPages(trx, help.pages)
  return null
}

const { corrections, summary, overall_score } = Correction.properties
const Count = Nullable(Type.Integer())

/** What became of the work that a question showed, in the members of the replaced system. */
export const HelpCorrection = Type.Object(
  {
    submission_id: Nullable(Uuid),
    status: Type.Enum(['processing', ...submissionStates]),
    events_url: Nullable(Type.String()),
    problem: Nullable(StoredProblem),
    ...{ corrections, summary, overall_score },
    ...{ total_questions: Count, unanswered_count: Count, error_count: Count },
  },
  { title: 'AskedCorrection' },
)

const nothingYet = {
  ...{ corrections: [], summary: null, overall_score: null },
  ...{ total_questions: null, unanswered_count: null, error_count: null },
}

/** What a question's context knows of its submission. */
export interface HelpContext {
  submission_id?: string
  homework_problem?: CarriedProblem
}

/** The correction as far as it is; null: the question showed no work, or its learner has deleted it since. */
export async function correctionFor(
  db: Db,
  { context_data, user_id }: Question,
  language: Language,
): Promise<Static<typeof HelpCorrection> | null> {
  const { submission_id, homework_problem = null } = context_data as HelpContext
  if (homework_problem) {
    const problem = viewProblem(homework_problem, language)
    return { submission_id: null, status: 'failed', events_url: null, problem, ...nothingYet }
  }
  const submission = submission_id === undefined ? undefined : await findSubmission(db, submission_id)
  if (submission?.user_id !== user_id) return null
  const events_url = `${homeworkPath}/submissions/${submission.id}/events`
  const known = {
    submission_id: submission.id,
    events_url,
    problem: viewProblem(submission.problem, language),
  }
  if (!isOver(submission) && submission.status !== 'failed')
    return { ...known, status: 'processing', ...nothingYet }
  const { status, ...whole } = viewCorrection(await correctedOf(db, submission), { language, knowsAll: true })
  return {
    ...{ ...known, status, corrections: whole.corrections, summary: whole.summary },
    ...{ overall_score: whole.overall_score, total_questions: whole.total_questions },
    ...{ unanswered_count: whole.unanswered_count, error_count: whole.error_count },
  }
}
