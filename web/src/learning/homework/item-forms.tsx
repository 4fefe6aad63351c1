import { Button } from '../../ui/button.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { Form, readField } from '../../ui/form.tsx'
import { faultOf } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import { appeal, decide, putRight, type ReadItem } from './homework.queries.ts'
import { useHomeworkText } from './homework.text.ts'

interface Props {
  submissionId: string
  number: number
  onClose: () => void
}

function Actions({ act, busy, onClose }: { act: string; busy: boolean; onClose: () => void }) {
  const text = useHomeworkText()
  return (
    <>
      <Button kind="primary" type="submit" busy={busy}>
        {act}
      </Button>
      <Button onClick={onClose}>{text.cancel}</Button>
    </>
  )
}

/** What was read, put right by who wrote it. */
export function ReadingForm({ submissionId, number, onClose, read }: Props & { read: ReadItem }) {
  const text = useHomeworkText()
  const { act, busy, error } = useAct()
  return (
    <Form
      error={error}
      onSubmit={(fields) =>
        void act(async () => {
          await putRight(submissionId, number, {
            question: readField(fields, 'question'),
            student_answer: readField(fields, 'student_answer'),
          })
          toast(text.corrected)
          onClose()
        })
      }
      actions={<Actions act={text.save} busy={busy} onClose={onClose} />}
    >
      <TextArea
        name="question"
        label={text.asked}
        rows={2}
        maxLength={4_000}
        defaultValue={read.question}
        error={faultOf(error, 'question')}
      />
      <TextArea
        name="student_answer"
        label={text.answer}
        rows={3}
        maxLength={5_000}
        defaultValue={read.student_answer}
        error={faultOf(error, 'student_answer')}
      />
    </Form>
  )
}

/** Why a grade is thought to be wrong, to whoever set the homework. */
export function AppealForm({ submissionId, number, onClose }: Props) {
  const text = useHomeworkText()
  const { act, busy, error } = useAct()
  return (
    <Form
      error={error}
      onSubmit={(fields) =>
        void act(async () => {
          await appeal(submissionId, number, readField(fields, 'reason'))
          toast(text.appealed)
          onClose()
        })
      }
      actions={<Actions act={text.appealSend} busy={busy} onClose={onClose} />}
    >
      <TextArea
        name="reason"
        label={text.appealWhy}
        required
        rows={3}
        maxLength={2_000}
        error={faultOf(error, 'reason')}
      />
    </Form>
  )
}

/** The points that a person gives, which stay. */
export function DecisionForm({ submissionId, number, onClose, points }: Props & { points: number }) {
  const text = useHomeworkText()
  const { act, busy, error } = useAct()
  return (
    <Form
      error={error}
      onSubmit={(fields) =>
        void act(async () => {
          const reason = readField(fields, 'reason').trim()
          await decide(submissionId, number, {
            score: Number(readField(fields, 'score')),
            ...(reason && { reason }),
          })
          toast(text.decided)
          onClose()
        })
      }
      actions={<Actions act={text.decide} busy={busy} onClose={onClose} />}
    >
      <TextField
        name="score"
        type="number"
        label={text.newScore}
        hint={text.newScoreHint(String(points))}
        required
        min={0}
        max={points}
        step={0.25}
        error={faultOf(error, 'score')}
      />
      <TextArea
        name="reason"
        label={text.reason}
        rows={2}
        maxLength={2_000}
        error={faultOf(error, 'reason')}
      />
    </Form>
  )
}
