import { lazy, Suspense, useState } from 'react'
import { AttachButton } from '../../attach/attach-button.tsx'
import { openAttachments, useAttachments } from '../../attach/open-attachments.ts'
import { Button } from '../../ui/button.tsx'
import { CheckBox, TextArea, TextField } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useAct } from '../../ui/use-act.ts'
import type { Subject } from '../learning.text.ts'
import { SubjectField } from '../subject-field.tsx'
import { handIn } from './homework.queries.ts'
import { useHomeworkText } from './homework.text.ts'

const Tray = lazy(async () => ({ default: (await import('../../attach/tray.tsx')).Tray }))

/** Photos, or a text: either is homework. */
export function HandInForm({ onHandedIn }: { onHandedIn: (id: string) => void }) {
  const text = useHomeworkText()
  const { act, busy, error } = useAct()
  const [title, setTitle] = useState('')
  const [content, setContent] = useState('')
  const [subject, setSubject] = useState<Subject>('math')
  const [checks, setChecks] = useState(false)
  const [files] = useState(() =>
    openAttachments(
      () => [],
      () => {},
    ),
  )
  const attached = useAttachments(files)
  const ready = attached.every(({ state }) => state === 'ready')
  const pictured = attached.length > 0

  const send = () =>
    act(async () => {
      const file_ids = attached.flatMap(({ file }) => file?.id ?? [])
      const id = await handIn({
        subject,
        auto_grade: !checks,
        ...(title.trim() && { title }),
        ...(pictured ? { file_ids } : { text: content }),
      })
      files.take()
      onHandedIn(id)
    })

  return (
    <form
      aria-label={text.newTitle}
      className="grid grid-cols-1 gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !busy) void send()
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <SubjectField
          value={subject}
          onChange={({ currentTarget }) => setSubject(currentTarget.value as Subject)}
        />
        <TextField
          label={text.name}
          hint={text.nameHint}
          maxLength={200}
          value={title}
          onChange={({ currentTarget }) => setTitle(currentTarget.value)}
        />
      </div>
      <div className="grid grid-cols-1 gap-2">
        <div className="flex items-center gap-2 text-sm text-ink-2">
          <AttachButton onChoose={(chosen) => files.add(chosen)} />
          <span>{text.choose}</span>
        </div>
        {(pictured || files.tooMany) && (
          <Suspense fallback={<div className="h-12" />}>
            <Tray files={files} />
          </Suspense>
        )}
      </div>
      {!pictured && (
        <TextArea
          label={text.content}
          hint={text.contentHint}
          rows={6}
          maxLength={20_000}
          value={content}
          onChange={({ currentTarget }) => setContent(currentTarget.value)}
        />
      )}
      <CheckBox
        label={text.check}
        checked={checks}
        onChange={({ currentTarget }) => setChecks(currentTarget.checked)}
      />
      <ProblemNote error={error} />
      <Button
        kind="primary"
        type="submit"
        busy={busy}
        disabled={!ready || (!pictured && content.trim() === '')}
        className="sm:justify-self-start"
      >
        {text.handIn}
      </Button>
    </form>
  )
}
