import { newId } from '@lingzhi/contracts/ids'
import type { Insertable } from 'kysely'
import type { Box, ItemsTable, Submission, TemplateItem } from './tables.ts'

/** What was read of an answer, or typed by its author. */
export interface Read {
  student_answer: string
  /** Left out where nothing was transcribed. */
  transcribed?: { latex: string | null; page: number | null; box: Box | null; legibility: number }
}

/** An item of a submission: what is asked and how it is judged, copied as it was then, with the answer. */
export function itemRow(
  { id, user_id }: Pick<Submission, 'id' | 'user_id'>,
  item: TemplateItem,
  rubricVersion: number,
  { student_answer, transcribed }: Read,
): Insertable<ItemsTable> {
  const { number, question, question_type, knowledge_points } = item
  return {
    ...{ id: newId(), submission_id: id, user_id, number, question, question_type, knowledge_points },
    ...judgedBy(item, rubricVersion),
    student_answer,
    transcribed_answer: transcribed ? student_answer : null,
    latex: transcribed?.latex ?? null,
    page: transcribed?.page ?? null,
    box: transcribed?.box ? JSON.stringify(transcribed.box) : null,
    legibility: transcribed?.legibility ?? null,
  }
}

/** What an item is judged by. */
export const judgedBy = (item: TemplateItem, rubric_version: number) => ({
  ...{ key: item.key, alternatives: item.alternatives, tolerance: item.tolerance, unit: item.unit },
  ...{ points: item.points, rubric: JSON.stringify(item.rubric), rubric_given: item.rubric_given },
  rubric_version,
})
