import { openBus } from '@lingzhi/bus/open-bus'
import type { ReplyEntry } from '@lingzhi/contracts/chat-replies'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testBus } from '@lingzhi/testing/test-bus'
import type { Test } from '@lingzhi/testing/test-servers'
import t from 'tap'
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
  const entry: ReplyEntry = { kind: 'text', part: 'content', text, attempt, position: text.length }
  return [entry, JSON.stringify(entry)] as const
}

const receivedBy = async (feed: LiveFeed) => {
  const entries = await feed.next(5_000, new AbortController().signal)
  return entries.map((entry) => (entry.kind === 'text' ? entry.text : entry.kind))
}

t.test(
  'readers on the generating replica get each entry once, without the bus, and others over the bus',
  async (t) => {
    const { bus, here, there } = await twoReplicas(t)
    const near = here.open('a', { near: true })
    const far = there.open('a')
    await bus.nc.flush()
    here.announce('a', ...say('甲'))
    t.same(await receivedBy(near), ['甲'])
    t.same(await receivedBy(far), ['甲'])
    here.announce('a', ...say('甲乙'))
    await bus.nc.flush()
    t.same(await receivedBy(near), ['甲乙'], 'not a second time by the bus')
    near.close()
    far.close()
  },
)

t.test('when a replica stops generating, its readers get the entries of its successor', async (t) => {
  const { bus, here, there } = await twoReplicas(t)
  const near = here.open('a', { near: true })
  here.announce('a', ...say('甲'))
  here.leave('a')
  await bus.nc.flush()
  there.announce('a', ...say('乙', 2))
  const received = await receivedBy(near)
  t.same(received.length === 1 ? [...received, ...(await receivedBy(near))] : received, ['甲', '乙'])
  near.close()
})
