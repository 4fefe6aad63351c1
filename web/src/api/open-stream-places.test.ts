import t from 'tap'
import { openStreamPlaces } from './open-stream-places.ts'

const stays = () => {}

function browser() {
  const kept = new Map<string, string>()
  const clock = { now: 0 }
  const timers = new Set<() => void>()
  let ids = 0
  const storage = {
    get length() {
      return kept.size
    },
    key: (at: number) => [...kept.keys()][at] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
  const tab = (store: typeof storage | undefined = storage) =>
    openStreamPlaces({
      storage: store,
      now: () => clock.now,
      every: (_ms, run) => {
        timers.add(run)
        return () => timers.delete(run)
      },
      newId: () => `${ids++}`,
    })
  return { tab, clock, timers, kept, storage }
}

t.test('the tabs of a browser share four places, and one that is given back is free again', async (t) => {
  const { tab, timers, kept } = browser()
  const held = Array.from({ length: 4 }, () => tab().take(stays))
  t.notOk(held.includes(null))
  t.equal(tab().take(stays), null)
  held[1]!()
  t.ok(tab().take(stays))
  t.equal(tab().take(stays), null)
  t.equal(timers.size, 4)
  t.equal(kept.size, 4)
})

t.test('of tabs that took a place in the same moment those that came last let go', async (t) => {
  const { tab, clock, timers, kept, storage } = browser()
  // What a tab writes reaches the others later: at first each sees nobody.
  let arrived = false
  const late = Object.create(storage, {
    length: { get: () => (arrived ? kept.size : 0) },
  }) as typeof storage
  const lost: number[] = []
  for (const n of [0, 1, 2, 3, 4, 5]) {
    clock.now += 1
    tab(late).take(() => void lost.push(n))
  }
  t.equal(kept.size, 6)
  arrived = true
  for (const renew of [...timers]) renew()
  t.same(lost, [4, 5])
  t.equal(kept.size, 4)
  t.equal(timers.size, 4)
})

t.test('a place is kept for as long as its tab is awake, and free once it is gone', async (t) => {
  const { tab, clock, timers } = browser()
  for (let n = 0; n < 4; n++) tab().take(stays)
  clock.now = 9_000
  for (const renew of timers) renew()
  clock.now = 18_000
  t.equal(tab().take(stays), null)
  clock.now = 19_001
  t.ok(tab().take(stays))
})

t.test('without a storage, and with one that is full, a tab reads as it likes', async (t) => {
  const { tab, storage } = browser()
  const full = {
    ...storage,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  }
  for (let n = 0; n < 6; n++) t.ok(openStreamPlacesIn(undefined))
  for (let n = 0; n < 6; n++) t.ok(tab(full).take(stays))
  function openStreamPlacesIn(none: undefined) {
    return openStreamPlaces({ storage: none, now: () => 0, every: () => () => {}, newId: () => '' }).take(
      stays,
    )
  }
})
