import { classNames } from './class-names.ts'

interface Props<Part extends string> {
  label: string
  parts: [part: Part, label: string][]
  current: Part
  onChange: (part: Part) => void
}

/** A choice of one of a few: pressed buttons in one box, which wraps on phones. */
export function PartTabs<Part extends string>({ label, parts, current, onChange }: Props<Part>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form; these choose what is shown
    <div role="group" aria-label={label} className="flex flex-wrap gap-1">
      {parts.map(([part, name]) => (
        <button
          key={part}
          type="button"
          aria-pressed={part === current}
          onClick={() => onChange(part)}
          className={classNames(
            'min-h-11 rounded-md px-4 text-sm md:min-h-8',
            part === current
              ? 'bg-brand-soft font-semibold text-brand-ink'
              : 'text-ink-2 hover:bg-sunken hover:text-ink',
          )}
        >
          {name}
        </button>
      ))}
    </div>
  )
}
