import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useAct } from '../../ui/use-act.ts'
import { Formulas } from '../formulas.tsx'
import { beginPractice, type Mistake, type Practice, submitPractice } from './notebook.queries.ts'
import { useNotebookText } from './notebook.text.ts'

/** A review in three stages: the question, a variant, the knowledge behind it. */
export function Practise({ mistake }: { mistake: Mistake }) {
  const text = useNotebookText()
  const { act, busy, error } = useAct()
  const [practice, setPractice] = useState<Practice>()
  const [answer, setAnswer] = useState('')
  const submit = (body: Parameters<typeof submitPractice>[1]) =>
    act(async () => {
      const next = await submitPractice(practice!.session_id, body)
      if (next.stage !== practice!.stage || next.status !== 'active') setAnswer('')
      setPractice(next)
    })
  return (
    <Section title={text.practise} lead={text.practiseLead}>
      {!practice && (
        <Button
          kind="primary"
          className="justify-self-start"
          busy={busy}
          onClick={() => void act(async () => setPractice(await beginPractice(mistake.id)))}
        >
          {text.begin}
        </Button>
      )}
      {practice && <Judged practice={practice} />}
      {practice?.status === 'active' && (
        <div className="grid grid-cols-1 gap-3 rounded-lg border border-line bg-raised p-4">
          <h3 className="text-sm font-semibold">{practice.stage_name}</h3>
          {practice.question_content && <Formulas text={practice.question_content} />}
          {practice.judgement && practice.judgement.is_correct === null ? (
            <div className="flex flex-wrap gap-2">
              <Button busy={busy} onClick={() => void submit({ answer, self_result: 'correct' })}>
                {text.iWasRight}
              </Button>
              <Button busy={busy} onClick={() => void submit({ answer, self_result: 'incorrect' })}>
                {text.iWasWrong}
              </Button>
            </div>
          ) : (
            <>
              <TextArea
                label={text.yourAnswer}
                rows={3}
                maxLength={5_000}
                value={answer}
                onChange={({ currentTarget }) => setAnswer(currentTarget.value)}
              />
              <div className="flex flex-wrap gap-2">
                <Button
                  kind="primary"
                  busy={busy}
                  disabled={answer.trim() === ''}
                  onClick={() => void submit({ answer })}
                >
                  {text.submit}
                </Button>
                <Button busy={busy} onClick={() => void submit({ skip: true })}>
                  {text.skip}
                </Button>
              </div>
            </>
          )}
        </div>
      )}
      <ProblemNote error={error} />
    </Section>
  )
}

function Judged({ practice: { judgement, status } }: { practice: Practice }) {
  const text = useNotebookText()
  return (
    <div role="status" className="grid grid-cols-1 gap-2 text-sm empty:hidden">
      {judgement && (
        <>
          <p className="font-semibold">
            {judgement.is_correct === null ? text.undecided : judgement.is_correct ? text.right : text.wrong}
          </p>
          {judgement.feedback && <Formulas text={judgement.feedback} />}
          {judgement.correct_answer && (
            <section className="grid grid-cols-1 gap-1">
              <h4 className="text-xs font-semibold text-ink-2">{text.rightIs}</h4>
              <Formulas text={judgement.correct_answer} />
            </section>
          )}
        </>
      )}
      {status !== 'active' && <p>{status === 'completed_success' ? text.passed : text.failed}</p>}
    </div>
  )
}
