import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { listen } from '@lingzhi/bus/listen'
import { ReplyCompleted } from '@lingzhi/contracts/chat'
import { sql } from 'kysely'
import { Agent } from 'undici'
import { startChatPlatform } from '../harness/chat-platform.ts'
import { newRun } from '../harness/new-run.ts'
import { randomFrom } from '../harness/random.ts'
import type { ReplyReader } from '../harness/reply-reader.ts'
import { newReader, readPiece } from '../harness/reply-reader.ts'
import { print, quantile } from '../harness/report.ts'

// kill -9 of the replica that generates, at a random moment of a reply, again and again. Whatever it was doing,
// every reply has to end exactly once: for its readers, as one stored answer, one usage record and one fact.
// Exit code 1 when one does not, or when a takeover takes longer than its bound.

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    /** Replies under way at each kill. */
    replies: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
})
const kills = Number(values.kills)
const takeoverMaxMs = 5_000
const endMaxMs = 60_000
const random = randomFrom(Number(values.seed))

const bench = newRun()
const faults: string[] = []

try {
  print(`generator-death: ${kills} kills, ${values.replies} replies at each, --seed ${values.seed}`)
  const platform = await startChatPlatform(bench, { settings: { LOG_LEVEL: 'fatal' } })
  const { db, bus, model, identity, gateways, chats, startChat, replicaOf } = platform
  const dispatcher = new Agent({ bodyTimeout: 60_000 })
  bench.teardown(() => dispatcher.destroy())
  const facts = new Map<string, number>()
  const listening = await listen(bus, ReplyCompleted, 'chaos', async ({ data }) => {
    facts.set(data.reply_id, (facts.get(data.reply_id) ?? 0) + 1)
  })
  bench.teardown(() => listening.close())

  interface Asked {
    name: string
    words: string[]
    user: Awaited<ReturnType<typeof identity.user>>
    readers: ReplyReader[]
    started: Promise<void>
    read: Promise<unknown>
  }

  /** Asks a question and reads its reply with two readers; each reconnects, to any gateway, until it has received the end. */
  async function ask(name: string): Promise<Asked> {
    const words = Array.from({ length: 10 + random(40) }, (_, n) => `第${n}句。`)
    const stepsOf = (some: string[]) => some.flatMap((word) => [word, { waitMs: random(25) }])
    // Most replies wait half-way for the kill; the others may end before it, so that ends are hit too.
    const half = random(words.length)
    const waits = random(4) === 0 ? [] : [{ hold: name }]
    model.enqueue({
      match: name,
      steps: [...stepsOf(words.slice(0, half)), ...waits, ...stepsOf(words.slice(half))],
    })
    model.enqueue({ match: name, times: 'always', steps: stepsOf(words) })
    const user = await identity.user({ expiresIn: '2h' })
    const readers = [newReader(), newReader()]
    const [asker, second] = readers as [ReplyReader, ReplyReader]
    const { promise: started, resolve, reject } = Promise.withResolvers<void>()
    const deadline = performance.now() + endMaxMs
    const readToEnd = async (reader: ReplyReader, question?: string) => {
      let at = random(gateways.length)
      for (let toSend = question; reader.ends.length === 0; toSend = undefined) {
        const url = gateways[at]?.url ?? ''
        await readPiece(url, reader, { dispatcher, headers: user.headers, question: toSend })
        if (reader.replyId === undefined) throw new Error(`${name} was not started`)
        if (performance.now() > deadline) return
        if (reader.ends.length === 0) await pause(50)
        at = (at + 1) % gateways.length
      }
    }
    const watch = setInterval(() => asker.replyId && resolve(), 5)
    const first_ = readToEnd(asker, name)
    first_.catch(reject)
    const read = started.then(async () => {
      clearInterval(watch)
      second.replyId = asker.replyId
      await Promise.all([first_, readToEnd(second)])
    })
    read.catch(() => clearInterval(watch))
    return { name, words, user, readers, started, read }
  }

  async function check({ name, words, user, readers }: Asked) {
    const fail = (what: string) => faults.push(`${name}: ${what}`)
    const replyId = readers[0]?.replyId ?? ''
    for (const { ends, text, faults: wrong } of readers) {
      if (ends.join() !== 'done') fail(`a reader received the ends [${ends}]`)
      if (text.content !== words.join('')) fail('a reader has another text')
      for (const fault of wrong) fail(fault)
    }
    const { rows: stored } = await sql<{ status: string; content: string; answers: number; used: number }>`
      select replies.status, content,
        (select count(*)::int from messages where conversation_id = replies.conversation_id and role = 'assistant') answers,
        (select coalesce(sum(answers), 0)::int from usage_days where user_id = ${user.id}) used
      from replies join messages on messages.id = message_id where replies.id = ${replyId}`.execute(db)
    const [reply] = stored
    if (reply?.status !== 'completed') fail(`is stored as ${reply?.status}`)
    if (reply?.content !== words.join('')) fail('another text is stored')
    if (reply?.answers !== 1) fail(`${reply?.answers} answers are stored`)
    if (reply?.used !== 1) fail(`${reply?.used} usage records`)
  }

  const takeovers: number[] = []
  const all: Asked[] = []
  let endedBefore = 0
  for (let kill = 0; kill < kills; kill++) {
    const batch = await Promise.all(
      Array.from({ length: Number(values.replies) }, (_, n) => ask(`<${kill}.${n}>`)),
    )
    await Promise.all(batch.map(({ started }) => started))
    await pause(random(600))
    const aimedAt = batch[0]?.readers[0]?.replyId ?? ''
    const running = await sql<{ worker_id: string }>`
      select worker_id from replies where id = ${aimedAt} and status = 'running'`.execute(db)
    const index = replicaOf.get(running.rows[0]?.worker_id ?? '') ?? random(chats.length)
    const { rows: unfinished } = await sql<{ id: string; worker_id: string }>`
      select id, worker_id from replies where status = 'running'`.execute(db)
    const orphans = new Set(
      unfinished.filter((row) => replicaOf.get(row.worker_id) === index).map(({ id }) => id),
    )
    const killedAt = performance.now()
    await chats[index]?.kill()
    for (const { name } of batch) model.release(name)
    await startChat(index)
    await Promise.all(batch.map(({ read }) => read))
    for (const reply of batch) {
      await check(reply)
      for (const { replyId, resetAt } of reply.readers) {
        if (!orphans.has(replyId ?? '')) continue
        if (resetAt === undefined) endedBefore += 1
        else takeovers.push(resetAt - killedAt)
      }
    }
    all.push(...batch)
    if ((kill + 1) % 10 === 0) print(`${kill + 1} kills, ${all.length} replies, ${faults.length} violations`)
  }

  const deadline = performance.now() + 10_000
  const factsOf = ({ readers }: Asked) => facts.get(readers[0]?.replyId ?? '') ?? 0
  while (all.some((reply) => factsOf(reply) === 0) && performance.now() < deadline) await pause(100)
  await pause(1_000)
  for (const reply of all) if (factsOf(reply) !== 1) faults.push(`${reply.name}: ${factsOf(reply)} facts`)
  const [p50, max] = [quantile(takeovers, 0.5), Math.max(...takeovers)]
  if (max > takeoverMaxMs) faults.push(`a takeover took ${Math.round(max)} ms`)
  print(`${takeovers.length} readers of taken-over replies; ${endedBefore} had ended at the kill`)
  print(
    `from the kill to the first event of the next attempt: p50 ${Math.round(p50)} ms, max ${Math.round(max)} ms (aim: ≤ 5,000 ms)`,
  )
  for (const fault of faults.slice(0, 20)) print(`VIOLATION ${fault}`)
  print(faults.length === 0 ? 'every reply ended once' : `${faults.length} violations`)
  if (faults.length > 0) process.exitCode = 1
} finally {
  await bench.close()
}
