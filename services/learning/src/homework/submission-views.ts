import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import type { Language } from '@lingzhi/contracts/texts'
import type { Static } from 'typebox'
import type { Opened } from './access.ts'
import { rounded } from './rubric.ts'
import type { SubmissionDetail, SubmissionView } from './submission-shape.ts'
import type { Item, Submission, SubmissionPage } from './tables.ts'

/** A stored problem, in the language of its reader. */
export const viewProblem = (problem: CarriedProblem | null, language: Language) =>
  problem && {
    error_code: problem.code,
    status: problem.status,
    message: problem.texts?.[language] ?? problem.detail,
  }

/** Of a hundred; null: not every item has a score. */
export const percentOf = (score: number | null, max: number | null): number | null =>
  score === null || max === null || max === 0 ? null : rounded((score / max) * 100)

export function viewSubmission(row: Submission, language: Language): Static<typeof SubmissionView> {
  const { id, user_id, template_id, title, description, note, student_name, subject, grade_level } = row
  const { kind, status, auto_grade, late, score, score_max } = row
  return {
    ...{
      id,
      user_id,
      homework_id: template_id,
      template_id,
      title,
      homework_title: title,
      description,
      note,
    },
    ...{ student_name, subject, grade_level, kind, status, auto_grade, late, score, score_max },
    overall_score: percentOf(score, score_max),
    completion_time: row.completion_time_s,
    problem: viewProblem(row.problem, language),
    submitted_at: row.submitted_at.toISOString(),
    completed_at: row.graded_at?.toISOString() ?? null,
    updated_at: row.updated_at.toISOString(),
  }
}

export function viewDetail(
  { submission: row, isSubmitter, isMarker }: Opened,
  pages: readonly SubmissionPage[],
  items: readonly Item[],
  language: Language,
): Static<typeof SubmissionDetail> {
  return {
    ...viewSubmission(row, language),
    content: row.content,
    is_own: isSubmitter,
    may_decide: isMarker,
    pages: pages.map(({ position, file_id, name }) => ({ position, file_id, name })),
    items: items.map((item) => {
      const { number, question, question_type, points, student_answer, transcribed_answer, latex, page } =
        item
      const { box, legibility, transcription_version, status } = item
      return {
        ...{ number, question, question_type, points, student_answer, transcribed_answer, latex, page, box },
        ...{ legibility, transcription_version, status, is_corrected: item.corrected_by !== null },
      }
    }),
  }
}
