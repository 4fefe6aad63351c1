import { recordFact } from '@lingzhi/bus/outbox'
import { sendRequest } from '@lingzhi/bus/request'
import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import { carry } from '@lingzhi/contracts/carried-problem'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { FileNotReady } from '@lingzhi/contracts/file-problems'
import { DescribeFiles } from '@lingzhi/contracts/files'
import { HomeworkGraded } from '@lingzhi/contracts/learning-facts'
import { Problem, problem } from '@lingzhi/contracts/problem'
import { transact } from '@lingzhi/db/retry'
import { hourMs } from '@lingzhi/runtime/time'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { momentsIn } from '../moments.ts'
import { callModel } from './call-model.ts'
import { countHomework } from './count-homework.ts'
import { gradeByModel, gradeByRules } from './grade-item.ts'
import { currentGrades } from './grades.queries.ts'
import { itemRow } from './item-rows.ts'
import { keepMistakes } from './keep-mistakes.ts'
import { HomeworkNotFound } from './problems.ts'
import { rounded } from './rubric.ts'
import { signalHomework } from './signals.ts'
import {
  findSubmission,
  insertItems,
  itemsOf,
  lockSubmission,
  pagesOf,
  updateSubmission,
} from './submissions.queries.ts'
import type { Submission } from './tables.ts'
import { itemsOfTemplate } from './templates.queries.ts'
import { readTranscription, transcriptionOf } from './transcribe.ts'

export const NothingRead = problem('HOMEWORK_NOTHING_READ', 422, {
  zh: '没有识别到任何题目，请检查图片是否清晰完整',
  en: 'No item was found in it. Check that the pictures are sharp and whole.',
  check: 'The pictures, and whether the model can see.',
})

export interface AdvanceDeps extends Pick<Deps, 'db' | 'bus' | 'now' | 'log' | 'outbox' | 'space'> {
  config: Pick<Config, 'TIMEZONE' | 'HOMEWORK_MISTAKE_BELOW'>
}

/** Items whose calls are under way at once, each with two. */
const itemsAtOnce = 10
/** Files that are not looked at by then never will be. */
const filesWaitMaxMs = hourMs

/**
 * Takes a submission as far as it can go now: waiting for files, transcribed, graded, added up. Everything that it does is stored under a key
 * of its own, so that any replica may do it at any time, also two at once, and after any death.
 */
export async function advance(deps: AdvanceDeps, id: string): Promise<void> {
  // A submission has three steps; what changes meanwhile has a fourth and fifth.
  for (let steps = 0; steps < 8; steps++) {
    const submission = await findSubmission(deps.db, id)
    const moved = submission && (await step(deps, submission))
    if (!moved) return
    signalHomework(deps.bus, id)
  }
}

/** Whether it is another step further. */
async function step(deps: AdvanceDeps, submission: Submission): Promise<boolean> {
  if (submission.status === 'uploaded') return awaitFiles(deps, submission)
  if (submission.status === 'transcribing') return transcribe(deps, submission)
  if (submission.status === 'grading') return grade(deps, submission)
  return false
}

async function awaitFiles(deps: AdvanceDeps, submission: Submission): Promise<boolean> {
  const { id, user_id, status, tries, submitted_at } = submission
  const old = deps.now().getTime() - submitted_at.getTime() > filesWaitMaxMs
  const pages = await pagesOf(deps.db, id)
  const asked = { user_id, file_ids: pages.map(({ file_id }) => file_id) }
  try {
    const { files } = await sendRequest(deps.bus, DescribeFiles, asked)
    const isReady = files.every((file) => file.status === 'ready')
    if (files.some((file) => file.status === 'rejected') || (!isReady && old)) throw FileNotReady()
    if (!isReady) return false
  } catch (err) {
    if (!(err instanceof Problem)) throw err
    if (err.code === ServiceUnavailable().code && !old) return false
    return move(deps, { id, status, tries }, failed(carry(err)))
  }
  return move(deps, { id, status, tries }, { status: 'transcribing' })
}

const failed = (problem: CarriedProblem) => ({ status: 'failed' as const, problem: JSON.stringify(problem) })

/** Changes a submission that is still as it was read. */
async function move(
  { db, now }: AdvanceDeps,
  { id, status, tries }: Pick<Submission, 'id' | 'status' | 'tries'>,
  change: Parameters<typeof updateSubmission>[2],
): Promise<boolean> {
  return transact(db, async (trx) => {
    const found = await lockSubmission(trx, id)
    if (found?.status !== status || found.tries !== tries) return false
    await updateSubmission(trx, id, { ...change, updated_at: now() })
    return true
  })
}

