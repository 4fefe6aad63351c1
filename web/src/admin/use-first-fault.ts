import { useEffect, useRef, useState } from 'react'

/** Leads to the first field that the server refused: in a long form it may be far from the button. */
export function useFirstFault(error: unknown) {
  const form = useRef<HTMLFormElement>(null)
  const [atField, setAtField] = useState(false)
  useEffect(() => {
    const field = error ? form.current?.querySelector<HTMLElement>('[aria-invalid=true]') : null
    field?.focus()
    setAtField(Boolean(field))
  }, [error])
  /** `atField`: the words stand there, and need not be said beside the button too. */
  return { form, atField }
}
