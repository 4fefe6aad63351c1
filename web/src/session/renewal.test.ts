import t from 'tap'
import { createRenewal } from './renewal.ts'

function start() {
  const state = {
    now: 0,
    hidden: false,
    renewed: 0,
    fails: false,
    timers: [] as { at: number; run: () => void; id: number }[],
  }
  let ids = 0
  const renewal = createRenewal({
    renew: async () => {
      state.renewed += 1
      if (state.fails) throw new TypeError('no network')
      renewal.taken(900_000)
    },
    hidden: () => state.hidden,
    now: () => state.now,
    setTimer: (run, ms) => {
      ids += 1
      state.timers.push({ at: state.now + ms, run, id: ids })
      return ids
    },
    clearTimer: (id) => {
      state.timers = state.timers.filter((timer) => timer.id !== id)
    },
  })
  /** Moves the clock, and lets what is due run. */
  async function pass(ms: number) {
    const end = state.now + ms
    for (;;) {
      const next = state.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      state.now = next.at
      state.timers = state.timers.filter((timer) => timer !== next)
      next.run()
      await new Promise(setImmediate)
    }
    state.now = end
  }
  return { state, renewal, pass }
}

t.test('a token is renewed a minute before its end, again and again', async (t) => {
  const { state, renewal, pass } = start()
  renewal.taken(900_000)
  await pass(839_000)
  t.equal(state.renewed, 0)
  await pass(2_000)
  t.equal(state.renewed, 1)
  await pass(840_000)
  t.equal(state.renewed, 2)
})

t.test('a token that lives less than two minutes is renewed at half its life', async (t) => {
  const { state, renewal, pass } = start()
  renewal.taken(30_000)
  await pass(14_000)
  t.equal(state.renewed, 0)
  await pass(2_000)
  t.equal(state.renewed, 1)
})

t.test('a hidden tab renews nothing until it is shown', async (t) => {
  const { state, renewal, pass } = start()
  state.hidden = true
  renewal.taken(900_000)
  await pass(3_600_000)
  t.equal(state.renewed, 0)
  state.hidden = false
  renewal.look()
  await pass(0)
  t.equal(state.renewed, 1)
})

t.test('a tab that is shown early keeps its token', async (t) => {
  const { state, renewal, pass } = start()
  renewal.taken(900_000)
  await pass(100_000)
  renewal.look()
  await pass(100_000)
  t.equal(state.renewed, 0)
  t.equal(state.timers.length, 1)
})

t.test('a server that is away is asked again', async (t) => {
  const { state, renewal, pass } = start()
  state.fails = true
  renewal.taken(900_000)
  await pass(840_000)
  t.equal(state.renewed, 1)
  state.fails = false
  await pass(15_000)
  t.equal(state.renewed, 2)
})

t.test('nothing is renewed after the end of the session', async (t) => {
  const { state, renewal, pass } = start()
  renewal.taken(900_000)
  renewal.taken(null)
  await pass(3_600_000)
  renewal.look()
  t.equal(state.renewed, 0)
  t.same(state.timers, [])
})
