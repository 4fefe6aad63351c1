import type { AnswerType } from '@lingzhi/answers/compare-answers'
import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import type { Subject } from '@lingzhi/contracts/learning'
import type { Texts } from '@lingzhi/contracts/texts'
import type { ColumnType, Generated, Selectable } from 'kysely'

/** Written as JSON, read as it was. */
type Json<T> = ColumnType<T, string, string>
type MaybeJson<T> = ColumnType<T | null, string | null | undefined, string | null>

/** What rules compare, and what only a model or a person can judge. */
export type QuestionKind = AnswerType | 'short_answer' | 'solution' | 'essay'

/** One thing that an answer is looked at for. A deduction takes points away where it is met. */
export interface Criterion {
  id: string
  text: string
  points: number
  kind: 'earn' | 'deduct'
}

/** An item of a template: what is asked, and how it is judged. */
export interface TemplateItem {
  number: number
  question: string
  question_type: QuestionKind
  points: number
  /** The right answer. */
  key: string | null
  alternatives: string[]
  tolerance: string | null
  unit: string | null
  rubric: Criterion[]
  rubric_given: boolean
  knowledge_points: string[]
}

export interface TemplatesTable {
  id: string
  user_id: string
  title: string
  subject: Subject
  description: string | null
  grade_level: number | null
  due_at: Date | null
  shared: boolean
  allow_again: boolean
  version: Generated<number>
  max_score: number
  created_at: Date
  updated_at: Date
}

export interface TemplateVersionsTable {
  template_id: string
  /** Null: stored before it was known here. */
  user_id: string | null
  version: number
  items: Json<TemplateItem[]>
  created_at: Date
}

export type SubmissionStatus =
  | 'uploaded'
  | 'transcribing'
  | 'transcribed'
  | 'grading'
  | 'graded'
  | 'needs_review'
  | 'failed'

export interface SubmissionsTable {
  id: string
  user_id: string
  template_id: string | null
  once: Generated<boolean>
  title: string
  description: string | null
  note: string | null
  student_name: string | null
  completion_time_s: number | null
  subject: Subject
  grade_level: number | null
  /** answers: item by item. text, files: to be transcribed first. */
  kind: 'answers' | 'text' | 'files'
  content: string | null
  auto_grade: boolean
  late: Generated<boolean>
  status: SubmissionStatus
  tries: Generated<number>
  score: Generated<number | null>
  score_max: Generated<number | null>
  problem: MaybeJson<CarriedProblem>
  submitted_at: Date
  updated_at: Date
  tried_at: Date
  graded_at: Generated<Date | null>
}

export interface PagesTable {
  submission_id: string
  position: number
  file_id: string
  name: string
}

/** Left, top, width and height as shares of the page. */
export type Box = [number, number, number, number]

export interface ItemsTable {
  id: string
  submission_id: string
  user_id: string
  number: number
  question: string
  question_type: QuestionKind
  key: string | null
  alternatives: Generated<string[]>
  tolerance: string | null
  unit: string | null
  points: number
  rubric: Json<Criterion[]>
  rubric_given: boolean
  rubric_version: number
  knowledge_points: Generated<string[]>
  student_answer: string
  transcribed_answer: string | null
  latex: string | null
  page: number | null
  box: MaybeJson<Box>
  legibility: number | null
  transcription_version: Generated<number>
  corrected_by: Generated<string | null>
  corrected_late: Generated<boolean>
  status: Generated<'waiting' | 'graded' | 'needs_review' | 'failed'>
  tries: Generated<number>
  grade_id: Generated<string | null>
  problem: MaybeJson<CarriedProblem>
  /** It was written into the notebook, from where its learner may have removed it. */
  noted: Generated<boolean>
}

/** What came of one criterion. `at`: where the quotation begins in the answer. */
export interface CriterionResult {
  id: string
  met: 'yes' | 'no' | 'unsure'
  quote: string
  at: number | null
  note: string
  /** What it gave or took. */
  points: number
  /** The share of the passes that said so; null: a person did. */
  agreement: number | null
}

export type GradeResult = 'correct' | 'partial' | 'incorrect' | 'unanswered' | 'undecided'
/** Why a person must look. */
export type ReviewReason = 'illegible' | 'unsure' | 'passes_differ' | 'suspicious' | 'corrected_late'

export interface GradesTable {
  id: string
  item_id: string
  user_id: string
  source: 'rule' | 'model' | 'human'
  basis: string | null
  result: GradeResult
  score: number | null
  low: number
  high: number
  criteria: Json<CriterionResult[]>
  confidence: number | null
  passes: number
  reasons: ReviewReason[]
  rubric_version: number
  transcription_version: number
  completion_ids: string[]
  model: string | null
  correct_answer: string | null
  explanation: MaybeJson<Texts>
  error_type: string | null
  knowledge_points: string[]
  created_by: string | null
  created_at: Date
}

export interface AppealsTable {
  id: string
  item_id: string
  user_id: string
  reason: string
  status: Generated<'open' | 'upheld' | 'rejected'>
  decided_by: Generated<string | null>
  decided_at: Generated<Date | null>
  created_at: Date
}

export interface CallsTable {
  id: string
  submission_id: string
  user_id: string
  status: Generated<'asked' | 'completed' | 'failed'>
  value: MaybeJson<unknown>
  problem: MaybeJson<CarriedProblem>
  model: Generated<string | null>
  created_at: Date
}

export interface HomeworkTables {
  homework_templates: TemplatesTable
  homework_template_versions: TemplateVersionsTable
  homework_submissions: SubmissionsTable
  homework_pages: PagesTable
  homework_items: ItemsTable
  homework_grades: GradesTable
  homework_appeals: AppealsTable
  homework_calls: CallsTable
}

export type Template = Selectable<TemplatesTable>
export type Submission = Selectable<SubmissionsTable>
export type SubmissionPage = Selectable<PagesTable>
export type Item = Selectable<ItemsTable>
export type Grade = Selectable<GradesTable>
export type Appeal = Selectable<AppealsTable>
export type Call = Selectable<CallsTable>
