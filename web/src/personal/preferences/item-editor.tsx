import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import { usePersonalText } from '../personal.text.ts'
import { statementMax } from './item-state.ts'
import type { PreferenceItem } from './preferences.queries.ts'
import { changePreference } from './preferences.queries.ts'
import { usePreferencesText } from './preferences.text.ts'

export function ItemEditor({ item, onClose }: { item: PreferenceItem; onClose: () => void }) {
  const text = usePreferencesText()
  const shared = usePersonalText()
  const [statement, setStatement] = useState(item.statement)
  const { act, busy, error } = useAct()
  async function save() {
    if (!(await act(() => changePreference(item.id, { statement: statement.trim() })))) return
    toast(shared.saved)
    onClose()
  }
  return (
    <Dialog title={text.edit} open onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextArea
          label={text.statement}
          hint={text.addHint}
          rows={3}
          maxLength={statementMax}
          value={statement}
          onChange={({ target }) => setStatement(target.value.replaceAll('\n', ' '))}
        />
        <ProblemNote error={error} />
        <Button kind="primary" type="submit" busy={busy} disabled={statement.trim() === ''}>
          {shared.save}
        </Button>
      </form>
    </Dialog>
  )
}
