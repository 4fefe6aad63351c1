import t from 'tap'
import type { Mark, Told } from './session-store.ts'
import { createSessionStore } from './session-store.ts'

class Refused extends Error {}
const lin = { id: 'lin' }
const wang = { id: 'wang' }

function start(mark: Mark = null) {
  const seen = {
    mark,
    told: [] as Told[],
    cleared: 0,
    refreshed: 0,
    loggedOut: 0,
    tokenDropped: 0,
    pauses: [] as number[],
    renew: async () => true,
    user: async () => lin,
    logOut: async () => {},
    pause: async () => {},
  }
  const store = createSessionStore<{ id: string }>({
    renew: () => seen.renew(),
    readUser: () => seen.user(),
    logOut: async () => {
      seen.loggedOut += 1
      await seen.logOut()
    },
    dropToken: () => {
      seen.tokenDropped += 1
    },
    isRefusal: (error) => error instanceof Refused,
    clearCache: () => {
      seen.cleared += 1
    },
    refreshCache: () => {
      seen.refreshed += 1
    },
    readMark: () => seen.mark,
    writeMark: (next) => {
      seen.mark = next
    },
    tell: (what) => seen.told.push(what),
    pause: async (ms) => {
      seen.pauses.push(ms)
      await seen.pause()
    },
  })
  return { seen, store }
}

const refuse = async () => {
  throw new Refused()
}
const away = async () => {
  throw new TypeError('no network')
}

t.test('a browser without a session is a guest at once and asks nothing', async (t) => {
  const { seen, store } = start()
  seen.renew = async () => t.fail('asked')
  store.start()
  t.same(store.current(), { state: 'guest', user: null })
})

t.test('a session is taken up again, and one that has ended makes a guest', async (t) => {
  const { store } = start('signed-in')
  store.start()
  t.equal(store.current().state, 'starting')
  await store.known()
  t.same(store.current(), { state: 'signed-in', user: lin })

  const ended = start('signed-in')
  ended.seen.renew = async () => false
  ended.store.start()
  await ended.store.known()
  t.equal(ended.store.current().state, 'guest')
  t.equal(ended.seen.mark, null)
})

t.test('while the server is away whoever has a session waits for it', async (t) => {
  const { seen, store } = start('signed-in')
  let failures = 6
  seen.renew = async () => (failures-- > 0 ? away() : true)
  store.start()
  await store.known()
  t.same(store.current().user, lin)
  t.same(seen.pauses, [500, 1_000, 2_000, 4_000, 8_000, 8_000])
})

t.test('a session that ends while the page is open leaves the page and what it has loaded', async (t) => {
  const { seen, store } = start()
  store.start()
  store.signedIn(lin)
  store.tokenTaken(null)
  t.same(store.current(), { state: 'lapsed', user: lin })
  t.equal(seen.cleared, 0)
  store.signedIn(lin)
  t.same(store.current(), { state: 'signed-in', user: lin })
  t.equal(seen.cleared, 0)
  t.equal(seen.refreshed, 2, 'what was refused is asked again')
})

t.test('another person sees nothing of what this one has loaded', async (t) => {
  const { seen, store } = start()
  store.start()
  store.signedIn(lin)
  store.tokenTaken(null)
  store.signedIn(wang)
  t.equal(seen.cleared, 1)
  t.same(store.current().user, wang)
})

t.test('a tab follows when another person signs in in another tab', async (t) => {
  const { seen, store } = start()
  store.start()
  store.signedIn(lin)
  seen.user = async () => wang
  store.heard({ signedIn: 'wang' })
  await store.known()
  t.same(store.current(), { state: 'signed-in', user: wang })
  t.equal(seen.cleared, 1)
})

t.test('a renewal that brings the token of another person changes who is shown', async (t) => {
  const { seen, store } = start()
  store.start()
  store.signedIn(lin)
  seen.renew = async () => t.fail('renewed again')
  seen.user = async () => wang
  store.tokenTaken('wang')
  await store.known()
  t.same(store.current().user, wang)
})

t.test('a tab that is signed in stays as it is when the same person signs in elsewhere', async (t) => {
  const { seen, store } = start()
  store.start()
  store.signedIn(lin)
  seen.renew = async () => t.fail('asked')
  store.heard({ signedIn: 'lin' })
  store.tokenTaken('lin')
  t.equal(store.current().state, 'signed-in')
})

t.test('signing in elsewhere mends a tab whose session has lapsed', async (t) => {
  const { store } = start()
  store.start()
  store.signedIn(lin)
  store.tokenTaken(null)
  store.heard({ signedIn: 'lin' })
  await store.known()
  t.same(store.current(), { state: 'signed-in', user: lin })
})

t.test('signing out ends the session in every tab, and is no lapse', async (t) => {
  const { seen, store } = start()
  store.start()
  store.signedIn(lin)
  const states: string[] = []
  store.subscribe(() => states.push(store.current().state))
  seen.logOut = async () => store.tokenTaken(null)
  await store.signOut()
  t.same(states, ['starting', 'guest'])
  t.same(seen.told.at(-1), 'signed-out')
  t.equal(seen.mark, null)

  const other = start()
  other.store.start()
  other.store.signedIn(lin)
  other.store.heard('signed-out')
  t.equal(other.store.current().state, 'guest')
  t.ok(other.seen.tokenDropped > 0, 'its token goes too')
})

t.test('after the end of an account every tab is a guest’s, and the server is asked nothing', async (t) => {
  const { seen, store } = start()
  store.start()
  store.signedIn(lin)
  await store.signOut({ gone: true })
  t.same(store.current(), { state: 'guest', user: null })
  t.same([seen.loggedOut, seen.mark, seen.told.at(-1)], [0, null, 'signed-out'])
  t.ok(seen.tokenDropped > 0)
})

t.test('a sign-out while the server is away is made good when the console is opened again', async (t) => {
  const { seen, store } = start()
  store.start()
  store.signedIn(lin)
  seen.logOut = away
  await store.signOut()
  t.equal(store.current().state, 'guest')
  t.equal(seen.mark, 'ending')

  const later = start('ending')
  later.store.start()
  t.equal(later.store.current().state, 'guest')
  await new Promise(setImmediate)
  t.equal(later.seen.loggedOut, 1)
  t.equal(later.seen.mark, null)
})

t.test('a session that the server has already ended can be signed out of', async (t) => {
  const { seen, store } = start()
  store.start()
  store.signedIn(lin)
  seen.logOut = refuse
  await store.signOut()
  t.equal(seen.mark, null)
})

t.test('a slow answer about who this is does not undo a sign-in made meanwhile', async (t) => {
  const { seen, store } = start('signed-in')
  let answer = (_: boolean) => {}
  seen.renew = () => new Promise((resolve) => (answer = resolve))
  store.start()
  store.signedIn(wang)
  answer(false)
  await store.known()
  t.same(store.current(), { state: 'signed-in', user: wang })
})

t.test('whoever does not sign in again after a lapse goes on as a guest, in every tab', async (t) => {
  const { seen, store } = start()
  store.start()
  store.signedIn(lin)
  store.giveUp()
  t.equal(store.current().state, 'signed-in', 'only after a lapse')
  store.tokenTaken(null)
  store.giveUp()
  t.equal(store.current().state, 'guest')
  t.same(seen.told.at(-1), 'signed-out')
  t.equal(seen.cleared, 1)
})
