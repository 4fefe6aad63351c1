import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { AttachButton } from '../../attach/attach-button.tsx'
import { openAttachments, useAttachments } from '../../attach/open-attachments.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextArea } from '../../ui/field.tsx'
import { guidances, type Subject, useLearningText } from '../learning.text.ts'
import { settingsQuery } from '../settings/settings.queries.ts'
import { SubjectField } from '../subject-field.tsx'
import type { TutorQuestion } from './ask.queries.ts'
import { useAskText } from './ask.text.ts'

const Tray = lazy(async () => ({ default: (await import('../../attach/tray.tsx')).Tray }))

interface Props {
  /** An answer is on its way. */
  busy: boolean
  /** Resolves to whether it was taken: if not, what was written stays. */
  onAsk: (question: TutorQuestion) => Promise<boolean>
}

export function AskForm({ busy, onAsk }: Props) {
  const text = useAskText()
  const names = useLearningText()
  const { data: settings } = useQuery(settingsQuery)
  const [content, setContent] = useState('')
  const [attempt, setAttempt] = useState('')
  const [subject, setSubject] = useState<Subject | ''>('')
  const [guidance, setGuidance] = useState<(typeof guidances)[number] | ''>('')
  const [files] = useState(() =>
    openAttachments(
      () => [],
      () => {},
    ),
  )
  const attached = useAttachments(files)
  const ready = attached.every(({ state }) => state === 'ready')

  async function send() {
    if (content.trim() === '' || busy || !ready) return
    const file_ids = files.take().map(({ id }) => id)
    const written = { content, attempt }
    setContent('')
    setAttempt('')
    const taken = await onAsk({
      content: written.content,
      ...(subject && { subject }),
      ...(guidance && { guidance }),
      ...(written.attempt.trim() && { student_attempt: written.attempt }),
      ...(file_ids.length > 0 && { file_ids }),
    })
    if (taken) return
    setContent((now) => now || written.content)
    setAttempt((now) => now || written.attempt)
    files.reload()
  }

  return (
    <form
      className="grid grid-cols-1 gap-3 border-t border-line pt-5"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {(attached.length > 0 || files.tooMany) && (
        <Suspense fallback={<div className="h-12" />}>
          <Tray files={files} />
        </Suspense>
      )}
      <TextArea
        label={text.question}
        placeholder={text.placeholder}
        rows={3}
        maxLength={5_000}
        value={content}
        onChange={({ currentTarget }) => setContent(currentTarget.value)}
      />
      <TextArea
        label={text.attempt}
        hint={text.attemptHint}
        rows={2}
        maxLength={3_500}
        value={attempt}
        onChange={({ currentTarget }) => setAttempt(currentTarget.value)}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <SubjectField
          any
          value={subject}
          onChange={({ currentTarget }) => setSubject(currentTarget.value as Subject | '')}
        />
        <SelectField
          label={text.how}
          value={guidance}
          onChange={({ currentTarget }) => setGuidance(currentTarget.value as typeof guidance)}
        >
          <option value="">{text.asUsual(settings ? names[settings.effective_guidance] : '')}</option>
          {guidances.map((one) => (
            <option key={one} value={one}>
              {names[one]}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="flex items-center gap-2">
        <AttachButton onChoose={(chosen) => files.add(chosen)} />
        <Button
          kind="primary"
          type="submit"
          busy={busy}
          disabled={content.trim() === '' || !ready}
          className="flex-1 sm:flex-none"
        >
          {text.ask}
        </Button>
      </div>
    </form>
  )
}
