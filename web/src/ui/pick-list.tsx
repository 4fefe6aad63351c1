import type { ReactNode } from 'react'
import { useState } from 'react'
import { CheckBox, TextField } from './field.tsx'
import { useUiText } from './ui.text.ts'

export interface Pick {
  id: string
  label: string
  hint?: string
}

interface Props {
  label: string
  /** One sentence below it. */
  hint?: ReactNode
  picks: readonly Pick[]
  chosen: readonly string[]
  /** What is shown of one that is chosen and not there to be picked: it can only be taken off. */
  describeGone: (id: string) => Pick
  /** Most that may be chosen. */
  most?: number
  disabled?: boolean
  onChange: (chosen: string[]) => void
}

/** More than that one would rather search than read. */
const readMax = 12

/** Any number of many, each with its words. */
export function PickList({ label, hint, picks, chosen, describeGone, most, disabled, onChange }: Props) {
  const text = useUiText()
  const [sought, setSought] = useState('')
  const full = most !== undefined && chosen.length >= most
  const gone = chosen.filter((id) => !picks.some((one) => one.id === id)).map(describeGone)
  const words = sought.trim().toLowerCase()
  const shown = [...gone, ...picks].filter(
    ({ id, label: name, hint: more = '' }) =>
      chosen.includes(id) || words === '' || `${name}\n${more}`.toLowerCase().includes(words),
  )
  return (
    <fieldset className="grid min-w-0 grid-cols-1 gap-1" disabled={disabled}>
      <legend className="text-sm font-semibold">{label}</legend>
      {hint && <p className="text-xs text-ink-2">{hint}</p>}
      {picks.length > readMax && (
        <TextField
          type="search"
          label={text.findIn}
          value={sought}
          onChange={({ target }) => setSought(target.value)}
          // Not the form's: what is sought is not sent.
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
      )}
      <div className="grid max-h-[40dvh] grid-cols-1 overflow-y-auto rounded-md border border-line bg-raised px-3 empty:hidden">
        {shown.map(({ id, label: name, hint: more }) => (
          <CheckBox
            key={id}
            label={name}
            hint={more}
            checked={chosen.includes(id)}
            disabled={full && !chosen.includes(id)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
            }
          />
        ))}
      </div>
    </fieldset>
  )
}
