import { Type } from 'typebox'
import { fact } from './fact.ts'
import { Uuid } from './ids.ts'

/** Homework has its scores, or what of them can be given without a person; told again whenever they change. */
export const HomeworkGraded = fact(
  'learning.submission.graded',
  Type.Object({
    submission_id: Uuid,
    user_id: Uuid,
    status: Type.Enum(['graded', 'needs_review', 'failed']),
    /** Null until every item has a score. */
    score: Type.Union([Type.Number(), Type.Null()]),
    score_max: Type.Number(),
    needs_review: Type.Integer(),
  }),
)

/** What these files were kept for is gone, or never came to be. */
export const FilesLetGo = fact(
  'learning.files.let-go',
  Type.Object({ reference_ids: Type.Array(Uuid), user_id: Uuid }),
)

/** Homework is gone, or never came to be: its files are of no use to it any more. */
export const HomeworkRemoved = fact(
  'learning.submissions.removed',
  Type.Object({ submission_ids: Type.Array(Uuid), user_id: Uuid }),
)
