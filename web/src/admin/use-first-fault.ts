import { useEffect, useRef } from 'react'

/** Leads to the first field that the server refused: in a long form it may be far from the button. */
export function useFirstFault(error: unknown) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [error])
  return form
}
