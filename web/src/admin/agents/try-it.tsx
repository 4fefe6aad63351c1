import type { FormEvent, KeyboardEvent } from 'react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/placeholder.tsx'
import type { AdminAgent } from './agents.queries.ts'
import { useAgentsText } from './agents.text.ts'
import { readDraft } from './draft.ts'
import { TrialTurn } from './trial-turn.tsx'
import { useTryText } from './try-it.text.ts'
import { useTrial } from './use-trial.ts'

/** A pane to ask the saved version, with what administrators want to know of its answers. */
export function TryIt({ agent }: { agent: AdminAgent }) {
  const text = useTryText()
  const { tryIt } = useAgentsText()
  const { turns, running, ask, stop, startOver } = useTrial(agent.id)
  const [question, setQuestion] = useState('')

  function send(event: FormEvent | KeyboardEvent) {
    event.preventDefault()
    if (running || question.trim() === '') return
    void ask(question)
    setQuestion('')
  }
  return (
    <Section
      title={tryIt}
      lead={text.lead(agent.version)}
      actions={turns.length > 0 && <Button onClick={startOver}>{text.startOver}</Button>}
    >
      {readDraft(agent.id) && <p className="text-sm text-warn">{text.unsaved}</p>}
      {turns.length === 0 && <EmptyState title={text.nothing}>{text.nothingHow}</EmptyState>}
      <ol className="grid gap-6">
        {turns.map((turn) => (
          <li key={turn.askedAt}>
            <TrialTurn turn={turn} />
          </li>
        ))}
      </ol>
      <form className="grid gap-3" onSubmit={send}>
        <TextArea
          label={text.question}
          hint={text.questionHint}
          rows={3}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
          onKeyDown={(event) => {
            const composing = event.nativeEvent.isComposing || event.keyCode === 229
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !composing) send(event)
          }}
        />
        <div className="flex gap-2">
          {running ? (
            <Button onClick={() => void stop()}>{text.stop}</Button>
          ) : (
            <Button kind="primary" type="submit" disabled={question.trim() === ''}>
              {text.ask}
            </Button>
          )}
        </div>
      </form>
    </Section>
  )
}
