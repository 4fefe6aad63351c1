import { openBus } from '@lingzhi/bus/open-bus'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testBus } from '@lingzhi/testing/test-bus'
import type { Test } from '@lingzhi/testing/test-servers'
import t from 'tap'
import type { Entry } from './entries.ts'
import type { LiveFeed } from './live-feed.ts'
import { openLiveFeeds } from './live-feed.ts'

/** The feeds of two replicas. */
async function twoReplicas(t: Test) {
  const { bus, settings } = await testBus(t)
  const other = await openBus(settings, 'other-replica', silentLog)
  t.teardown(() => other.close())
  return { bus, here: openLiveFeeds(bus, 10_000), there: openLiveFeeds(other, 10_000) }
}

const say = (text: string, attempt = 1) => {
  const entry: Entry = { kind: 'text', part: 'content', text, attempt, position: text.length }
  return [entry, JSON.stringify(entry)] as const
}

const heardBy = async (feed: LiveFeed) => {
  const entries = await feed.next(5_000, new AbortController().signal)
  return entries.map((entry) => (entry.kind === 'text' ? entry.text : entry.kind))
}

t.test(
  'a reader beside the generator hears it once, without the bus, and readers elsewhere by the bus',
  async (t) => {
    const { bus, here, there } = await twoReplicas(t)
    const near = here.open('a', { near: true })
    const far = there.open('a')
    await bus.nc.flush()
    here.announce('a', ...say('甲'))
    t.same(await heardBy(near), ['甲'])
    t.same(await heardBy(far), ['甲'])
    here.announce('a', ...say('甲乙'))
    await bus.nc.flush()
    t.same(await heardBy(near), ['甲乙'], 'not a second time by the bus')
    near.close()
    far.close()
  },
)

t.test('a reader beside a generator that left hears its successor elsewhere', async (t) => {
  const { bus, here, there } = await twoReplicas(t)
  const near = here.open('a', { near: true })
  here.announce('a', ...say('甲'))
  here.leave('a')
  await bus.nc.flush()
  there.announce('a', ...say('乙', 2))
  const heard = await heardBy(near)
  t.same(heard.length === 1 ? [...heard, ...(await heardBy(near))] : heard, ['甲', '乙'])
  near.close()
})
