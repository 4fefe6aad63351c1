import { useState } from 'react'
import { TextArea, TextField } from '../../ui/field.tsx'
import { shown } from './model-settings.ts'

interface Props {
  label: string
  hint: string
  error: string | undefined
  value: unknown
  read: (typed: string) => unknown
  onChange: (value: unknown) => void
}

/**
 * What is typed stays as it is typed (`0.` on the way to `0.5`) for as long as it means the same as the setting; a setting
 * that was changed elsewhere, such as in the JSON below, replaces it.
 */
function useTyped({ value, read, onChange }: Pick<Props, 'value' | 'read' | 'onChange'>) {
  const [typed, setTyped] = useState(shown(value))
  const meant = JSON.stringify(read(typed)) === JSON.stringify(read(shown(value)))
  return {
    value: meant ? typed : shown(value),
    type: (next: string) => {
      setTyped(next)
      onChange(read(next))
    },
  }
}

export function SettingField({ label, hint, error, numeric, ...rest }: Props & { numeric?: boolean }) {
  const { value, type } = useTyped(rest)
  return (
    <TextField
      label={label}
      hint={hint}
      error={error}
      inputMode={numeric ? 'decimal' : undefined}
      spellCheck={false}
      value={value}
      onChange={(event) => type(event.target.value)}
    />
  )
}

/** One text a line. */
export function SettingLines({ label, hint, error, ...rest }: Props) {
  const { value, type } = useTyped(rest)
  return (
    <TextArea
      label={label}
      hint={hint}
      error={error}
      rows={2}
      spellCheck={false}
      value={value}
      onChange={(event) => type(event.target.value)}
    />
  )
}
