import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { isId, Uuid } from '@lingzhi/contracts/ids'
import { isBlank } from '@lingzhi/contracts/invisible'
import { Guidance, QuestionType, Subject } from '@lingzhi/contracts/learning'
import { Maybe, withoutNul } from '@lingzhi/contracts/shapes'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { QuestionTooLong } from '../problems.ts'

const contentCharsMax = 5_000
/** As chat takes them with a question. */
const filesMax = 9
/** Where a file of this platform is downloaded, as uploads tell it: front ends of before send that. */
const fileAddress =
  '^(https?://[^/]+)?/api/v1/files/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/(download|preview)$'
/** Room for all texts, each character escaped in JSON. */
export const bodyMaxBytes = 262_144

/** A question as the platform before took it, and what is new. */
export const NewQuestion = Type.Object(
  {
    content: Type.String(),
    question_type: Type.Optional(QuestionType),
    subject: Maybe(Subject),
    topic: Maybe(Type.String({ maxLength: 100 })),
    difficulty_level: Maybe(Type.Integer({ minimum: 1, maximum: 5 })),
    file_ids: Type.Optional(Type.Array(Uuid, { maxItems: filesMax })),
    image_urls: Type.Optional(Type.Array(Type.String({ pattern: fileAddress }), { maxItems: filesMax })),
    context_data: Maybe(
      Type.Object({
        mistake_id: Maybe(Uuid),
        correct_answer: Maybe(Type.String({ maxLength: 500 })),
        hint: Maybe(Type.String({ maxLength: 500 })),
      }),
    ),
    session_id: Maybe(Type.String({ maxLength: 200 })),
    use_context: Type.Optional(Type.Boolean()),
    include_history: Type.Optional(Type.Boolean()),
    max_history: Type.Optional(Type.Integer({ minimum: 0, maximum: 50 })),
    guidance: Maybe(Guidance),
    reveal: Type.Optional(Type.Boolean()),
    student_attempt: Maybe(Type.String({ maxLength: 3_500 })),
    mistake_id: Maybe(Uuid),
  },
  { title: 'TutorQuestion' },
)

/** A question, checked and without what cannot be stored. */
export interface AskedQuestion {
  content: string
  type: QuestionType
  subject: Subject | null
  topic: string | null
  difficulty_level: number | null
  session_id: string | null
  /** Most messages before it that the model is shown. */
  history_max: number
  guidance: Guidance | null
  reveal: boolean
  student_attempt: string | null
  mistake_id: string | null
  /** Pictures, PDF and text that it is about. */
  file_ids: string[]
  known_answer: string | null
  hint: string | null
}

const pairsUsual = 10

/** Reads a body. Raises VALIDATION_ERROR for an empty question, QUESTION_TOO_LONG. */
export function readQuestion(body: Static<typeof NewQuestion>): AskedQuestion {
  const content = withoutNul(body.content)
  if (isBlank(content))
    throw ValidationFailed({
      detail: { zh: '问题内容不能为空', en: 'The question is empty.' },
      errors: [{ path: 'content', message: { zh: '不能为空', en: 'is empty' } }],
    })
  if (content.length > contentCharsMax) throw QuestionTooLong()
  const about = body.context_data ?? {}
  const remembers = body.use_context !== false && body.include_history !== false
  return {
    content,
    type: body.question_type ?? 'general_inquiry',
    subject: body.subject ?? null,
    topic: textOf(body.topic),
    difficulty_level: body.difficulty_level ?? null,
    session_id: body.session_id && isId(body.session_id) ? body.session_id.toLowerCase() : null,
    history_max: remembers ? 2 * (body.max_history ?? pairsUsual) : 0,
    guidance: body.guidance ?? null,
    reveal: body.reveal === true,
    student_attempt: textOf(body.student_attempt),
    mistake_id: body.mistake_id ?? about.mistake_id ?? null,
    file_ids: filesOf(body),
    known_answer: textOf(about.correct_answer),
    hint: textOf(about.hint),
  }
}

/** The files that it names, by their ids or their addresses. Raises VALIDATION_ERROR for more than chat takes. */
function filesOf({ file_ids = [], image_urls = [] }: Static<typeof NewQuestion>): string[] {
  const addressed = image_urls.flatMap((url) => url.split('/').at(-2) ?? [])
  const ids = [...new Set([...file_ids, ...addressed].map((id) => id.toLowerCase()))]
  if (ids.length > filesMax)
    throw ValidationFailed({
      errors: [
        {
          path: 'file_ids',
          message: { zh: `最多 ${filesMax} 个文件`, en: `must not name more than ${filesMax} files` },
        },
      ],
    })
  return ids
}

/** The text as it can be stored; null when nothing of it can be seen. */
function textOf(text: string | null | undefined): string | null {
  const stored = withoutNul(text ?? '').trim()
  return isBlank(stored) ? null : stored
}
