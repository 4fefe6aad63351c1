import { Badge } from '../../ui/badge.tsx'
import { Formulas } from '../formulas.tsx'
import type { Grade, ItemCorrection } from './homework.queries.ts'
import { useHomeworkText } from './homework.text.ts'
import { Part } from './part.tsx'

/** What a grade is, what it rests on, and why it may not stand yet. */
export function GradeShown({ correction }: { correction: ItemCorrection }) {
  const text = useHomeworkText()
  const { grade, problem, appeals, points, points_awarded, error_type, knowledge_points } = correction
  const told: [string, string | null][] = [
    [text.right, correction.correct_answer],
    [text.why, correction.explanation],
  ]
  const facts: [string, string | null][] = [
    [text.error, error_type && (text[error_type as '未作答'] ?? error_type)],
    [text.points, knowledge_points.join(' · ')],
  ]
  return (
    <>
      {problem && <p className="text-sm text-danger">{problem.message}</p>}
      {grade && points_awarded === null && (
        <p className="text-sm">
          {grade.low === grade.high && grade.low === 0
            ? text.noScore
            : text.between(String(grade.low), String(grade.high), String(points))}
        </p>
      )}
      {grade && grade.needs_review.length > 0 && (
        <Part title={text.needsReview}>
          <ul className="grid gap-1 text-sm text-warn">
            {grade.needs_review.map(({ code, text: why }) => (
              <li key={code}>{why}</li>
            ))}
          </ul>
        </Part>
      )}
      {told.map(
        ([title, value]) =>
          value && (
            <Part key={title} title={title}>
              <Formulas text={value} />
            </Part>
          ),
      )}
      {grade && grade.criteria.length > 0 && <Criteria grade={grade} own={correction.rubric === 'given'} />}
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-xs text-ink-2 empty:hidden">
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name} className="flex gap-2">
                <dt>{name}</dt>
                <dd className="text-ink wrap-anywhere">{value}</dd>
              </div>
            ),
        )}
      </dl>
      {grade && <Source grade={grade} />}
      {appeals.map(({ id, status, reason }) => (
        <p key={id} className="text-xs text-ink-2 wrap-anywhere">
          {{ open: text.appealOpen, upheld: text.appealUpheld, rejected: text.appealRejected }[status]}:{' '}
          {reason}
        </p>
      ))}
    </>
  )
}

function Source({ grade: { source, confidence, passes, reason } }: { grade: Grade }) {
  const text = useHomeworkText()
  return (
    <p className="text-xs text-ink-2 wrap-anywhere">
      {text[source]}
      {source === 'model' &&
        confidence !== null &&
        passes > 1 &&
        ` · ${text.confidence(`${Math.round(confidence * 100)} %`)}`}
      {reason && ` · ${reason}`}
    </p>
  )
}

const tones = { yes: 'ok', no: 'danger', unsure: 'warn' } as const

function Criteria({ grade: { criteria }, own }: { grade: Grade; own: boolean }) {
  const text = useHomeworkText()
  return (
    <Part title={`${text.criteria} (${own ? text.ownCriteria : text.usualCriteria})`}>
      <ul className="grid text-sm">
        {criteria.map(({ id, text: words, met, quote, note, points, points_max }) => (
          <li key={id} className="grid gap-1 border-t border-line py-2 first:border-t-0">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span className="wrap-anywhere">{words || id}</span>
              <span className="flex items-center gap-2 text-xs text-ink-2">
                {`${points} / ${points_max}`}
                <Badge tone={tones[met]}>{text[met]}</Badge>
              </span>
            </div>
            {quote && (
              <p className="text-xs text-ink-2 wrap-anywhere">
                {text.quote} <q>{quote}</q>
              </p>
            )}
            {note && <p className="text-xs text-ink-2 wrap-anywhere">{note}</p>}
          </li>
        ))}
      </ul>
    </Part>
  )
}
