import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { listen } from '@lingzhi/bus/listen'
import { sendRequest } from '@lingzhi/bus/request'
import { BeginCompletion, CompletionEnded, ReadCompletion } from '@lingzhi/contracts/chat-completions'
import { newId } from '@lingzhi/contracts/ids'
import { sql } from 'kysely'
import { startChatPlatform } from '../harness/chat-platform.ts'
import { newRun } from '../harness/new-run.ts'
import { randomFrom } from '../harness/random.ts'
import { print } from '../harness/report.ts'

// kill -9 of a chat replica while models make objects, again and again. Whatever it was doing, every completion ends once: one
// valid value, one fact, one usage record; asked for twice, it is the same one. Exit code 1 when one does not.

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    /** Completions begun before each kill. */
    each: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
})
const kills = Number(values.kills)
const each = Number(values.each)
const random = randomFrom(Number(values.seed))
const endMaxMs = 60_000

const bench = newRun()
const faults: string[] = []

try {
  print(`completions: ${kills} kills, ${each} completions before each, --seed ${values.seed}`)
  const { db, bus, model, identity, chats, startChat } = await startChatPlatform(bench, {
    settings: { LOG_LEVEL: 'fatal', LEASE_MS: '2000' },
  })
  const facts = new Map<string, number>()
  const listening = await listen(bus, CompletionEnded, 'chaos', async ({ data }) => {
    facts.set(data.id, (facts.get(data.id) ?? 0) + 1)
  })
  bench.teardown(() => listening.close())
  const user = await identity.user({ expiresIn: '2h' })
  const begun: { id: string; name: string }[] = []
  const begin = async (id: string, name: string) => {
    const schema = {
      type: 'object',
      properties: { score: { type: 'integer' } },
      required: ['score'],
      additionalProperties: false,
    }
    const asked = {
      id,
      user_id: user.id,
      purpose: 'chaos.score',
      schema_name: 'chaos_score_v1',
      schema,
      messages: [{ role: 'user' as const, content: name }],
      priority: random(2) === 0 ? ('person' as const) : ('batch' as const),
    }
    // The asker asks again until it is heard: a replica may have died with the request.
    for (let tries = 1; ; tries++) {
      try {
        await sendRequest(bus, BeginCompletion, asked)
        return
      } catch (err) {
        if (tries === 20) throw err
        await pause(100)
      }
    }
  }

  for (let kill = 0; kill < kills; kill++) {
    await Promise.all(
      Array.from({ length: each }, async (_, n) => {
        const name = `<${kill}.${n}>`
        const id = newId()
        // Some of the answers are wrong first, so that repairs are hit too.
        if (random(4) === 0)
          model.enqueue({ match: name, steps: [{ waitMs: random(200) }, '{"score":"much"}'] })
        model.enqueue({ match: name, times: 'always', steps: [{ waitMs: random(400) }, '{"score":4}'] })
        model.enqueue({ match: 'That is not valid', times: 'always', steps: ['{"score":4}'] })
        begun.push({ id, name })
        await begin(id, name)
        if (random(3) === 0) await begin(id, name)
      }),
    )
    await pause(random(500))
    const index = random(chats.length)
    await chats[index]?.kill()
    await startChat(index)
    if ((kill + 1) % 5 === 0) print(`${kill + 1} kills, ${begun.length} completions`)
  }

  const deadline = performance.now() + endMaxMs
  const unfinished = async () => {
    const { rows } = await sql<{ left: number }>`select count(*)::int as left from completions
      where status in ('queued', 'running')`.execute(db)
    return rows[0]?.left ?? 0
  }
  while ((await unfinished()) > 0 && performance.now() < deadline) await pause(100)
  while (begun.some(({ id }) => !facts.has(id)) && performance.now() < deadline) await pause(100)
  await pause(500)
  for (const { id, name } of begun) {
    const result = await sendRequest(bus, ReadCompletion, { id, user_id: user.id })
    if (result.status !== 'completed') faults.push(`${name} is ${result.status}`)
    else if (JSON.stringify(result.value) !== '{"score":4}') faults.push(`${name} has another value`)
    if (facts.get(id) !== 1) faults.push(`${name} has ${facts.get(id) ?? 0} facts`)
  }
  const { rows } = await sql<{
    answers: number
  }>`select coalesce(sum(answers), 0)::int as answers from usage_days
    where user_id = ${user.id}`.execute(db)
  if (rows[0]?.answers !== begun.length)
    faults.push(`${rows[0]?.answers} usage records of ${begun.length} completions`)
  print(`${begun.length} completions, ${model.calls.length} of the model’s last calls kept`)
  for (const fault of faults.slice(0, 20)) print(`VIOLATION ${fault}`)
  print(faults.length === 0 ? 'every completion ended once' : `${faults.length} violations`)
  if (faults.length > 0) process.exitCode = 1
} finally {
  await bench.close()
}
