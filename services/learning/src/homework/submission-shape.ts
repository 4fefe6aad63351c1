import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import { isBlank } from '@lingzhi/contracts/invisible'
import { Subject } from '@lingzhi/contracts/learning'
import { Maybe, Nullable, withoutNul } from '@lingzhi/contracts/shapes'
import type { Texts } from '@lingzhi/contracts/texts'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { HomeworkTooLong } from './problems.ts'
import { questionKinds } from './rubric.ts'
import type { SubmissionStatus } from './tables.ts'
import { GradeLevel, itemsMax, NewItem, text, visible, written } from './template-shape.ts'

/** As many as a model is shown at once. */
export const filesMax = 9
const contentCharsMax = 20_000
const fileAddress =
  '^(https?://[^/]+)?/api/v1/files/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/(download|preview)$'

const { number, question_type, points, correct_answer, rubric, knowledge_points } = NewItem.properties

const NewAnswer = Type.Object(
  {
    ...{ number, question_type, points, correct_answer, rubric, knowledge_points },
    question: Type.Optional(text(4_000)),
    student_answer: text(5_000),
  },
  { title: 'HomeworkAnswer' },
)

export const NewSubmission = Type.Object(
  {
    template_id: Maybe(Uuid),
    title: Type.Optional(written(200)),
    description: Maybe(text(2_000)),
    note: Maybe(text(2_000)),
    student_name: Maybe(text(100)),
    subject: Type.Optional(Subject),
    grade_level: Maybe(GradeLevel),
    answers: Type.Optional(Type.Array(NewAnswer, { maxItems: itemsMax })),
    text: Type.Optional(Type.String({ description: 'All answers as one text, to be split into items.' })),
    file_ids: Type.Optional(Type.Array(Uuid, { maxItems: filesMax })),
    image_urls: Type.Optional(Type.Array(Type.String({ pattern: fileAddress }), { maxItems: filesMax })),
    auto_grade: Type.Optional(Type.Boolean()),
  },
  { title: 'NewHomeworkSubmission' },
)
type NewSubmission = Static<typeof NewSubmission>
export type NewAnswer = Static<typeof NewAnswer>

/** What is handed in, in exactly one of three forms. */
export type HandedIn =
  | { kind: 'answers'; answers: NewAnswer[] }
  | { kind: 'text'; content: string }
  | { kind: 'files'; fileIds: string[] }

/** Raises VALIDATION_ERROR where nothing, or more than one form, is handed in; HOMEWORK_TOO_LONG. */
export function readHandedIn(body: NewSubmission): HandedIn {
  const addressed = (body.image_urls ?? []).flatMap((url) => url.split('/').at(-2) ?? [])
  const fileIds = [...new Set([...(body.file_ids ?? []), ...addressed].map((id) => id.toLowerCase()))]
  const content = withoutNul(body.text ?? '')
  const answers = body.answers ?? []
  const forms: HandedIn[] = [
    ...(answers.length > 0 ? [{ kind: 'answers' as const, answers }] : []),
    ...(isBlank(content) ? [] : [{ kind: 'text' as const, content }]),
    ...(fileIds.length > 0 ? [{ kind: 'files' as const, fileIds }] : []),
  ]
  const [form, other] = forms
  if (!form)
    throw fault('file_ids', { zh: '请上传作业图片或填写答案', en: 'hand in files, a text or answers' })
  if (other)
    throw fault(other.kind === 'files' ? 'file_ids' : other.kind, {
      zh: '文件、文字、逐题答案只能选一种',
      en: 'hand in one of files, a text or answers',
    })
  if (content.length > contentCharsMax) throw HomeworkTooLong()
  if (fileIds.length > filesMax) throw tooManyFiles()
  const numbers = answers.map(({ number }, n) => number ?? n + 1)
  const twice = numbers.findIndex((number, n) => numbers.indexOf(number) !== n)
  if (twice >= 0) throw fault(`answers.${twice}.number`, { zh: '题号重复', en: 'occurs twice' })
  return form
}

