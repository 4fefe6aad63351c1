import { Uuid } from '@lingzhi/contracts/ids'
import { ProblemDocument } from '@lingzhi/contracts/problem'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { EventKind } from '@lingzhi/http/describe-routes'
import { Type } from 'typebox'
import { GuidanceView } from '../answers/tutor-views.ts'
import { CheckedFormulas } from '../formulas/check-formulas.ts'
import { HelpCorrection } from '../homework/hand-in-question.ts'
import { MistakeSuggestion } from '../notebook/suggest-mistake.ts'

const ids = { reply_id: Uuid, question_id: Uuid, session_id: Uuid }

const Usage = Nullable(
  Type.Object({
    prompt_tokens: Type.Integer(),
    completion_tokens: Type.Integer(),
    total_tokens: Type.Integer(),
    estimated: Type.Boolean(),
    cost: Nullable(Type.Number()),
  }),
)

const names = {
  start: 'TutorStart',
  queued: 'TutorQueued',
  content: 'TutorContent',
  reset: 'TutorReset',
  content_finished: 'TutorContentFinished',
  done: 'TutorDone',
}

const frame = (type: keyof typeof names, members: Parameters<typeof Type.Object>[0]) =>
  Type.Object({ type: Type.Literal(type), ...members }, { title: names[type] })

/** A problem, as everywhere, and what it is in place of its `type`. */
const { type: _, ...problemMembers } = ProblemDocument.properties

/** What a stream of the tutor consists of, in the order in which it comes: unnamed events with a member `type`. */
export const tutorEvents: readonly EventKind[] = [
  {
    when: 'First, and not again when a stream is resumed: `reply_id` names the stream from now on.',
    data: frame('start', ids),
    id: '0-0',
  },
  {
    when: 'While the answer waits for its turn, whenever its place changes.',
    data: frame('queued', { position: Type.Integer() }),
    rare: true,
  },
  {
    when: 'A piece of the answer: append it to the text.',
    data: frame('content', {
      content: Type.String(),
      full_content: Nullable(Type.String()),
      finish_reason: Type.Null(),
    }),
    id: '1-9',
  },
  {
    when: 'The answer begins again: drop the text so far.',
    data: frame('reset', {}),
    id: '2-0',
    rare: true,
  },
  {
    when: 'The text is whole.',
    data: frame('content_finished', { full_content: Type.String(), finish_reason: Type.String() }),
    id: '1-12',
  },
  {
    when: 'The end: the answer is stored.',
    data: frame('done', {
      ...ids,
      answer_id: Uuid,
      usage: Usage,
      full_content: Type.String(),
      latex: CheckedFormulas,
      guidance: GuidanceView,
      mistake_suggestion: Nullable(MistakeSuggestion),
      correction_result: Nullable(HelpCorrection),
    }),
    id: '1-13',
  },
  {
    when: 'The end: there is no answer, although the status is 200. What it is stands in `error_code`.',
    data: Type.Object(
      { type: Type.Literal('error'), problem_type: Type.String(), ...problemMembers },
      { title: 'TutorError' },
    ),
    rare: true,
  },
]
