import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { followReply } from './follow-reply.ts'
import { openLiveFeeds } from './live-feed.ts'

const streams = 40
const seed = Number(process.env.TEST_SEED ?? Date.now() % 1e9)

/** A small random generator, so that TEST_SEED repeats a failing run. */
function randomFrom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

t.test('streams cut at random and resumed on either replica have no gap and no duplicate', async (t) => {
  t.comment(`TEST_SEED=${seed}`)
  const { ask, model, replicas, db } = await startTestApp(t, { replicas: 2, settings: { DELTA_MS: 3 } })
  const random = randomFrom(seed)
  const steps = [
    { repeat: { count: 10, text: '想', delayMs: 1 } },
    ...Array.from({ length: 20 }, (_, index) => [`第${index}句😀`, { waitMs: index % 3 }]).flat(),
  ]
  model.enqueue({ times: 'always', steps })

  const readInPieces = async () => {
    const { start, events } = await ask({ message: '问' })
    let text = ''
    let cuts = 0
    let last: string | undefined
    let reading = events
    for (;;) {
      // The first piece is one event; the rest of a stream may arrive as one when the machine is busy.
      let left = cuts === 0 ? 1 : 1 + random(6)
      let done = false
      for await (const { id, event, data } of reading) {
        last = id ?? last
        if (event === undefined) text += data.content
        done = event === 'done'
        left -= 1
        if (done || left === 0) break
      }
      if (done) return { replyId: start.reply_id, text, cuts }
      cuts += 1
      reading = await replicas[random(2)]!.read(start.reply_id, last)
    }
  }
  const read = await Promise.all(Array.from({ length: streams }, readInPieces))
  const expected = `${'想'.repeat(10)}${Array.from({ length: 20 }, (_, index) => `第${index}句😀`).join('')}`
  t.same(
    read.filter(({ text }) => text !== expected),
    [],
  )
  t.ok(
    read.every(({ cuts }) => cuts > 0),
    `${read.reduce((sum, { cuts }) => sum + cuts, 0)} cuts`,
  )
  const stored = await db.selectFrom('replies').select('id').where('status', '=', 'completed').execute()
  t.equal(stored.length, streams)
})

t.test('a reader that falls behind loses its feed’s buffer, but no text', async (t) => {
  const { ask, model, deps } = await startTestApp(t, { settings: { DELTA_MS: 0 } })
  const { start, events } = await ask({ message: '问' })
  const feed = openLiveFeeds(deps.bus, 500).open(start.reply_id)
  t.teardown(feed.close)
  const call = await model.nextCall()
  const words = Array.from({ length: 200 }, (_, index) => `${index},`)
  for (const word of words) {
    await call.delta(word)
    await events.next()
  }
  const after = { attempt: 0, position: 0 }
  const { signal } = new AbortController()
  const following = followReply(deps, feed, start.reply_id, { after, fresh: true, signal })
  let text = ''
  const { value } = await following.next()
  if (value?.kind === 'text') text += value.text
  await call.finish()
  for await (const entry of following) if (entry.kind === 'text') text += entry.text
  t.equal(text, words.join(''))
})
