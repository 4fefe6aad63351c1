import { CheckBox, SelectField, TextField } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import type { Form } from './draft.ts'
import { useEditorText } from './editor.text.ts'

interface Props {
  form: Form
  onChange: (change: Partial<Form>) => void
  fault: (path: string) => string | undefined
}

/** Where the agent is shown, and what of the history it is shown. */
export function ListingFields({ form, onChange, fault }: Props) {
  const text = useEditorText()
  return (
    <Section title={text.listing}>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <SelectField
          label={text.visibility}
          error={fault('visibility')}
          value={form.visibility}
          onChange={(event) => onChange({ visibility: event.target.value as Form['visibility'] })}
        >
          <option value="public">{text.public}</option>
          <option value="hidden">{text.hidden}</option>
        </SelectField>
        <TextField
          label={text.sortOrder}
          hint={text.sortOrderHint}
          error={fault('sort_order')}
          inputMode="numeric"
          value={form.sort_order}
          onChange={(event) => onChange({ sort_order: event.target.value })}
        />
        <TextField
          label={text.context}
          hint={text.contextHint}
          error={fault('context_messages')}
          inputMode="numeric"
          value={form.context_messages}
          onChange={(event) => onChange({ context_messages: event.target.value })}
        />
      </div>
      <CheckBox
        label={text.sharedCache}
        hint={text.sharedCacheHint}
        checked={form.shared_cache}
        onChange={(event) => onChange({ shared_cache: event.target.checked })}
      />
    </Section>
  )
}
