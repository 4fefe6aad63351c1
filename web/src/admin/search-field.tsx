import { useEffect, useRef, useState } from 'react'
import { TextField } from '../ui/field.tsx'

const pauseMs = 300

/** A search that asks once the typing pauses, and never while an input method is still composing a word. */
export function SearchField({
  label,
  hint,
  error,
  value,
  onSearch,
}: {
  label: string
  hint?: string
  error?: string
  value: string
  onSearch: (value: string) => void
}) {
  const [typed, setTyped] = useState(value)
  const composing = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const asked = useRef(value)
  // Cleared from outside. What was asked for from here is left as it was typed, with its spaces.
  useEffect(() => {
    if (value !== asked.current) setTyped(value)
    asked.current = value
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])

  function search(next: string, afterMs: number) {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      asked.current = next.trim()
      onSearch(asked.current)
    }, afterMs)
  }
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          search(typed, 0)
        }}
      >
        <TextField
          label={label}
          hint={hint}
          error={error}
          type="search"
          maxLength={200}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            if (!composing.current) search(event.target.value, pauseMs)
          }}
          onCompositionStart={() => {
            composing.current = true
          }}
          onCompositionEnd={(event) => {
            composing.current = false
            search(event.currentTarget.value, pauseMs)
          }}
        />
      </form>
    </search>
  )
}
