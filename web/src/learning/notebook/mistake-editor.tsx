import { lazy, Suspense, useState } from 'react'
import { AttachButton } from '../../attach/attach-button.tsx'
import { openAttachments, useAttachments } from '../../attach/open-attachments.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { Form, readField } from '../../ui/form.tsx'
import { faultOf } from '../../ui/problem-note.tsx'
import { useAct } from '../../ui/use-act.ts'
import { Formulas } from '../formulas.tsx'
import { Photos } from '../photos.tsx'
import { SubjectField } from '../subject-field.tsx'
import { readMistake } from './mistake-draft.ts'
import { changeMistake, createMistake, type Mistake } from './notebook.queries.ts'
import { useNotebookText } from './notebook.text.ts'

const Tray = lazy(async () => ({ default: (await import('../../attach/tray.tsx')).Tray }))

interface Props {
  /** Undefined: a new one. */
  mistake?: Mistake
  onSaved: (mistake: Mistake) => void
  onCancel?: () => void
}

export function MistakeEditor({ mistake, onSaved, onCancel }: Props) {
  const text = useNotebookText()
  const { act, busy, error } = useAct()
  const [question, setQuestion] = useState(mistake?.question_content ?? '')
  const [kept, setKept] = useState(mistake?.file_ids ?? [])
  const [files] = useState(() =>
    openAttachments(
      () => [],
      () => {},
    ),
  )
  const attached = useAttachments(files)
  const ready = attached.every(({ state }) => state === 'ready')
  const area = (
    name: 'student_answer' | 'correct_answer' | 'explanation' | 'notes',
    label: string,
    hint?: string,
  ) => (
    <TextArea
      name={name}
      label={label}
      hint={hint}
      rows={name === 'correct_answer' ? 2 : 3}
      defaultValue={mistake?.[name] ?? ''}
      error={faultOf(error, name)}
    />
  )
  return (
    <Form
      error={error}
      onSubmit={(fields) =>
        void act(async () => {
          const added = attached.flatMap(({ file }) => file?.id ?? [])
          const written = {
            ...readMistake((name) => readField(fields, name)),
            file_ids: [...kept, ...added],
          }
          onSaved(await (mistake ? changeMistake(mistake.id, written) : createMistake(written)))
        })
      }
      actions={
        <>
          <Button kind="primary" type="submit" busy={busy} disabled={!ready}>
            {text.save}
          </Button>
          {onCancel && <Button onClick={onCancel}>{text.cancel}</Button>}
        </>
      }
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <SubjectField name="subject" defaultValue={mistake?.subject ?? 'math'} />
        <SelectField
          name="difficulty_level"
          label={text.difficulty}
          defaultValue={String(mistake?.difficulty_level ?? 2)}
        >
          {['1', '2', '3', '4', '5'].map((level) => (
            <option key={level} value={level}>
              {text.level(level)}
            </option>
          ))}
        </SelectField>
      </div>
      <TextArea
        name="question_content"
        label={text.question}
        hint={text.questionHint}
        required
        rows={4}
        maxLength={10_000}
        value={question}
        onChange={({ currentTarget }) => setQuestion(currentTarget.value)}
        error={faultOf(error, 'question_content')}
      />
      {/[$\\]/.test(question) && (
        <section aria-label={text.preview} className="rounded-md border border-line bg-sunken px-4 py-3">
          <Formulas text={question} />
        </section>
      )}
      <div className="grid grid-cols-1 gap-2">
        {kept.length > 0 && (
          <div className="flex flex-wrap items-center gap-2">
            <Photos ids={kept} />
            <Button kind="quiet" onClick={() => setKept([])}>
              {text.withoutPhotos}
            </Button>
          </div>
        )}
        <div className="flex items-center gap-2 text-sm text-ink-2">
          <AttachButton onChoose={(chosen) => files.add(chosen)} />
          <span>{text.addPhotos}</span>
        </div>
        {(attached.length > 0 || files.tooMany) && (
          <Suspense fallback={<div className="h-12" />}>
            <Tray files={files} />
          </Suspense>
        )}
      </div>
      <TextField
        name="title"
        label={text.name}
        hint={text.nameHint}
        maxLength={200}
        defaultValue={mistake?.title ?? ''}
        error={faultOf(error, 'title')}
      />
      {area('student_answer', text.own)}
      {area('correct_answer', text.correct, text.correctHint)}
      {area('explanation', text.explanation)}
      {area('notes', text.notes)}
      <TextField
        name="knowledge_points"
        label={text.points}
        hint={text.pointsHint}
        defaultValue={mistake?.knowledge_points.join('，') ?? ''}
        error={faultOf(error, 'knowledge_points')}
      />
      <TextField
        name="tags"
        label={text.tags}
        hint={text.pointsHint}
        defaultValue={mistake?.tags.join('，') ?? ''}
        error={faultOf(error, 'tags')}
      />
    </Form>
  )
}
