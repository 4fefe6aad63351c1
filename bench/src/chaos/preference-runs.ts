import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { startChatPlatform } from '../harness/chat-platform.ts'
import { newRun } from '../harness/new-run.ts'
import { randomFrom } from '../harness/random.ts'
import { print } from '../harness/report.ts'
import { seedRated } from '../harness/seed-rated.ts'

// kill -9 of a chat replica while it chooses people, asks a model about one of them, or stores what it learned, again and again. Whatever
// it was doing: each period has one run, every task of it ends once, a person has the preference once with all of its evidence, and each
// completed task has one usage record. Exit code 1 when something does not hold.

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    people: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
})
const kills = Number(values.kills)
const people = Number(values.people)
const random = randomFrom(Number(values.seed))
const everyS = 2
const endMaxMs = 120_000
const ratedEach = 6

const bench = newRun()
const faults: string[] = []

try {
  print(`preference-runs: ${kills} kills, ${people} people, a run every ${everyS} s, --seed ${values.seed}`)
  const { db, model, chats, startChat } = await startChatPlatform(bench, {
    settings: { LOG_LEVEL: 'fatal', LEASE_MS: '2000', PREFERENCES_EVERY_S: String(everyS) },
  })

  /** Answers whoever asks about a person with all that it was shown, after a moment. */
  const closing = new AbortController()
  const answering = (async () => {
    while (!closing.signal.aborted) {
      const call = await model.nextCall({ match: '"comment"', timeoutMs: 1_000 }).catch(() => undefined)
      if (!call) continue
      const evidence = [...call.lastUserText.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id)
      const shorter = { kind: 'length', statement: '回答要简短', scope: 'all', evidence }
      void pause(random(800))
        .then(() => call.delta(JSON.stringify({ preferences: [shorter] })))
        .then(() => call.finish())
        .catch(() => {})
    }
  })()
  bench.teardown(async () => {
    closing.abort()
    await answering
  })

  await seedRated(db, { people, each: ratedEach })
  const news = (share: number) =>
    sql`update feedback set updated_at = now(), comment = ${`太长 ${random(1e9)}`}
    where get_byte(uuid_send(user_id), 15) % ${share} = ${random(share)}`.execute(db)

  for (let kill = 0; kill < kills; kill++) {
    await news(4)
    await pause(random(everyS * 1_500))
    const index = random(chats.length)
    await chats[index]?.kill()
    await startChat(index)
    if ((kill + 1) % 5 === 0) print(`${kill + 1} kills`)
  }

  /** Whether nothing is under way, and a run that began after the last news found nobody. */
  const isQuiet = async () => {
    const { rows } = await sql<{ quiet: boolean }>`select not exists (
        select from preference_tasks where status in ('queued', 'running')
      ) and exists (
        select from preference_runs where users = 0 and started_at > (select max(updated_at) from feedback)
      ) as quiet`.execute(db)
    return rows[0]?.quiet === true
  }
  await news(1)
  const deadline = performance.now() + endMaxMs
  while (!(await isQuiet()) && performance.now() < deadline) await pause(200)

  const { rows: tasks } = await sql<{ status: string; problem: string | null; count: number }>`
    select status, problem, count(*)::int as count from preference_tasks group by 1, 2`.execute(db)
  for (const { status, problem, count } of tasks)
    if (!['completed', 'skipped'].includes(status))
      faults.push(`${count} tasks are ${status}${problem ? `: ${problem}` : ''}`)
  const { rows: periods } = await sql<{ runs: number; periods: number }>`select count(*)::int as runs,
    count(distinct period_start)::int as periods from preference_runs`.execute(db)
  if (periods[0]?.runs !== periods[0]?.periods) faults.push('a period has more than one run')
  const { rows: owners } = await sql<{ user_id: string; applied: number; evidence: number; gaps: number }>`
    select user_id, count(*) filter (where state = 'active')::int as applied,
      coalesce(max(jsonb_array_length(evidence)) filter (where state = 'active'), 0)::int as evidence,
      count(*) filter (where version <> (select count(*) from preference_versions v where v.preference_id = p.id))::int as gaps
    from (select p.*, coalesce((select jsonb_agg(message_id) from preference_evidence e where e.preference_id = p.id), '[]') as evidence
      from preferences p) p group by user_id`.execute(db)
  if (owners.length !== people) faults.push(`${owners.length} of ${people} people have preferences`)
  for (const { user_id, applied, evidence, gaps } of owners) {
    if (applied !== 1) faults.push(`${user_id} has the preference ${applied} times`)
    if (evidence !== ratedEach) faults.push(`${user_id} has it with ${evidence} ratings of ${ratedEach}`)
    if (gaps > 0) faults.push(`${user_id} has versions that are not counted`)
  }
  const { rows: used } = await sql<{ answers: number; completed: number }>`select
    (select coalesce(sum(answers), 0)::int from usage_days) as answers,
    (select count(*)::int from preference_tasks where status = 'completed') as completed`.execute(db)
  if (used[0]?.answers !== used[0]?.completed)
    faults.push(`${used[0]?.answers} usage records of ${used[0]?.completed} completed tasks`)

  const counts = tasks.map(({ status, count }) => `${count} ${status}`).join(', ')
  print(`${periods[0]?.runs} runs; tasks: ${counts}`)
  for (const fault of faults.slice(0, 20)) print(`VIOLATION ${fault}`)
  print(
    faults.length === 0
      ? 'every task ended once, and everybody has what was learned once'
      : `${faults.length} violations`,
  )
  if (faults.length > 0) process.exitCode = 1
} finally {
  await bench.close()
}
