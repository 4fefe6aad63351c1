import { useSyncExternalStore } from 'react'

export type Language = 'zh' | 'en'

const key = 'lz.language'
const listeners = new Set<() => void>()
// theme-script.js has set it before the first frame: the person's choice, or the browser's.
let current: Language = globalThis.document?.documentElement.lang === 'en' ? 'en' : 'zh'

export const language = (): Language => current

/** Switches every text at once; remembered in this browser. */
export function setLanguage(next: Language): void {
  current = next
  document.documentElement.lang = next
  localStorage.setItem(key, next)
  for (const tell of listeners) tell()
}

/** Re-renders when the language changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, language, language)
}

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
