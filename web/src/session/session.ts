import type { components } from '@lingzhi/api-client'
import { ProblemError } from '@lingzhi/api-client'
import { useSyncExternalStore } from 'react'
import { cached } from '../api/cached.ts'
import { api, onSignedOut } from '../api/client.ts'
import { keepGuestConversations } from './guest-conversations.ts'

export type User = components['schemas']['User']

/** `starting` until it is known whether this browser has a session; `lapsed`: it ended while the page was open. */
export type Session =
  | { state: 'starting'; user: null }
  | { state: 'guest'; user: null }
  | { state: 'signed-in'; user: User }
  | { state: 'lapsed'; user: User }

// Spares guests a first renewal that must be refused.
const flag = 'lz.signed-in'
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('lingzhi')
const listeners = new Set<() => void>()
let session: Session = { state: 'starting', user: null }
let known: Promise<void> = Promise.resolve()

function set(next: Session) {
  session = next
  for (const tell of listeners) tell()
}

export const currentSession = (): Session => session

/** Resolves once it is known whether this browser has a session. */
export const sessionKnown = (): Promise<void> => known

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => session,
  )
}

/** Takes up the session of this browser, if it has one. */
export function startSession(): void {
  onSignedOut(lapse)
  channel?.addEventListener('message', ({ data }) => {
    if (data === 'signed-out') forget()
    if (data === 'signed-in' && session.state !== 'signed-in') known = takeUp()
  })
  known = localStorage.getItem(flag) ? takeUp() : Promise.resolve(set({ state: 'guest', user: null }))
}

async function takeUp(): Promise<void> {
  for (let pauseMs = 500; ; pauseMs = Math.min(pauseMs * 2, 8_000)) {
    try {
      const user = (await api.renew()) ? (await api.get('/api/user/info')).data.user : null
      if (user) set({ state: 'signed-in', user })
      else forget()
      return
    } catch (error) {
      if (error instanceof ProblemError && error.status >= 400 && error.status < 500 && error.status !== 429)
        return forget()
      // The server is away: whoever has a session waits for it rather than being taken for a guest.
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}

function forget() {
  localStorage.removeItem(flag)
  cached.clear()
  set({ state: 'guest', user: null })
}

/** The page and what is written on it stay; the sign-in dialog appears above. */
function lapse() {
  if (session.state === 'signed-in') set({ state: 'lapsed', user: session.user })
}

/** After a log-in or registration that the client has made. */
export function signedIn(user: User): void {
  localStorage.setItem(flag, '1')
  // What another person has seen in this tab is not for this one.
  if (session.user && session.user.id !== user.id) cached.clear()
  else void cached.invalidateQueries()
  set({ state: 'signed-in', user })
  channel?.postMessage('signed-in')
  void keepGuestConversations().then(() => cached.invalidateQueries({ queryKey: ['conversations'] }))
}

/** After a change of the own account. */
export function userChanged(user: User): void {
  if (session.state === 'signed-in') set({ state: 'signed-in', user })
}

/** Ends the session on the server and forgets it in every tab. Drafts stay on this device. */
export async function signOut(): Promise<void> {
  // First, so that the end is not taken for a lapse.
  set({ state: 'starting', user: null })
  try {
    await api.logOut()
  } finally {
    forget()
    channel?.postMessage('signed-out')
  }
}
