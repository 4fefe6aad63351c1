import { QueryObserver } from '@tanstack/react-query'
import t from 'tap'
import { cached } from './cached.ts'

t.teardown(() => cached.clear())

/** A query that a page shows, whose requests the test answers. */
function shown(t: { teardown: (close: () => void) => void }, name: string) {
  const requests: { answer: (value: string) => void; signal: AbortSignal }[] = []
  const waiting: (() => void)[] = []
  const queryKey = [name]
  const queryFn = ({ signal }: { signal: AbortSignal }) =>
    new Promise<string>((answer) => {
      requests.push({ answer, signal })
      for (const wake of waiting.splice(0)) wake()
    })
  const observer = new QueryObserver(cached, { queryKey, queryFn })
  t.teardown(observer.subscribe(() => {}))
  return {
    queryKey,
    requests,
    request: async (number: number) => {
      while (requests.length < number) await new Promise<void>((wake) => waiting.push(wake))
      return requests[number - 1]!
    },
    get value() {
      return observer.getCurrentResult().data
    },
  }
}

for (const ask of ['refetchQueries', 'invalidateQueries'] as const)
  t.test(
    `${ask} while the first request is under way does not take its answer for what is so now`,
    async (t) => {
      const query = shown(t, ask)
      const before = await query.request(1)
      const again = cached[ask]({ queryKey: query.queryKey })
      const after = await query.request(2)
      before.answer('before the change')
      after.answer('after it')
      await again
      t.equal(query.value, 'after it')
      t.ok(before.signal.aborted, 'and nobody waits for the first')
      t.equal(query.requests.length, 2)
    },
  )

t.test('what is set by hand is not overwritten by the answer to a request of before', async (t) => {
  const query = shown(t, 'set')
  ;(await query.request(1)).answer('at first')
  await cached.ensureQueryData({ queryKey: query.queryKey })
  const again = cached.refetchQueries({ queryKey: query.queryKey })
  const before = await query.request(2)
  cached.setQueryData(query.queryKey, 'set')
  before.answer('before it was set')
  t.equal(query.value, 'set')
  const after = await query.request(3)
  t.equal(query.value, 'set')
  after.answer('set, says the server')
  await again
  t.equal(query.value, 'set, says the server')
})

t.test('what is set by hand while nothing is under way asks nothing', async (t) => {
  const query = shown(t, 'quiet')
  ;(await query.request(1)).answer('at first')
  await cached.ensureQueryData({ queryKey: query.queryKey })
  cached.setQueryData(query.queryKey, 'set')
  t.equal(query.requests.length, 1)
})
