import { Uuid } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { problem } from '@lingzhi/contracts/problem'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { betaInterval } from './beta-interval.ts'
import { masteryOn, shareOf, stateOn } from './fold-mastery.ts'
import type { PointRow } from './mastery.queries.ts'

export const PointNotFound = problem('KNOWLEDGE_POINT_NOT_FOUND', 404, {
  zh: '知识点或记录不存在',
  en: 'There is no such knowledge point, or no such evidence of it.',
  check: 'The ids, and whose they are: `id` of the list of mastery, `id` of the list of its evidence.',
})

const Count = Type.Integer({ minimum: 0 })
const Share = Type.Number({ minimum: 0, maximum: 1 })
const DayOrNull = Nullable(Type.String({ format: 'date', pattern: '^[1-9]' }))
const MasteryStatus = Type.Enum(['insufficient', 'weak', 'improving', 'mastered'])

export const PointView = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    subject: Subject,
    mastery: Nullable(Share),
    mastery_level: Nullable(Share),
    interval: Nullable(Type.Object({ low: Share, high: Share }, { title: 'MasteryInterval' })),
    status: MasteryStatus,
    insufficient: Type.Boolean(),
    evidence_count: Count,
    question_count: Count,
    mistake_count: Count,
    last_evidence_on: DayOrNull,
  },
  { title: 'KnowledgePoint' },
)
export type PointView = Static<typeof PointView>

const intervalShare = 0.8
const rounded = (share: number) => Math.round(share * 10_000) / 10_000

/** A point as it stands on a day: a number only where there is enough to say one. */
export function toPoint(row: PointRow, today: string): PointView {
  const { id, name, subject, evidence_count, questions, mistakes, last_on } = row
  const mastery = { right: row.right, wrong: row.wrong, lastOn: last_on }
  const status = stateOn(mastery, evidence_count, today)
  const now = masteryOn(mastery, today)
  const known = status !== 'insufficient'
  const share = known ? rounded(shareOf(now)) : null
  const [low, high] = known ? betaInterval(1 + now.right, 1 + now.wrong, intervalShare) : []
  return {
    ...{ id, name, subject, mastery: share, mastery_level: share },
    interval: low === undefined || high === undefined ? null : { low: rounded(low), high: rounded(high) },
    ...{ status, insufficient: !known, evidence_count, question_count: questions, mistake_count: mistakes },
    last_evidence_on: last_on,
  }
}
