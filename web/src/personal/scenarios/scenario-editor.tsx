import { useState } from 'react'
import { useLocation } from 'wouter'
import { paths } from '../../routes.ts'
import { useSession } from '../../session/session.ts'
import { count } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { CheckBox, TextArea, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { faultOf } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import { usePersonalText } from '../personal.text.ts'
import type { ScenarioDraft } from './scenario-draft.ts'
import { definitionOf, draftOf } from './scenario-draft.ts'
import { ScenarioParts } from './scenario-parts.tsx'
import type { Scenario } from './scenarios.queries.ts'
import { changeScenario, createScenario } from './scenarios.queries.ts'
import { useScenariosText } from './scenarios.text.ts'

/** Everything that its owner sets for a scenario; without one it makes a new one. */
export function ScenarioEditor({ scenario }: { scenario?: Scenario }) {
  const text = useScenariosText()
  const shared = usePersonalText()
  const [, go] = useLocation()
  const isAdmin = useSession().user?.role === 'admin'
  const before = draftOf(scenario)
  const [draft, setDraft] = useState(before)
  const { act, busy, error } = useAct()
  const change = (next: Partial<ScenarioDraft>) => setDraft((now) => ({ ...now, ...next }))
  const unsaved = JSON.stringify(draft) !== JSON.stringify(before)
  const fault = (path: string) => faultOf(error, path)

  const save = () =>
    act(async () => {
      const definition = definitionOf(draft, isAdmin)
      if (scenario) {
        await changeScenario(scenario.id, definition)
        toast(shared.saved)
      } else {
        const made = await createScenario(definition)
        toast(text.created)
        go(paths.scenario(made.id), { replace: true })
      }
    })

  return (
    <Form
      error={error}
      onSubmit={() => void save()}
      actions={
        <>
          <Button kind="primary" type="submit" busy={busy} disabled={!unsaved || draft.name.trim() === ''}>
            {scenario ? shared.save : text.create}
          </Button>
          {unsaved && scenario && <span className="text-xs text-ink-2">{text.unsaved}</span>}
        </>
      }
    >
      <TextField
        label={text.name}
        error={fault('name')}
        required
        maxLength={100}
        value={draft.name}
        onChange={({ target }) => change({ name: target.value })}
      />
      <TextField
        label={text.description}
        hint={text.descriptionHint}
        error={fault('description')}
        maxLength={1_000}
        value={draft.description}
        onChange={({ target }) => change({ description: target.value })}
      />
      <TextArea
        label={text.prompt}
        hint={text.promptHint(count(draft.system_prompt.length))}
        error={fault('system_prompt')}
        rows={8}
        maxLength={20_000}
        value={draft.system_prompt}
        onChange={({ target }) => change({ system_prompt: target.value })}
      />
      <div className="grid gap-4 md:grid-cols-2">
        <TextArea
          label={text.keywords}
          hint={text.keywordsHint}
          error={fault('meta.keywords')}
          value={draft.keywords}
          onChange={({ target }) => change({ keywords: target.value })}
        />
        <TextArea
          label={text.negative}
          hint={text.negativeHint}
          error={fault('meta.negative_keywords')}
          value={draft.negative_keywords}
          onChange={({ target }) => change({ negative_keywords: target.value })}
        />
      </div>
      <TextArea
        label={text.examples}
        hint={text.examplesHint}
        error={fault('meta.examples')}
        value={draft.examples}
        onChange={({ target }) => change({ examples: target.value })}
      />
      <ScenarioParts draft={draft} onChange={change} />
      <TextField
        label={text.category}
        error={fault('category')}
        maxLength={50}
        value={draft.category}
        onChange={({ target }) => change({ category: target.value })}
      />
      <div className="grid">
        <CheckBox
          label={text.active}
          hint={text.activeHint}
          checked={draft.active}
          onChange={({ target }) => change({ active: target.checked })}
        />
        <CheckBox
          label={text.publish}
          hint={isAdmin ? text.publishAdminHint : text.publishHint}
          checked={draft.is_public}
          onChange={({ target }) => change({ is_public: target.checked })}
        />
        {isAdmin && (
          <CheckBox
            label={text.isDefault}
            hint={text.isDefaultHint}
            checked={draft.is_default}
            onChange={({ target }) => change({ is_default: target.checked })}
          />
        )}
      </div>
    </Form>
  )
}
