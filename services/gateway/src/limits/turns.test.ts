import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { everyService, startUpstream, testPlatform, urlOf } from '../test-app.ts'
import { policiesOf } from './policies.ts'
import { createTurns } from './turns.ts'

/** A service that holds every request of whoever says so until it is let go, and counts them. */
async function startHolding(t: Parameters<typeof testPlatform>[0], turnWaitMs: number) {
  const platform = await testPlatform(t)
  const held = new Set<() => void>()
  const upstream = await startUpstream(t, (app) =>
    app.get('/api/conversations', async ({ url }) => {
      if (url.includes('hold')) await new Promise<void>((resolve) => held.add(resolve))
      return {}
    }),
  )
  t.teardown(() => letGo(held))
  const policies = { ...policiesOf(1), turnWaitMs }
  const gateway = await platform.startGateway(everyService(urlOf(upstream)), {}, { policies })
  return { ...platform, ...gateway, held, policies }
}

const letGo = (held: Set<() => void>) => {
  for (const release of held) release()
  held.clear()
}

t.test('a burst of one user leaves connections for everybody else, and is served in turn', async (t) => {
  const { identity, url, held, policies } = await startHolding(t, 60_000)
  const [one, other] = [await identity.user(), await identity.user()]
  const burst = Array.from({ length: 200 }, () =>
    fetch(`${url}/api/conversations?q=hold`, { headers: one.headers }),
  )
  await eventually(async () => held.size === policies.underWayMax)
  t.equal((await fetch(`${url}/api/conversations`, { headers: other.headers })).status, 200)
  t.equal(held.size, policies.underWayMax, 'no more of the burst is under way')
  const done = Promise.all(burst)
  let over = false
  void done.then(() => (over = true))
  await eventually(async () => {
    letGo(held)
    return over
  })
  t.ok((await done).every(({ status }) => status === 200))
})

t.test('who waits too long is told to come back; a client that leaves gives its turn back', async (t) => {
  const { identity, url, held, policies } = await startHolding(t, 20)
  const { headers } = await identity.user()
  const leaving = new AbortController()
  const holding = Array.from({ length: policies.underWayMax }, () =>
    fetch(`${url}/api/conversations?q=hold`, { headers, signal: leaving.signal }).catch(() => {}),
  )
  await eventually(async () => held.size === policies.underWayMax)
  const refused = await fetch(`${url}/api/conversations`, { headers })
  t.equal(refused.status, 429)
  t.match(await refused.json(), { error_code: 'TOO_MANY_REQUESTS', retry_after: 2 })
  leaving.abort()
  await Promise.all(holding)
  await eventually(async () => (await fetch(`${url}/api/conversations`, { headers })).status === 200)
})

t.test('many accounts of one network leave connections for other networks', async (t) => {
  const platform = await testPlatform(t)
  const held = new Set<() => void>()
  const upstream = await startUpstream(t, (app) =>
    app.get('/api/conversations', async ({ url }) => {
      if (url.includes('hold')) await new Promise<void>((resolve) => held.add(resolve))
      return {}
    }),
  )
  t.teardown(() => letGo(held))
  const policies = { ...policiesOf(1), turnWaitMs: 60_000 }
  const addresses = everyService(urlOf(upstream))
  const { url } = await platform.startGateway(addresses, { TRUSTED_PROXIES: '1' }, { policies })
  const users = await Promise.all(Array.from({ length: 10 }, () => platform.identity.user()))
  const get = (n: number, address: string, query = '') =>
    fetch(`${url}/api/conversations${query}`, {
      headers: { ...users[n % users.length]?.headers, 'x-forwarded-for': address },
    }).then(({ status }) => status)
  // Of IPv6 the /48 is a network, whatever its addresses.
  const burst = Array.from({ length: 160 }, (_, n) => get(n, `2001:db8:1:${n}::1`, '?q=hold'))
  await eventually(async () => held.size === policies.underWayOfNetworkMax)
  t.equal(await get(0, '2001:db8:2::1'), 200)
  t.equal(await get(1, '198.51.100.7'), 200)
  t.equal(held.size, policies.underWayOfNetworkMax)
  const done = Promise.all(burst)
  let over = false
  void done.then(() => (over = true))
  await eventually(async () => {
    letGo(held)
    return over
  })
  t.ok((await done).every((status) => status === 200))
})

t.test('of a full network whoever has least under way is next, and no place is left unused', async (t) => {
  const turns = createTurns()
  const waiting = { waitMs: 60_000, waitingMax: 100, isGone: () => false }
  const order: string[] = []
  const take = async (name: string) => {
    const release = await turns.take(
      [
        { name, max: 3 },
        { name: 'network', max: 4 },
      ],
      waiting,
    )
    if (release) order.push(name)
    return release
  }
  const first = await Promise.all(['a', 'a', 'a', 'b'].map(take))
  const later = ['a', 'b', 'b', 'b', 'c'].map(take)
  t.equal(order.length, 4)
  first[0]?.()
  await later[4]
  t.same(order.slice(4), ['c'], 'who came last has nothing under way')
  for (const release of [...first.slice(1), await later[4]]) release?.()
  await Promise.all(later)
  t.equal(order.length, 9)
  t.same(order.slice(5).toSorted(), ['a', 'b', 'b', 'b'])
})

t.test(
  'who is called while the other share is full waits for that one, and the next is called',
  async (t) => {
    const turns = createTurns()
    const waiting = { waitMs: 60_000, waitingMax: 100, isGone: () => false }
    const take = (name: string, network: string) =>
      turns.take(
        [
          { name, max: 1 },
          { name: network, max: 1 },
        ],
        waiting,
      )
    const own = await take('a', 'one')
    const from1 = Promise.resolve(take('a', 'one'))
    const from2 = Promise.resolve(take('a', 'two'))
    own?.()
    const other = await from1
    t.ok(other, 'the first of two devices')
    const neighbour = Promise.resolve(take('b', 'one'))
    other?.()
    const both = await Promise.all([from2, neighbour])
    t.ok(both.every(Boolean))
  },
)
