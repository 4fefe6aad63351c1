import { useQuery } from '@tanstack/react-query'
import { GraduationCap } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import { Item } from './item.tsx'
import { inUse, statementMax } from './item-state.ts'
import { addPreference, learnNow, preferencesQuery } from './preferences.queries.ts'
import { usePreferencesText } from './preferences.text.ts'

/** Learning takes some seconds; for so long the list is read again. */
const learningMs = 30_000
const lookEveryMs = 3_000

export function Items() {
  const text = usePreferencesText()
  const [learning, setLearning] = useState(false)
  const { data, error, refetch } = useQuery({
    ...preferencesQuery,
    refetchInterval: learning ? lookEveryMs : false,
  })
  const { act, busy, error: refusal } = useAct()
  useEffect(() => {
    if (!learning) return
    const timer = setTimeout(() => setLearning(false), learningMs)
    return () => clearTimeout(timer)
  }, [learning])
  const used = data?.filter(inUse) ?? []
  const past = data?.filter((item) => !inUse(item)) ?? []
  async function learn() {
    if (!(await act(learnNow))) return
    toast(text.learnStarted)
    setLearning(true)
  }
  return (
    <Section
      id="preferences"
      title={text.learned}
      lead={text.learnedLead}
      actions={
        <Button icon={<GraduationCap size={16} />} busy={busy || learning} onClick={() => void learn()}>
          {text.learnNow}
        </Button>
      }
    >
      <ProblemNote error={refusal} />
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton lines={4} />}
      {data && used.length === 0 && <EmptyState title={text.none}>{text.noneHow}</EmptyState>}
      {used.length > 0 && (
        <ul aria-label={text.learned} className="grid border-t border-line">
          {used.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </ul>
      )}
      <Add />
      {past.length > 0 && (
        <details className="text-sm">
          <summary className="min-h-8 text-ink-2">
            {text.past} ({past.length})
          </summary>
          <ul aria-label={text.past} className="mt-2 grid border-t border-line">
            {past.map((item) => (
              <Item key={item.id} item={item} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}

function Add() {
  const text = usePreferencesText()
  const [statement, setStatement] = useState('')
  const { act, busy, error } = useAct()
  async function add() {
    if (!(await act(() => addPreference(statement.trim())))) return
    setStatement('')
    toast(text.added)
  }
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <TextField
        label={text.add}
        hint={text.addHint}
        maxLength={statementMax}
        value={statement}
        onChange={({ target }) => setStatement(target.value)}
      />
      <ProblemNote error={error} />
      <Button type="submit" className="justify-self-start" busy={busy} disabled={statement.trim() === ''}>
        {text.addButton}
      </Button>
    </form>
  )
}
