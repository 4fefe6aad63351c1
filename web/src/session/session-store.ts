/** `starting` until it is known whether this browser has a session; `lapsed`: it ended while the page was open. */
export type SessionOf<U> =
  | { state: 'starting'; user: null }
  | { state: 'guest'; user: null }
  | { state: 'signed-in'; user: U }
  | { state: 'lapsed'; user: U }

/** What tabs tell each other. */
export type Told = { signedIn: string } | 'signed-out'

/**
 * Remembered in the browser: whether it has a session, which spares guests a first renewal that must be refused; or that one
 * was ended here while the server could not be told.
 */
export type Mark = 'signed-in' | 'ending' | null

interface Around<U> {
  /** False when the server says that there is no session to go on with. */
  renew: () => Promise<boolean>
  readUser: () => Promise<U>
  logOut: () => Promise<void>
  /** Drops the access token of this tab. */
  dropToken: () => void
  /** Whether the server has refused, rather than been away. */
  isRefusal: (error: unknown) => boolean
  clearCache: () => void
  refreshCache: () => void
  readMark: () => Mark
  writeMark: (mark: Mark) => void
  tell: (what: Told) => void
  pause: (ms: number) => Promise<void>
}

/** Who uses this tab. Everything around it is given, so that its rules can be tested. */
export function createSessionStore<U extends { id: string }>(around: Around<U>) {
  const listeners = new Set<() => void>()
  let session: SessionOf<U> = { state: 'starting', user: null }
  let known: Promise<void> = Promise.resolve()
  // What was asked of the server before somebody signed in or out decides nothing any more.
  let turn = 0

  function set(next: SessionOf<U>) {
    session = next
    for (const listener of listeners) listener()
  }

  function enter(user: U) {
    turn += 1
    around.writeMark('signed-in')
    const before = session
    set({ state: 'signed-in', user })
    // What another person has seen in this tab is not for this one.
    if (before.user && before.user.id !== user.id) around.clearCache()
    // What was refused to a guest, or while nobody was signed in, is asked again.
    else if (before.state !== 'starting') around.refreshCache()
  }

  function leave(mark: Mark) {
    turn += 1
    around.writeMark(mark)
    around.dropToken()
    set({ state: 'guest', user: null })
    around.clearCache()
  }

  /** Finds out whose session this browser has. `hasToken`: the token is there, and only its person is not known. */
  async function takeUp({ hasToken = false } = {}): Promise<void> {
    turn += 1
    const mine = turn
    for (let pauseMs = 500; mine === turn; pauseMs = Math.min(pauseMs * 2, 8_000)) {
      try {
        const user = hasToken || (await around.renew()) ? await around.readUser() : null
        if (mine !== turn) return
        if (user) enter(user)
        else leave(null)
        return
      } catch (error) {
        if (mine !== turn) return
        if (around.isRefusal(error)) return leave(null)
        // The server is away: whoever has a session waits for it rather than being taken for a guest.
        await around.pause(pauseMs)
      }
    }
  }

  /** Ends on the server what was ended here while it was away. */
  async function finishEnding(): Promise<void> {
    const mine = turn
    try {
      const left = await around.renew()
      if (mine !== turn) return
      if (left) await around.logOut()
    } catch (error) {
      if (!around.isRefusal(error)) return
    }
    if (mine === turn) around.writeMark(null)
  }

  return {
    current: (): SessionOf<U> => session,
    known: (): Promise<void> => known,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    start(): void {
      const mark = around.readMark()
      if (mark === 'signed-in') {
        known = takeUp()
        return
      }
      set({ state: 'guest', user: null })
      if (mark === 'ending') void finishEnding()
    },
    /** What another tab has told. */
    heard(what: Told): void {
      if (what === 'signed-out') {
        if (session.state !== 'guest') leave(around.readMark())
      } else if (session.state !== 'signed-in' || session.user.id !== what.signedIn) known = takeUp()
    },
    /** The client has a new token, of this person; null: the server has ended the session. */
    tokenTaken(userId: string | null): void {
      if (userId === null) {
        // The page and what is written on it stay; the sign-in dialog appears above.
        if (session.state === 'signed-in') set({ state: 'lapsed', user: session.user })
      } else if (session.user && session.user.id !== userId) known = takeUp({ hasToken: true })
    },
    /** After a log-in or registration that the client has made. */
    signedIn(user: U): void {
      enter(user)
      around.tell({ signedIn: user.id })
    },
    /** After a change of the own account. */
    userChanged(user: U): void {
      if (session.state === 'signed-in') set({ state: 'signed-in', user })
    },
    /**
     * Ends the session in every tab and on the server; if that is away, as soon as this console is opened again. `gone`: the
     * server has ended it already, with the account.
     */
    async signOut({ gone = false } = {}): Promise<void> {
      turn += 1
      // First, so that the end is not taken for a lapse.
      set({ state: 'starting', user: null })
      if (gone) {
        leave(null)
        around.tell('signed-out')
        return
      }
      around.writeMark('ending')
      let ended = true
      try {
        await around.logOut()
      } catch (error) {
        ended = around.isRefusal(error)
      }
      leave(ended ? null : 'ending')
      around.tell('signed-out')
    },
    /** Of a session that has lapsed: goes on as a guest instead of signing in again. */
    giveUp(): void {
      if (session.state !== 'lapsed') return
      leave(null)
      around.tell('signed-out')
    },
  }
}
