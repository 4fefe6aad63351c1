import { useState } from 'react'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Formulas } from '../formulas.tsx'
import { GradeShown } from './grade-shown.tsx'
import type { HomeworkDetail, ItemCorrection, ReadItem } from './homework.queries.ts'
import { isUnderWay } from './homework.queries.ts'
import { useHomeworkText } from './homework.text.ts'
import { AppealForm, DecisionForm, ReadingForm } from './item-forms.tsx'
import { Part } from './part.tsx'

interface Props {
  homework: HomeworkDetail
  read: ReadItem
  correction: ItemCorrection | undefined
}

const tones = { waiting: 'plain', graded: 'ok', needs_review: 'warn', failed: 'danger' } as const

/** One item: question, answer as it was read, grade, and what may be done about it. */
export function Item({ homework, read, correction }: Props) {
  const text = useHomeworkText()
  const [open, setOpen] = useState<'reading' | 'appeal' | 'decision'>()
  const states = {
    ...{ waiting: text.itemWaiting, graded: text.itemGraded },
    ...{ needs_review: text.itemReview, failed: text.itemFailed },
  }
  const { number, status } = read
  const close = () => setOpen(undefined)
  const form = { submissionId: homework.id, number, onClose: close }
  const settled = !isUnderWay(homework)
  const appeals = correction?.appeals ?? []
  const mayRead = homework.is_own && homework.kind !== 'answers' && settled
  const mayAppeal =
    homework.is_own && homework.template_id !== null && correction?.grade && appeals.every(isClosed)
  return (
    <li className="grid grid-cols-1 gap-3 rounded-lg border border-line bg-raised p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{text.question(String(number))}</h3>
        <span className="flex items-center gap-2 text-sm">
          {correction?.points_awarded !== null && correction && (
            <span>{text.score(String(correction.points_awarded), String(correction.points))}</span>
          )}
          <Badge tone={tones[status]}>{states[status]}</Badge>
        </span>
      </div>
      {read.question && (
        <Part title={text.asked}>
          <Formulas text={read.question} />
        </Part>
      )}
      {open === 'reading' ? (
        <ReadingForm {...form} read={read} />
      ) : (
        <Answer homework={homework} read={read} />
      )}
      {correction && <GradeShown correction={correction} />}
      {open === 'appeal' && <AppealForm {...form} />}
      {open === 'decision' && <DecisionForm {...form} points={read.points} />}
      {!open && (mayRead || mayAppeal || homework.may_decide) && (
        <div className="flex flex-wrap gap-2">
          {mayRead && <Button onClick={() => setOpen('reading')}>{text.putRight}</Button>}
          {mayAppeal && <Button onClick={() => setOpen('appeal')}>{text.appeal}</Button>}
          {homework.may_decide && correction && (
            <Button onClick={() => setOpen('decision')}>{text.decide}</Button>
          )}
        </div>
      )}
    </li>
  )
}

const isClosed = ({ status }: ItemCorrection['appeals'][number]) => status !== 'open'

function Answer({ homework, read }: Pick<Props, 'homework' | 'read'>) {
  const text = useHomeworkText()
  const { student_answer, transcribed_answer, is_corrected, legibility } = read
  return (
    <Part title={homework.is_own ? text.answer : text.theirAnswer}>
      {student_answer ? (
        <Formulas text={student_answer} />
      ) : (
        <p className="text-sm text-ink-2">{text.unanswered}</p>
      )}
      {is_corrected && transcribed_answer !== null && (
        <p className="text-xs text-ink-2 wrap-anywhere">
          {text.read}: {transcribed_answer || text.unanswered}
        </p>
      )}
      {legibility !== null && (
        <p className="text-xs text-ink-2">{text.legibility(`${Math.round(legibility * 100)} %`)}</p>
      )}
    </Part>
  )
}
