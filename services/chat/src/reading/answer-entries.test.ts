import { sendRequest } from '@lingzhi/bus/request'
import type { ReplyEntry } from '@lingzhi/contracts/chat-replies'
import { BeginReply, ReadReplyEntries } from '@lingzhi/contracts/chat-replies'
import { newId } from '@lingzhi/contracts/ids'
import { followOverBus } from '@lingzhi/reply-feed/follow-over-bus'
import { listenToReply } from '@lingzhi/reply-feed/listen-to-reply'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

const feedCharsMax = 1_000_000
const seed = Number(process.env.TEST_SEED ?? Date.now() % 1e9)

type Started = Awaited<ReturnType<typeof startTestApp>>

async function begin({ bus, identity }: Pick<Started, 'bus' | 'identity'>) {
  const user = await identity.user()
  const reply_id = newId()
  const feed = listenToReply(bus, reply_id, feedCharsMax)
  const asked = { reply_id, user_id: user.id, agent: 'wuhao-tutor', content: '问', request_id: 'test' }
  await sendRequest(bus, BeginReply, asked)
  return { ids: { replyId: reply_id, userId: user.id }, feed }
}

/** What a reader of another service gets from a place on: texts joined, resets told, the end. */
async function read(
  bus: Started['bus'],
  ids: { replyId: string; userId: string },
  most = Number.POSITIVE_INFINITY,
  after?: ReplyEntry,
) {
  const feed = listenToReply(bus, ids.replyId, feedCharsMax)
  const entries: ReplyEntry[] = []
  const place = after && { attempt: after.attempt, position: after.position }
  for await (const entry of followOverBus(bus, feed, ids, {
    after: place,
    signal: AbortSignal.timeout(20_000),
  })) {
    if (entry.kind !== 'queued') entries.push(entry)
    if (entries.length >= most) break
  }
  feed.close()
  return entries
}

const textOf = (entries: ReplyEntry[]) =>
  entries.reduce(
    (text, entry) => (entry.kind === 'reset' ? '' : entry.kind === 'text' ? text + entry.text : text),
    '',
  )

t.test('over the bus a reply cut fifty times has no gap and no duplicate', async (t) => {
  t.comment(`TEST_SEED=${seed}`)
  const started = await startTestApp(t, { replicas: 2, settings: { DELTA_MS: 1 } })
  const { model, bus } = started
  const steps = Array.from({ length: 200 }, (_, n) => [
    `第${n}句😀`,
    ...(n % 3 === 0 ? [{ waitMs: 1 }] : []),
  ]).flat()
  model.enqueue(steps)
  const { ids, feed } = await begin(started)
  feed.close()
  let state = seed
  let last: ReplyEntry | undefined
  const all: ReplyEntry[] = []
  for (let cuts = 0; last?.kind !== 'end'; cuts++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const some = await read(bus, ids, cuts < 50 ? 1 + (state % 4) : undefined, last)
    all.push(...some)
    last = some.at(-1) ?? last
  }
  t.equal(textOf(all), Array.from({ length: 200 }, (_, n) => `第${n}句😀`).join(''))
})

t.test('a taken over reply is told from the start, after a reset', async (t) => {
  const started = await startTestApp(t, { replicas: 2, workers: 1, settings: { DRAIN_MS: 0, DELTA_MS: 0 } })
  const { model, bus, replicas } = started
  const { ids, feed } = await begin(started)
  const call = await model.nextCall()
  await call.delta('第一次')
  const reading = read(bus, ids)
  await feed.next(10_000, AbortSignal.timeout(10_000))
  await replicas[0]!.close()
  model.enqueue(['第二次'])
  await replicas[1]!.startWorker()
  const entries = await reading
  feed.close()
  t.equal(textOf(entries), '第二次')
  t.match(entries.at(-1), { kind: 'end', attempt: 2, outcome: { finish_reason: 'stop', problem: null } })
})

t.test('an answer longer than a message of the bus is read whole, and no character is split', async (t) => {
  const started = await startTestApp(t)
  const { model, bus } = started
  const long = '😀\u0001\u0002'.repeat(48_000)
  model.enqueue([long])
  const { ids, feed } = await begin(started)
  await read(bus, ids)
  feed.close()
  const found = await sendRequest(bus, ReadReplyEntries, {
    reply_id: ids.replyId,
    user_id: ids.userId,
    after: { attempt: 0, position: 0 },
  })
  t.equal(found.more, true)
  const entries = await read(bus, ids)
  t.equal(textOf(entries), long)
  for (const entry of entries) if (entry.kind === 'text') t.ok(entry.text.isWellFormed())
})

t.test('a reply that fails tells its problem, and one that is gone ends without an end', async (t) => {
  const started = await startTestApp(t)
  const { model, bus } = started
  model.enqueue([{ fail: { status: 400 } }])
  const { ids, feed } = await begin(started)
  feed.close()
  t.match((await read(bus, ids)).at(-1), { kind: 'end', outcome: { problem: { code: String } } })
  t.same(await read(bus, { ...ids, replyId: newId() }), [])
})