export const fault = (path: string, message: Texts) => ValidationFailed({ errors: [{ path, message }] })

export const tooManyFiles = () =>
  fault('file_ids', { zh: `最多 ${filesMax} 个文件`, en: `must not name more than ${filesMax} files` })

export const submissionStates = [
  ...(['uploaded', 'transcribing', 'transcribed', 'grading', 'graded', 'needs_review', 'failed'] as const),
] satisfies readonly SubmissionStatus[]

export const SubmissionChange = Type.Object(
  {
    title: Type.Optional(written(200)),
    submission_title: Type.Optional(written(200)),
    note: Maybe(text(2_000)),
    submission_note: Maybe(text(2_000)),
    completion_time: Maybe(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  },
  { title: 'HomeworkSubmissionChange' },
)

/** Why something failed, as it is told later. */
export const StoredProblem = Type.Object(
  { error_code: Type.String(), status: Type.Integer(), message: Type.String() },
  { title: 'HomeworkProblem' },
)

/** A submission in lists, in streams, and as the answer to whoever handed it in. */
export const SubmissionView = Type.Object(
  {
    id: Uuid,
    user_id: Uuid,
    homework_id: Nullable(Uuid),
    template_id: Nullable(Uuid),
    title: Type.String(),
    homework_title: Type.String(),
    description: Nullable(Type.String()),
    note: Nullable(Type.String()),
    student_name: Nullable(Type.String()),
    subject: Subject,
    grade_level: Nullable(Type.Integer()),
    kind: Type.Enum(['answers', 'text', 'files']),
    status: Type.Enum(submissionStates),
    auto_grade: Type.Boolean(),
    late: Type.Boolean(),
    score: Nullable(Type.Number()),
    score_max: Nullable(Type.Number()),
    overall_score: Nullable(Type.Number()),
    completion_time: Nullable(Type.Integer()),
    problem: Nullable(StoredProblem),
    submitted_at: instant,
    completed_at: Nullable(instant),
    updated_at: instant,
  },
  { title: 'HomeworkSubmission' },
)

/** The same to whoever handed it in, with what front ends of the replaced system read of its files. */
export const HandedInView = Type.Object(
  {
    ...SubmissionView.properties,
    additional_info: Nullable(Type.String({ description: 'The same as `note`.' })),
    original_images: Type.Array(Type.String(), {
      description: 'Where each file is downloaded once it is ready; needs a token.',
    }),
    file_url: Nullable(Type.String({ description: 'The first of `original_images`.' })),
  },
  { title: 'HandedInHomework' },
)

const Transcribed = Type.Object(
  {
    number: Type.Integer(),
    question: Type.String(),
    question_type: Type.Enum([...questionKinds]),
    points: Type.Number(),
    student_answer: Type.String(),
    transcribed_answer: Nullable(Type.String()),
    latex: Nullable(Type.String()),
    page: Nullable(Type.Integer()),
    box: Nullable(Type.Array(Type.Number())),
    legibility: Nullable(Type.Number()),
    transcription_version: Type.Integer(),
    is_corrected: Type.Boolean(),
    status: Type.Enum(['waiting', 'graded', 'needs_review', 'failed']),
  },
  { title: 'HomeworkItem' },
)

export const SubmissionDetail = Type.Object(
  {
    ...SubmissionView.properties,
    content: Nullable(Type.String()),
    is_own: Type.Boolean({ description: 'You handed it in.' }),
    may_decide: Type.Boolean({ description: 'You decide its grades: you set it, or are an administrator.' }),
    pages: Type.Array(
      Type.Object(
        { position: Type.Integer(), file_id: Uuid, name: Type.String() },
        { title: 'HomeworkPage' },
      ),
    ),
    items: Type.Array(Transcribed),
  },
  { title: 'HomeworkSubmissionDetail' },
)

export const titleFrom = (title: string | undefined, subject: string, day: string): string =>
  visible(title) ?? `${subject} ${day}`
