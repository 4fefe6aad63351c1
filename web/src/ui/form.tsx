import type { ReactNode } from 'react'
import { useLayoutEffect, useRef, useState } from 'react'
import { classNames } from './class-names.ts'
import { ProblemNote } from './problem-note.tsx'

interface Props {
  /** Gets what the fields hold. */
  onSubmit: (fields: FormData) => void
  onInput?: () => void
  /** Why the last attempt was refused. Fields tell what is about them; the rest is told above the actions. */
  error: unknown
  actions: ReactNode
  children: ReactNode
  className?: string
}

/**
 * A form whose fields are read when it is sent, because password managers fill them without telling anyone. After a refusal
 * the first field at fault has the focus.
 */
export function Form({ onSubmit, onInput, error, actions, children, className }: Props) {
  const ref = useRef<HTMLFormElement>(null)
  const [atField, setAtField] = useState(false)
  useLayoutEffect(() => {
    const fault = error ? ref.current?.querySelector<HTMLElement>('[aria-invalid=true]') : null
    setAtField(Boolean(fault))
    fault?.focus()
  }, [error])
  return (
    <form
      ref={ref}
      method="post"
      onInput={onInput}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(new FormData(event.currentTarget))
      }}
      className={classNames('grid grid-cols-[minmax(0,1fr)] gap-4', className)}
    >
      {children}
      {!atField && <ProblemNote error={error} />}
      <div className="flex flex-wrap items-center gap-2">{actions}</div>
    </form>
  )
}

/** What a field of a form holds; nothing for one that is not there. */
export const readField = (fields: FormData, name: string): string => String(fields.get(name) ?? '')
