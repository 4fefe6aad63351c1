import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { Agent } from 'undici'
import { startChatPlatform } from '../harness/chat-platform.ts'
import { ownCheckout } from '../harness/checkout.ts'
import { newRun } from '../harness/new-run.ts'
import { randomFrom } from '../harness/random.ts'
import type { ReplyReader } from '../harness/reply-reader.ts'
import { newReader, readPiece } from '../harness/reply-reader.ts'
import { print } from '../harness/report.ts'

// kill -9 of the replica that generates, at a random moment of replies that read, are allowed to write, and write. Every reply has to end
// once, and no write may reach the server of tools twice: what was under way at the kill is told as unknown. Exit code 1 otherwise.

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    /** Replies under way at each kill. */
    replies: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
})
const kills = Number(values.kills)
const endMaxMs = 60_000
const random = randomFrom(Number(values.seed))

const bench = newRun()
const faults: string[] = []

try {
  print(`tool-calls: ${kills} kills, ${values.replies} replies at each, --seed ${values.seed}`)
  const server = spawn(process.execPath, [join(ownCheckout, 'services/chat/src/tools/test-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  bench.teardown(() => server.kill('SIGKILL'))
  const [line] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string]
  const tools = `http://127.0.0.1:${/\d+/.exec(line)?.[0]}`
  const settings = { LOG_LEVEL: 'fatal', TOOLS_PRIVATE_HOSTS: '127.0.0.1' }
  const { db, model, identity, gateways, chats, startChat, replicaOf } = await startChatPlatform(bench, {
    settings,
  })
  const dispatcher = new Agent({ bodyTimeout: 60_000 })
  bench.teardown(() => dispatcher.destroy())

  const send = async (path: string, headers: Record<string, string>, body: object = {}) => {
    const url = gateways[random(gateways.length)]?.url ?? ''
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    })
    return (await response.json()) as { data: { id: string; status: string } }
  }
  const admin = (await identity.user({ role: 'admin', expiresIn: '2h' })).headers
  const named = { name: 'test', url: `${tools}/mcp`, allow: ['add', 'write'] }
  const { data: added } = await send('/api/admin/tool-servers', admin, named)
  const checked = await send(`/api/admin/tool-servers/${added.id}/check`, admin)
  // By then every replica has looked again.
  await pause(2_500)
  if (checked.data.status !== 'ok') throw new Error('the server of tools was not found')

  /** Answers every call to the model by how many results it was given: it reads, then writes, then says so. */
  const closing = new AbortController()
  const answering = (async () => {
    while (!closing.signal.aborted) {
      const call = await model.nextCall({ timeoutMs: 1_000 }).catch(() => undefined)
      if (!call) continue
      const given = call.body.messages.filter(({ role }) => role === 'tool').length
      const text = call.lastUserText
      call.delta(given === 0 ? '看' : given === 1 ? '写' : '好')
      if (given === 0) call.toolCall({ name: 'test__add', arguments: '{"a":1,"b":1}' })
      if (given === 1)
        call.toolCall({ name: 'test__write', arguments: JSON.stringify({ text, ms: random(300) }) })
      void call.finish({ finishReason: given < 2 ? 'tool_calls' : 'stop' }).catch(() => {})
    }
  })()
  const headersOf = new Map<string, Record<string, string>>()
  /** Allows whatever waits, as those who asked would. */
  const allowing = (async () => {
    while (!closing.signal.aborted) {
      const { rows } = await sql<{ id: string; user_id: string }>`
        select tool_calls.id, user_id from tool_calls join replies on replies.id = reply_id
        where tool_calls.status = 'waiting_approval' and replies.status = 'running'`.execute(db)
      for (const { id, user_id } of rows)
        await send(`/api/tool-calls/${id}/approve`, headersOf.get(user_id) ?? {}).catch(() => {})
      await pause(30)
    }
  })()
  bench.teardown(async () => {
    closing.abort()
    await Promise.all([answering, allowing])
  })

  interface Asked {
    name: string
    reader: ReplyReader
    started: Promise<void>
    read: Promise<void>
  }

  async function ask(name: string): Promise<Asked> {
    const user = await identity.user({ expiresIn: '2h' })
    headersOf.set(user.id, user.headers)
    const reader = newReader()
    const { promise: started, resolve, reject } = Promise.withResolvers<void>()
    const readToEnd = async () => {
      const deadline = performance.now() + endMaxMs
      let question: string | undefined = name
      while (reader.ends.length === 0 && performance.now() < deadline) {
        const url = gateways[random(gateways.length)]?.url ?? ''
        await readPiece(url, reader, {
          dispatcher,
          headers: user.headers,
          ...(question !== undefined && { question }),
        })
        if (reader.replyId === undefined) throw new Error(`${name} was not started`)
        question = undefined
        if (reader.ends.length === 0) await pause(50)
      }
    }
    const watch = setInterval(() => reader.replyId && resolve(), 5)
    const read = readToEnd().finally(() => clearInterval(watch))
    read.catch(reject)
    return { name, reader, started, read }
  }

  const outcomes: Record<string, number> = {}
  async function check({ name, reader }: Asked, made: Record<string, number>) {
    const fail = (what: string) => faults.push(`${name}: ${what}`)
    if (reader.ends.join() !== 'done') fail(`its reader received the ends [${reader.ends}]`)
    if (reader.text.content !== '看\n\n写\n\n好')
      fail(`its reader has ${JSON.stringify(reader.text.content)}`)
    for (const fault of reader.faults) fail(fault)
    const { rows } = await sql<{ tool: string; status: string }>`
      select tool, status from tool_calls where reply_id = ${reader.replyId}`.execute(db)
    const writes = rows.filter(({ tool }) => tool === 'write')
    if (writes.length !== 1) fail(`${writes.length} writes are stored`)
    const [write] = writes
    const times = made[`write ${name}`] ?? 0
    outcomes[write?.status ?? 'none'] = (outcomes[write?.status ?? 'none'] ?? 0) + 1
    if (times > 1) fail(`was written ${times} times`)
    if (write?.status === 'completed' && times !== 1) fail(`is told as written and was, ${times} times`)
    if (!['completed', 'unknown'].includes(write?.status ?? '')) fail(`its write ended as ${write?.status}`)
    if (rows.some(({ tool, status }) => tool === 'add' && status !== 'completed'))
      fail('what it read is not there')
    const { rows: used } = await sql<{ answers: number }>`select coalesce(sum(answers), 0)::int as answers
      from usage_days where user_id = (select user_id from replies where id = ${reader.replyId})`.execute(db)
    if (used[0]?.answers !== 1) fail(`${used[0]?.answers} usage records`)
  }

  for (let kill = 0; kill < kills; kill++) {
    const batch = await Promise.all(
      Array.from({ length: Number(values.replies) }, (_, n) => ask(`<${kill}.${n}>`)),
    )
    await Promise.all(batch.map(({ started }) => started))
    await pause(random(1_500))
    const { rows: running } = await sql<{ worker_id: string }>`
      select worker_id from replies where status = 'running' and worker_id is not null limit 1`.execute(db)
    const index = replicaOf.get(running[0]?.worker_id ?? '') ?? random(chats.length)
    await chats[index]?.kill()
    await startChat(index)
    await Promise.all(batch.map(({ read }) => read))
    const made = (await (await fetch(`${tools}/made`)).json()) as Record<string, number>
    for (const asked of batch) await check(asked, made)
    if ((kill + 1) % 10 === 0) print(`${kill + 1} kills, ${faults.length} violations`)
  }

  print(`writes: ${JSON.stringify(outcomes)}`)
  for (const fault of faults.slice(0, 20)) print(`VIOLATION ${fault}`)
  print(
    faults.length === 0
      ? 'every reply ended once, and nothing was written twice'
      : `${faults.length} violations`,
  )
  if (faults.length > 0) process.exitCode = 1
} finally {
  await bench.close()
}
