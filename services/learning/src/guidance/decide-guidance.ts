import type { Guidance, QuestionType } from '@lingzhi/contracts/learning'
import type { Question } from '../database.ts'

export interface Guided {
  guidance: Guidance
  hint_level: number | null
  /** The learner wanted to be told a known answer. */
  revealed: boolean
  known_answer: string | null
}

const hintLevelMax = 3
/** What learners are to do themselves; anything else is explained. */
const exercises: ReadonlySet<QuestionType> = new Set(['homework_help', 'problem_solving'])

/**
 * How a question is answered. The request decides, then the question that it follows up, then, for exercises, what the learner or the
 * deployment chose. A known answer stays known for as long as the talk is about the same thing, and hints become plainer.
 */
export function decideGuidance(
  asked: {
    type: QuestionType
    guidance: Guidance | null
    reveal: boolean
    known_answer: string | null
    mistake_id: string | null
  },
  before: Pick<Question, 'guidance' | 'hint_level' | 'revealed' | 'known_answer' | 'mistake_id'> | undefined,
  chosen: Guidance,
): Guided {
  const otherThing =
    (asked.mistake_id !== null && asked.mistake_id !== before?.mistake_id) ||
    (asked.known_answer !== null && asked.known_answer !== before?.known_answer)
  const followed = before && !before.revealed && !otherThing ? before : undefined
  const known_answer = asked.known_answer ?? followed?.known_answer ?? null
  const usual =
    followed && followed.guidance !== 'answer'
      ? followed.guidance
      : exercises.has(asked.type) || known_answer !== null
        ? chosen
        : 'answer'
  const guidance = asked.reveal ? 'answer' : (asked.guidance ?? usual)
  const level = followed?.guidance === 'hints' ? (followed.hint_level ?? 0) + 1 : 1
  return {
    guidance,
    hint_level: guidance === 'hints' ? Math.min(level, hintLevelMax) : null,
    revealed: asked.reveal || (guidance === 'answer' && known_answer !== null),
    known_answer,
  }
}
