import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { availableScenarios } from '../../api/available-scenarios.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import type { Pick } from '../../ui/pick-list.tsx'
import { PickList } from '../../ui/pick-list.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import type { SessionChoices } from './scenarios.queries.ts'
import { inEffectMax, saveSessionChoices, sessionChoicesQuery } from './scenarios.queries.ts'
import { useSessionScenariosText } from './scenarios.text.ts'

/** What a conversation is for just now: scenarios and rules of its own, in place of what is chosen for each question. */
export function ScenariosDialog({
  conversationId,
  onClose,
}: {
  conversationId: string
  onClose: () => void
}) {
  const text = useSessionScenariosText()
  const choices = useQuery({ ...sessionChoicesQuery(conversationId), staleTime: 0 })
  const available = useQuery(availableScenarios)
  const error = choices.error ?? available.error
  const ready = choices.data && !choices.isFetching && available.data
  return (
    <Dialog title={text.title} open onClose={onClose}>
      <p className="text-sm text-ink-2">{text.lead}</p>
      <ProblemNote
        error={error}
        onRetry={() => {
          void choices.refetch()
          void available.refetch()
        }}
      />
      {!ready && !error && <Skeleton lines={4} />}
      {ready && (
        <Choices
          before={choices.data}
          available={available.data.map(({ id, name, description }) => ({
            id,
            label: name,
            hint: description,
          }))}
          onSave={async (next) => {
            await saveSessionChoices(conversationId, next)
            toast(text.saved)
            onClose()
          }}
        />
      )}
    </Dialog>
  )
}

interface ChoicesProps {
  before: SessionChoices
  available: readonly Pick[]
  onSave: (choices: SessionChoices) => Promise<void>
}

function Choices({ before, available, onSave }: ChoicesProps) {
  const text = useSessionScenariosText()
  // One that is gone would be refused: it is left out when this is saved.
  const [ids, setIds] = useState(before.scenario_ids.filter((id) => available.some((one) => one.id === id)))
  const [rules, setRules] = useState(before.session_custom_prompt)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const _full = ids.length >= inEffectMax
  async function save() {
    setBusy(true)
    setError(null)
    try {
      await onSave({ scenario_ids: ids, session_custom_prompt: rules })
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <PickList
        label={text.chosen}
        hint={ids.length >= inEffectMax ? text.most(inEffectMax) : text.auto}
        picks={available}
        chosen={ids}
        describeGone={(id) => ({ id, label: id })}
        most={inEffectMax}
        onChange={setIds}
      />
      <TextArea
        label={text.rules}
        hint={text.rulesHint}
        rows={3}
        maxLength={8_000}
        value={rules}
        onChange={({ target }) => setRules(target.value)}
      />
      <ProblemNote error={error} />
      <Button kind="primary" type="submit" busy={busy} className="justify-self-end">
        {text.save}
      </Button>
    </form>
  )
}
