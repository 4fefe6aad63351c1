import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classNames } from './class-names.ts'

type Kind = 'primary' | 'plain' | 'quiet' | 'danger'

const kinds: Record<Kind, string> = {
  primary: 'bg-brand text-on-brand hover:bg-brand-ink',
  plain: 'border border-line-strong bg-raised text-ink hover:bg-sunken',
  quiet: 'text-ink-2 hover:bg-sunken hover:text-ink',
  danger: 'border border-danger text-danger hover:bg-danger hover:text-paper',
}

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind
  /** Shown as working and not to be pressed again. */
  busy?: boolean
  small?: boolean
  icon?: ReactNode
  ref?: Ref<HTMLButtonElement>
}

export function Button({ kind = 'plain', busy, small, icon, className, children, disabled, ...rest }: Props) {
  return (
    <button
      type="button"
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={classNames(
        'inline-flex items-center justify-center gap-2 rounded-md font-semibold transition-colors duration-120 disabled:opacity-50',
        small ? 'min-h-8 px-3 text-xs' : 'min-h-11 px-4 text-sm md:min-h-9',
        kinds[kind],
        busy && 'animate-pulse-slow',
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </button>
  )
}

interface IconProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'children'> {
  /** What it does, for screen readers and as its tooltip. */
  label: string
  icon: ReactNode
  ref?: Ref<HTMLButtonElement>
}

/** A button of one icon: 44 px on phones, 32 px beside a pointer. */
export function IconButton({ label, icon, className, ...rest }: IconProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classNames(
        'inline-flex size-11 shrink-0 items-center justify-center rounded-md text-ink-2 transition-colors duration-120 hover:bg-sunken hover:text-ink disabled:opacity-40 md:size-8 aria-pressed:text-brand',
        className,
      )}
      {...rest}
    >
      {icon}
    </button>
  )
}
