import { Trash2 } from 'lucide-react'
import { count } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { CheckBox, SelectField, TextArea, TextField } from '../../ui/field.tsx'
import type { RuleForm } from './filter-draft.ts'
import { toggled, wordsOf } from './filter-draft.ts'
import { useFiltersText } from './filters.text.ts'

interface Props {
  number: number
  rule: RuleForm
  fault: (member: string) => string | undefined
  onChange: (rule: RuleForm) => void
  onRemove: () => void
}

const places = ['input', 'output'] as const
const patterns = ['phone', 'id_card', 'email', 'bank_card'] as const

export function RuleFields({ number, rule, fault, onChange, onRemove }: Props) {
  const text = useFiltersText()
  const set = (change: Partial<RuleForm>) => onChange({ ...rule, ...change })
  return (
    <fieldset className="grid min-w-0 gap-4 border-t border-line pt-3">
      <legend className="sr-only">{text.rule(number)}</legend>
      <div className="flex items-center justify-between gap-3">
        <span aria-hidden="true" className="text-sm font-semibold text-ink-2">
          {text.rule(number)}
        </span>
        <Button kind="quiet" small icon={<Trash2 size={14} />} onClick={onRemove}>
          {text.remove}
        </Button>
      </div>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          label={text.name}
          hint={text.nameHint}
          error={fault('name')}
          required
          maxLength={100}
          value={rule.name}
          onChange={(event) => set({ name: event.target.value })}
        />
        <SelectField
          label={text.action}
          error={fault('action')}
          value={rule.action}
          onChange={(event) => set({ action: event.target.value as RuleForm['action'] })}
        >
          <option value="mask">{text.mask}</option>
          <option value="block">{text.block}</option>
          <option value="flag">{text.flag}</option>
        </SelectField>
        <Choices
          name={text.places}
          error={fault('places')}
          of={places}
          chosen={rule.places}
          label={(place) => text[place]}
          onChange={(chosen) => set({ places: chosen })}
        />
        <Choices
          name={text.patterns}
          error={fault('patterns')}
          of={patterns}
          chosen={rule.patterns}
          label={(pattern) => text[pattern]}
          onChange={(chosen) => set({ patterns: chosen })}
        />
      </div>
      <TextArea
        label={text.words}
        hint={text.wordsHint(count(wordsOf(rule.words).length))}
        error={fault('words')}
        rows={4}
        spellCheck={false}
        value={rule.words}
        onChange={(event) => set({ words: event.target.value })}
      />
    </fieldset>
  )
}

interface ChoicesProps<Value extends string> {
  name: string
  error: string | undefined
  of: readonly Value[]
  chosen: readonly Value[]
  label: (value: Value) => string
  onChange: (chosen: Value[]) => void
}

function Choices<Value extends string>({ name, error, of, chosen, label, onChange }: ChoicesProps<Value>) {
  return (
    <fieldset>
      <legend className="text-sm font-semibold">{name}</legend>
      <div className="flex flex-wrap gap-x-5">
        {of.map((value) => (
          <CheckBox
            key={value}
            label={label(value)}
            checked={chosen.includes(value)}
            onChange={() => onChange(toggled(chosen, value))}
          />
        ))}
      </div>
      {error && <p className="text-xs text-danger">{error}</p>}
    </fieldset>
  )
}
