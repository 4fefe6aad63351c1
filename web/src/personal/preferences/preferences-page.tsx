import { useQuery } from '@tanstack/react-query'
import { CheckBox } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useAct } from '../../ui/use-act.ts'
import { Items } from './items.tsx'
import { changeSettings, settingsQuery } from './preferences.queries.ts'
import { usePreferencesText } from './preferences.text.ts'
import { Rules } from './rules.tsx'

/** What was learned of a person, and what they set for all answers. */
export function PreferencesPage() {
  const text = usePreferencesText()
  return (
    <Page title={text.title} lead={text.lead}>
      <Switches />
      <Items />
      <Rules />
    </Page>
  )
}

function Switches() {
  const text = usePreferencesText()
  const { data, error, refetch } = useQuery(settingsQuery)
  const { act, busy, error: refusal } = useAct()
  return (
    <div className="grid gap-1">
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton lines={2} />}
      {data && (
        <>
          <CheckBox
            label={text.learning}
            hint={text.learningHint}
            checked={data.learning}
            disabled={busy}
            onChange={({ target }) => act(() => changeSettings({ learning: target.checked }))}
          />
          <CheckBox
            label={text.applying}
            hint={text.applyingHint}
            checked={data.applying}
            disabled={busy}
            onChange={({ target }) => act(() => changeSettings({ applying: target.checked }))}
          />
        </>
      )}
      <ProblemNote error={refusal} />
    </div>
  )
}
