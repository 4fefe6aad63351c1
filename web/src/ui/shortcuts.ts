import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface Shortcut {
  /** As `KeyboardEvent.key` tells it, `mod+` before it for Ctrl or ⌘, `shift+` where it matters: `mod+k`, `?`, `Escape`. */
  keys: string
  /** What it does, for the list that `?` shows. */
  label: string
}

interface Registered extends Shortcut {
  run: (event: KeyboardEvent) => void
}

const listeners = new Set<() => void>()
let registered: readonly Registered[] = []

function set(next: readonly Registered[]) {
  registered = next
  for (const tell of listeners) tell()
}

/** While the component is there, the keys do this. A key without `mod` is left alone while somebody types. */
export function useShortcut(shortcut: Shortcut, run: (event: KeyboardEvent) => void): void {
  const latest = useRef(run)
  latest.current = run
  const { keys, label } = shortcut
  useEffect(() => {
    const mine: Registered = { keys, label, run: (event) => latest.current(event) }
    set([...registered, mine])
    return () => set(registered.filter((one) => one !== mine))
  }, [keys, label])
}

/** Every key that does something on this page now. */
export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => registered,
  )
}

function keysOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey'>): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  // A sign such as `?` already tells that shift was held.
  const shift = event.shiftKey && (key.length > 1 || /[a-z]/.test(key))
  return `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${shift ? 'shift+' : ''}${key}`
}

export function listenToShortcuts(): void {
  addEventListener('keydown', (event) => {
    // A key that finishes a Chinese word is the input method's, not ours.
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return
    const keys = keysOf(event)
    const found = registered.findLast((one) => one.keys === keys)
    if (!found || (isTyping(event.target) && !keys.startsWith('mod+') && keys !== 'Escape')) return
    // Esc closes what is open above the page, and nothing else.
    if (keys === 'Escape' && document.querySelector('dialog:modal, :popover-open')) return
    event.preventDefault()
    found.run(event)
  })
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
