import { classNames } from '../../ui/class-names.ts'
import type { Skill } from './skills.queries.ts'
import { useSkillsText } from './skills.text.ts'

interface Props {
  skill: Skill
  busy: boolean
  onChange: (enabled: boolean) => void
}

/** On or off, at once. */
export function SkillSwitch({ skill: { name, enabled }, busy, onChange }: Props) {
  const text = useSkillsText()
  return (
    <button
      type="button"
      role="switch"
      aria-checked={enabled}
      aria-label={text.on(name)}
      title={text.on(name)}
      disabled={busy}
      onClick={() => onChange(!enabled)}
      className="inline-flex min-h-11 shrink-0 items-center px-1 md:min-h-8"
    >
      <span
        className={classNames(
          'flex h-6 w-11 items-center rounded-full border px-0.5 transition-colors duration-120',
          enabled ? 'justify-end border-brand bg-brand' : 'border-line-strong bg-sunken',
        )}
      >
        <span className={classNames('size-4.5 rounded-full', enabled ? 'bg-on-brand' : 'bg-ink-3')} />
      </span>
    </button>
  )
}
