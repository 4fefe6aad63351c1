import { useSyncExternalStore } from 'react'
import { api } from '../api/client.ts'

/** What a guest of this tab has begun: nobody else's on this device, and gone with the tab. */
export interface GuestConversation {
  id: string
  /** The first question, shortened. */
  title: string
}

const key = 'lz.guest-conversations'
const titleChars = 60
const rememberedMax = 50
const listeners = new Set<() => void>()
let known: readonly GuestConversation[] = read()

function read(): GuestConversation[] {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '[]')
  } catch {
    return []
  }
}

function set(next: readonly GuestConversation[]) {
  known = next
  try {
    sessionStorage.setItem(key, JSON.stringify(next))
  } catch {
    // Storage is forbidden or full: this page still knows.
  }
  for (const tell of listeners) tell()
}

/** Puts it first among what this tab's guest has begun. */
export function rememberGuestConversation(id: string, question: string): void {
  const before = known.find((one) => one.id === id)
  const mine = before ?? { id, title: question.slice(0, titleChars) }
  set([mine, ...known.filter((one) => one.id !== id)].slice(0, rememberedMax))
}

export function useGuestConversations(): readonly GuestConversation[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => known,
  )
}

/** After signing in: what was said as a guest in this tab belongs to the account. One that has expired is forgotten. */
export async function keepGuestConversations(): Promise<void> {
  const taken = known
  set([])
  await Promise.all(
    taken.map(({ id }) =>
      api.post('/api/conversations/{id}/keep', { params: { path: { id } } }).catch(() => {}),
    ),
  )
}