async function transcribe(deps: AdvanceDeps, submission: Submission): Promise<boolean> {
  const { db, now } = deps
  const template =
    submission.template_id === null
      ? undefined
      : await db
          .selectFrom('homework_templates')
          .select(['id', 'version'])
          .where('id', '=', submission.template_id)
          .executeTakeFirst()
  const expected = template && (await itemsOfTemplate(db, template))
  const pages = await pagesOf(db, submission.id)
  const outcome = await callModel(deps, submission, transcriptionOf(submission, pages, expected))
  if (outcome.is === 'pending') return false
  if (outcome.is === 'failed') return move(deps, submission, failed(outcome.problem))
  const found = readTranscription(outcome.value, submission, expected)
  if (found.length === 0) return move(deps, submission, failed(carry(NothingRead())))
  return transact(db, async (trx) => {
    const locked = await lockSubmission(trx, submission.id)
    if (locked?.status !== 'transcribing' || locked.tries !== submission.tries) return false
    const version = template?.version ?? 1
    await insertItems(
      trx,
      found.map(({ item, read }) => itemRow(submission, item, version, read)),
    )
    const status = locked.auto_grade ? 'grading' : 'transcribed'
    await updateSubmission(trx, submission.id, { status, problem: null, updated_at: now() })
    return true
  })
}

async function grade(deps: AdvanceDeps, submission: Submission): Promise<boolean> {
  const left = await judgeByRules(deps, submission)
  for (let n = 0; n < left.length; n += itemsAtOnce)
    await Promise.all(left.slice(n, n + itemsAtOnce).map((item) => gradeByModel(deps, submission, item)))
  return addUp(deps, submission.id)
}

/** Items that rules cannot decide; the others are graded by them. */
async function judgeByRules(deps: AdvanceDeps, submission: Submission) {
  const left = []
  for (const item of await itemsOf(deps.db, submission.id)) {
    if (item.status !== 'waiting') continue
    if (!(await gradeByRules(deps, submission, item))) left.push(item)
  }
  return left
}

/** What rules can say at once, so that a learner need not wait for it; the submission as it is then. Raises HOMEWORK_NOT_FOUND. */
export async function judgeNow(deps: AdvanceDeps, id: string): Promise<Submission> {
  const submission = await findSubmission(deps.db, id)
  if (submission?.status === 'grading') {
    await judgeByRules(deps, submission)
    await addUp(deps, id)
  }
  const now = await findSubmission(deps.db, id)
  if (!now) throw HomeworkNotFound()
  signalHomework(deps.bus, id)
  return now
}

/**
 * Once no item waits any more: the sum of the scores, null until every item has one, the cards of what was wrong, and the figures of the learner. In one
 * transaction with the fact; once, whoever is first.
 */
export async function addUp(deps: AdvanceDeps, id: string): Promise<boolean> {
  const { db, now, outbox } = deps
  const done = await transact(db, async (trx) => {
    const submission = await lockSubmission(trx, id)
    if (submission?.status !== 'grading') return false
    const items = await itemsOf(trx, id)
    if (items.some(({ status }) => status === 'waiting')) return false
    const grades = await currentGrades(trx, items)
    const scores = items.map((item) => grades.get(item.id)?.score ?? null)
    const score_max = rounded(items.reduce((sum, { points }) => sum + points, 0))
    const score = scores.includes(null)
      ? null
      : rounded(scores.reduce<number>((sum, one) => sum + (one ?? 0), 0))
    const open = items.filter((item) => (grades.get(item.id)?.score ?? null) === null).length
    const failures = items.filter(({ status }) => status === 'failed').length
    const status = failures === items.length ? 'failed' : open > 0 ? 'needs_review' : 'graded'
    const problem = status === 'failed' ? (items[0]?.problem ?? null) : null
    const at = now()
    await updateSubmission(trx, id, {
      ...{ status, score, score_max, graded_at: at, updated_at: at },
      problem: problem && JSON.stringify(problem),
    })
    await keepMistakes(trx, deps, submission, items, grades)
    await countHomework(trx, momentsIn(deps.config.TIMEZONE), submission, { items, grades, at })
    const { user_id } = submission
    await recordFact(trx, HomeworkGraded, {
      ...{ submission_id: id, user_id, status, score, score_max, needs_review: open },
    })
    return true
  })
  if (done) outbox.wake()
  return done
}
