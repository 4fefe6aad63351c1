import { useSyncExternalStore } from 'react'

interface Toast {
  id: number
  text: string
}

const listeners = new Set<() => void>()
let toasts: readonly Toast[] = []
let lastId = 0
const shownMs = 4_000

function set(next: readonly Toast[]) {
  toasts = next
  for (const tell of listeners) tell()
}

/** One short sentence about what has just been done. Faults are shown where they happened, never here. */
export function toast(text: string): void {
  lastId += 1
  const id = lastId
  // The same sentence twice is one.
  set([...toasts.filter((one) => one.text !== text).slice(-2), { id, text }])
  setTimeout(() => set(toasts.filter((one) => one.id !== id)), shownMs)
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where toasts appear; mounted once, so that screen readers know the region before it speaks. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 top-4 z-50 grid justify-items-center gap-2 px-4"
    >
      {shown.map(({ id, text }) => (
        <p key={id} className="animate-appear rounded-md bg-ink px-4 py-2 text-sm text-paper shadow-lg">
          {text}
        </p>
      ))}
    </div>
  )
}
