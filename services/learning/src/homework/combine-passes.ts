import { folded, placeOf } from './quotations.ts'
import { rounded, scoreOf } from './rubric.ts'
import type { Criterion, CriterionResult, GradeResult, ReviewReason } from './tables.ts'

type Met = CriterionResult['met']

/** What one pass says of one criterion. */
export interface Finding {
  id: string
  met: Met
  quote: string
  note: string
}

export interface Judged {
  id: string
  met: Met
  quote: string
  at: number | null
  note: string
}

/**
 * A pass with its quotations looked up in the answer: what quotes something else, quotes nothing for what it found, leaves a
 * criterion out or tells it twice, is unsure.
 */
export function verified(
  rubric: readonly Criterion[],
  findings: readonly Finding[],
  answer: string,
): Judged[] {
  const whole = folded(answer)
  return rubric.map(({ id }) => {
    const told = findings.filter((one) => one.id === id)
    const [finding] = told
    if (!finding || told.length !== 1) return { id, met: 'unsure', quote: '', at: null, note: '' }
    const { met, quote, note } = finding
    const at = placeOf(quote, whole)
    const isQuoted = at !== null || (met === 'no' && quote.trim() === '')
    return { id, met: isQuoted ? met : 'unsure', quote: at === null ? '' : quote, at, note }
  })
}

/** Whether two passes say the same of every criterion. */
export const agree = (one: readonly Judged[], other: readonly Judged[]): boolean =>
  one.every(({ id, met }) => other.find((judged) => judged.id === id)?.met === met)

/** A criterion that passes contest may move this share of an item's points before a person must look. */
const swingMax = 0.2

export interface Combined {
  criteria: CriterionResult[]
  /** Null: a person must look. */
  score: number | null
  low: number
  high: number
  confidence: number
  reasons: ReviewReason[]
  result: GradeResult
}

/** What passes come to: for each criterion what most of them say, and the points of those that are met. */
export function combine(
  rubric: readonly Criterion[],
  points: number,
  passes: readonly (readonly Judged[])[],
): Combined {
  const criteria = rubric.map((criterion) => majority(criterion, passes))
  const byId = new Map(criteria.map((one) => [one.id, one]))
  const contested = rubric.filter(({ id }) => (byId.get(id)?.agreement ?? 0) < 1)
  const open = rubric.filter(({ id }) => byId.get(id)?.met === 'unsure')
  const inDoubt = new Set([...contested, ...open].map(({ id }) => id))
  const isMet = (id: string) => byId.get(id)?.met === 'yes'
  // What is in doubt falls to the pupil's advantage, or not.
  const bound = (best: boolean) =>
    scoreOf(rubric, points, (id) => {
      if (!inDoubt.has(id)) return isMet(id)
      return (rubric.find((one) => one.id === id)?.kind === 'earn') === best
    })
  const [low, high] = [bound(false), bound(true)]
  const swing = contested.reduce((sum, { points }) => sum + points, 0)
  const reasons: ReviewReason[] = [
    ...(open.length > 0 ? (['unsure'] as const) : []),
    ...(swing > 0 && swing >= swingMax * points ? (['passes_differ'] as const) : []),
  ]
  const sum = scoreOf(rubric, points, isMet)
  const score = reasons.length === 0 ? sum : null
  const confidence = rounded(Math.min(1, ...criteria.map(({ agreement }) => agreement ?? 1)))
  return { criteria, score, low, high, confidence, reasons, result: resultOf(score, points) }
}

export const resultOf = (score: number | null, points: number): GradeResult =>
  score === null ? 'undecided' : score >= points ? 'correct' : score > 0 ? 'partial' : 'incorrect'

function majority({ id, points, kind }: Criterion, passes: readonly (readonly Judged[])[]): CriterionResult {
  const said = passes.flatMap((pass) => pass.find((one) => one.id === id) ?? [])
  const votes = Map.groupBy(said, ({ met }) => met)
  const [most] = [...votes].sort(([, a], [, b]) => b.length - a.length)
  const won = most && most[1].length * 2 > passes.length ? most : undefined
  const met: Met = won?.[0] ?? 'unsure'
  const shown = won?.[1].find(({ at }) => at !== null) ?? won?.[1][0]
  return {
    id,
    met,
    quote: shown?.quote ?? '',
    at: shown?.at ?? null,
    note: shown?.note ?? '',
    points: met === 'yes' ? (kind === 'earn' ? points : -points) : 0,
    agreement: rounded((most?.[1].length ?? 0) / passes.length),
  }
}
