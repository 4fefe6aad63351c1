import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { everyService, startUpstream, testPlatform, urlOf } from '../test-app.ts'
import { policiesOf } from './policies.ts'

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
