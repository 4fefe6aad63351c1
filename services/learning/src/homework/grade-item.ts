import { newId } from '@lingzhi/contracts/ids'
import type { Texts } from '@lingzhi/contracts/texts'
import { sameText } from '@lingzhi/contracts/texts'
import type { Deps } from '../deps.ts'
import { resultOf } from './combine-passes.ts'
import type { NewGrade } from './grades.queries.ts'
import { failItem, recordMachineGrade } from './grades.queries.ts'
import { judgeByModel } from './judge-by-model.ts'
import { ruleOn } from './judge-by-rules.ts'
import { isSuspicious } from './suspicions.ts'
import type { Item, ReviewReason, Submission } from './tables.ts'

/** What a grade rests on; the same again is the same grade. */
const basisOf = ({ transcription_version, rubric_version, tries }: Item) =>
  `${transcription_version}.${rubric_version}.${tries}`

/** A grade of whom nobody was asked. */
const bare = (item: Item) => ({
  ...{ id: newId(), item_id: item.id, user_id: item.user_id, basis: basisOf(item), criteria: '[]' },
  ...{ rubric_version: item.rubric_version, transcription_version: item.transcription_version },
  ...{ completion_ids: [], model: null, correct_answer: item.key, created_by: null },
  ...{ passes: 0, knowledge_points: item.knowledge_points },
})

/** Grades an item by rules, where these can tell. Whether it did. */
export async function gradeByRules(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  submission: Submission,
  item: Item,
): Promise<boolean> {
  const ruling = ruleOn(item)
  if (ruling.is === 'undecided') return false
  const { points } = item
  if (ruling.is === 'illegible') {
    const open = { source: 'rule' as const, result: 'undecided' as const, score: null, low: 0, high: points }
    const reasons: ReviewReason[] = ['illegible']
    const words = { explanation: JSON.stringify(illegible), error_type: null }
    await recordMachineGrade(db, item, {
      ...bare(item),
      ...open,
      ...words,
      reasons,
      confidence: null,
      created_at: now(),
    })
    return true
  }
  const won = ruling.is === 'equal' ? points : 0
  const suspended = lateCorrection(submission, item)
  await recordMachineGrade(db, item, {
    ...bare(item),
    source: 'rule',
    result:
      ruling.is === 'unanswered' ? 'unanswered' : suspended.length > 0 ? 'undecided' : resultOf(won, points),
    score: suspended.length > 0 ? null : won,
    ...{ low: won, high: won, confidence: 1, reasons: suspended },
    explanation: JSON.stringify(ruling.is === 'unanswered' ? unanswered : ruling.words),
    error_type:
      ruling.is === 'unanswered'
        ? '未作答'
        : ruling.is === 'different' && ruling.reason === 'unit'
          ? '单位错误'
          : null,
    created_at: now(),
  })
  return true
}

/** Grades an item by a model, as far as it has answered; a failure is the item's, and holds up no other. */
export async function gradeByModel(
  deps: Pick<Deps, 'db' | 'bus' | 'now'>,
  submission: Submission,
  item: Item,
): Promise<void> {
  const found = await judgeByModel(deps, submission, item)
  if (found.is === 'pending') return
  if (found.is === 'failed') return failItem(deps.db, item, found.problem)
  const reasons: ReviewReason[] = [
    ...(isSuspicious(item.student_answer) ? (['suspicious'] as const) : []),
    ...found.reasons,
    ...lateCorrection(submission, item),
  ]
  const score = reasons.length > 0 ? null : found.score
  const { told } = found
  const row: NewGrade = {
    ...bare(item),
    source: 'model',
    result: resultOf(score, item.points),
    ...{
      score,
      low: found.low,
      high: found.high,
      reasons,
      confidence: found.confidence,
      passes: found.passes,
    },
    criteria: JSON.stringify(found.criteria),
    ...{ completion_ids: found.ids, model: found.model },
    correct_answer: item.key ?? (told.correct_answer.trim() === '' ? null : told.correct_answer),
    explanation: told.explanation.trim() === '' ? null : JSON.stringify(sameText(told.explanation)),
    error_type: told.error_type === 'none' ? null : told.error_type,
    knowledge_points:
      item.knowledge_points.length > 0 ? item.knowledge_points : pointsOf(told.knowledge_points),
    created_at: deps.now(),
  }
  await recordMachineGrade(deps.db, item, row)
}

const pointsOf = (names: readonly string[]) =>
  [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))].slice(0, 10)

/** Who has seen the key of another's homework can write it down: that counts once a person has looked. */
const lateCorrection = ({ template_id }: Submission, { corrected_late }: Item): ReviewReason[] =>
  corrected_late && template_id !== null ? ['corrected_late'] : []

const unanswered: Texts = { zh: '未作答', en: 'It was not answered.' }
const illegible: Texts = {
  zh: '看不清答案，请更正识别结果，或等待人工批改',
  en: 'The answer cannot be read. Correct what was transcribed, or wait for a person.',
}
