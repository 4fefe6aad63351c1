import type { components } from '@lingzhi/api-client'
import { ProblemError } from '@lingzhi/api-client'
import { useSyncExternalStore } from 'react'
import { cached } from '../api/cached.ts'
import { api, onToken } from '../api/client.ts'
import { keepGuestConversations } from './guest-conversations.ts'
import { createRenewal } from './renewal.ts'
import type { SessionOf, Told } from './session-store.ts'
import { createSessionStore } from './session-store.ts'
import { readMark, readPerson, writeMark, writePerson } from './signed-in-mark.ts'
import { readToken } from './token.ts'

export type User = components['schemas']['User']
type Session = SessionOf<User>

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('lingzhi')

const store = createSessionStore<User>({
  renew: api.renew,
  readUser: async () => (await api.get('/api/user/info')).data.user,
  logOut: api.logOut,
  // An empty token is none: requests go out as a guest's.
  dropToken: () => void api.signIn({ access_token: '' }),
  isRefusal: (error) =>
    error instanceof ProblemError && error.status >= 400 && error.status < 500 && error.status !== 429,
  clearCache: () => queueMicrotask(forgetLoaded),
  refreshCache: () => void cached.invalidateQueries(),
  readMark,
  writeMark,
  tell: (what) => channel?.postMessage(what),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
})

/** Once the pages that were only for who was here are gone: what is still shown is loaded anew. */
function forgetLoaded() {
  cached.removeQueries({ type: 'inactive' })
  void cached.resetQueries()
}

const renewal = createRenewal({
  renew: api.renew,
  hidden: () => document.hidden,
  now: Date.now,
  setTimer: (run, ms) => window.setTimeout(run, ms),
  clearTimer: (timer) => clearTimeout(timer),
})

/** `sessionKnown()` resolves once it is known whether this browser has a session. */
export const { known: sessionKnown, current: currentSession, userChanged, signOut, giveUp } = store

store.subscribe(() => {
  const { state, user } = store.current()
  if (state !== 'starting') writePerson(user?.id ?? null)
})

/** The id of whom this tab belongs to, also while that is still being found out; null: a guest. */
export function personOf(): string | null {
  const { state, user } = store.current()
  return state === 'starting' ? readPerson() : (user?.id ?? null)
}

/** After a log-in or registration that the client has made: what was said as a guest in this tab comes along. */
export function signedIn(user: User): void {
  store.signedIn(user)
  void keepGuestConversations().then(async () => {
    // A first list that is still on its way was asked for before: invalidating it alone would leave it as it comes.
    await cached.cancelQueries({ queryKey: ['conversations'] })
    await cached.invalidateQueries({ queryKey: ['conversations'] })
  })
}

export function useSession(): Session {
  return useSyncExternalStore(store.subscribe, store.current)
}

/** Takes up the session of this browser, if it has one. */
export function startSession(): void {
  onToken((token) => {
    const facts = readToken(token)
    renewal.taken(facts?.lifeMs ?? null)
    // The empty token of a guest ends nothing.
    if (facts || token === undefined) store.tokenTaken(facts?.userId ?? null)
  })
  channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => store.heard(data))
  document.addEventListener('visibilitychange', renewal.look)
  addEventListener('online', renewal.look)
  store.start()
}
