import { ChevronDown, Eye, EyeOff } from 'lucide-react'
import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react'
import { useId, useState } from 'react'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { useUiText } from './ui.text.ts'

const box =
  'w-full rounded-md border border-line-strong bg-raised px-3 text-base text-ink placeholder:text-ink-3 aria-invalid:border-danger'

interface Around {
  label: string
  /** One sentence below it. */
  hint?: ReactNode
  /** What is wrong with the value: the server's words. */
  error?: string
}

interface Ids {
  id: string
  'aria-invalid'?: true
  'aria-describedby'?: string
}

/** A label, its control, and what is wrong with it, tied together for screen readers. */
function Field({ label, hint, error, children }: Around & { children: (ids: Ids) => ReactNode }) {
  const id = useId()
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': error || hint ? `${id}-hint` : undefined,
      })}
      {(error || hint) && (
        <p id={`${id}-hint`} className={classNames('text-xs', error ? 'text-danger' : 'text-ink-3')}>
          {error ?? hint}
        </p>
      )}
    </div>
  )
}

export function TextField({
  label,
  hint,
  error,
  className,
  ...rest
}: Around & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <input {...ids} {...rest} className={classNames(box, 'min-h-11 md:min-h-10', className)} />}
    </Field>
  )
}

/** A password that can be looked at: typing one blind twice is worse than a look over the shoulder. */
export function PasswordField({
  label,
  hint,
  error,
  ...rest
}: Around & InputHTMLAttributes<HTMLInputElement>) {
  const [shown, setShown] = useState(false)
  const text = useUiText()
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <div className="relative">
          <input
            {...ids}
            {...rest}
            type={shown ? 'text' : 'password'}
            className={classNames(box, 'min-h-11 pr-12 md:min-h-10')}
          />
          <IconButton
            className="absolute top-1/2 right-1 -translate-y-1/2"
            label={shown ? text.hidePassword : text.showPassword}
            icon={shown ? <EyeOff size={16} /> : <Eye size={16} />}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  )
}

export function TextArea({
  label,
  hint,
  error,
  className,
  ...rest
}: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <textarea rows={4} {...ids} {...rest} className={classNames(box, 'py-2', className)} />}
    </Field>
  )
}

export function SelectField({
  label,
  hint,
  error,
  children,
  className,
  ...rest
}: Around & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <div className="relative">
          <select
            {...ids}
            {...rest}
            className={classNames(box, 'min-h-11 appearance-none truncate pr-9 md:min-h-10', className)}
          >
            {children}
          </select>
          {/* The browser's own arrow sits at the very edge. */}
          <ChevronDown
            size={16}
            aria-hidden="true"
            className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-ink-3"
          />
        </div>
      )}
    </Field>
  )
}

/** A choice of yes or no with its words beside it. */
export function CheckBox({
  label,
  hint,
  ...rest
}: { label: string; hint?: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className="flex min-h-11 items-start gap-3 py-2 text-sm md:min-h-9">
      <input type="checkbox" {...rest} className="mt-1 size-4 shrink-0 accent-brand" />
      <span>
        {label}
        {hint && <span className="block text-xs text-ink-3">{hint}</span>}
      </span>
    </label>
  )
}
