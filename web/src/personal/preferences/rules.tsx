import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { count } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextArea } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import type { UserChoices } from '../choices.queries.ts'
import { changeChoices, choicesQuery } from '../choices.queries.ts'
import { usePersonalText } from '../personal.text.ts'
import type { UserConfig } from './preferences.queries.ts'
import { changeConfig, configQuery, systemPromptsQuery } from './preferences.queries.ts'
import { usePreferencesText } from './preferences.text.ts'

const rulesMax = 8_000

/** What a person says for every answer of theirs. */
export function Rules() {
  const text = usePreferencesText()
  const choices = useQuery(choicesQuery)
  const config = useQuery(configQuery)
  return (
    <Section id="rules" title={text.rules} lead={text.rulesLead}>
      <ProblemNote error={choices.error} onRetry={() => void choices.refetch()} />
      <ProblemNote error={config.error} onRetry={() => void config.refetch()} />
      {(!choices.data || !config.data) && !choices.error && !config.error && <Skeleton lines={4} />}
      {choices.data && config.data && <Fields choices={choices.data} config={config.data} />}
    </Section>
  )
}

function Fields({ choices, config }: { choices: UserChoices; config: UserConfig }) {
  const text = usePreferencesText()
  const shared = usePersonalText()
  const { data: prompts } = useQuery(systemPromptsQuery)
  const [custom, setCustom] = useState(choices.user_custom_prompt)
  const [prompt, setPrompt] = useState(config.default_system_prompt)
  const [kept, setKept] = useState(config.system_prompt_id ?? '')
  const { act, busy, error } = useAct()
  const ownChanged = custom !== choices.user_custom_prompt
  const configChanged = prompt !== config.default_system_prompt || kept !== (config.system_prompt_id ?? '')
  async function save() {
    const done = await act(async () => {
      if (ownChanged) await changeChoices({ user_custom_prompt: custom })
      if (configChanged) await changeConfig({ default_system_prompt: prompt, system_prompt_id: kept || null })
    })
    if (done) toast(shared.saved)
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextArea
        label={text.custom}
        hint={text.customHint(count(custom.length))}
        maxLength={rulesMax}
        value={custom}
        onChange={({ target }) => setCustom(target.value)}
      />
      <TextArea
        label={text.prompt}
        hint={text.promptHint(count(prompt.length))}
        maxLength={rulesMax}
        value={prompt}
        onChange={({ target }) => setPrompt(target.value)}
      />
      {prompts && prompts.length > 0 && (
        <SelectField
          label={text.kept}
          hint={prompts.find(({ id }) => id === kept)?.description || text.keptHint}
          value={kept}
          onChange={({ target }) => setKept(target.value)}
        >
          <option value="">{text.keptNone}</option>
          {prompts.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <ProblemNote error={error} />
      <Button
        kind="primary"
        type="submit"
        className="justify-self-start"
        busy={busy}
        disabled={!ownChanged && !configChanged}
      >
        {shared.save}
      </Button>
    </form>
  )
}
