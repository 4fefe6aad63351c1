import { useState } from 'react'
import { useMatchText } from '../../text/match.text.ts'
import { matchReason } from '../../text/match-reason.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useAct } from '../../ui/use-act.ts'
import type { ScenarioMatch } from './scenarios.queries.ts'
import { matchQuestion } from './scenarios.queries.ts'
import { useScenariosText } from './scenarios.text.ts'

/** "Which one would it get, and why?" */
export function TryQuestion() {
  const text = useScenariosText()
  const reasons = useMatchText()
  const [question, setQuestion] = useState('')
  const [match, setMatch] = useState<ScenarioMatch>()
  const { act, busy, error } = useAct()
  return (
    <Section title={text.tryTitle} lead={text.tryLead}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void act(async () => setMatch(await matchQuestion(question.trim())))
        }}
      >
        <TextField
          label={text.question}
          maxLength={2_000}
          value={question}
          onChange={({ target }) => {
            setQuestion(target.value)
            setMatch(undefined)
          }}
        />
        <Button type="submit" className="justify-self-start" busy={busy} disabled={question.trim() === ''}>
          {text.try}
        </Button>
      </form>
      <ProblemNote error={error} />
      <div role="status" className="empty:hidden">
        {match && (
          <div className="rounded-md border border-line bg-raised px-4 py-3 text-sm">
            <p>
              {text.result} <strong className="font-semibold">{match.name || text.noScenario}</strong>
            </p>
            {matchReason(reasons, match).map((sentence) => (
              <p key={sentence} className="text-ink-2">
                {sentence}
              </p>
            ))}
          </div>
        )}
      </div>
    </Section>
  )
}
