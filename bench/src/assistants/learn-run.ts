import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { startChatPlatform } from '../harness/chat-platform.ts'
import type { Run } from '../harness/new-run.ts'
import { print } from '../harness/report.ts'
import { seedRated } from '../harness/seed-rated.ts'

/**
 * One hourly run over people with feedback, of whom a few have new feedback since the run before: choosing them, reading their
 * evidence, digests, and a completion each.
 */
export async function learnRun(
  bench: Run,
  { people, changed }: { people: number; changed: number },
): Promise<void> {
  const { db, gateways, identity, model } = await startChatPlatform(bench, {
    replicas: 1,
    settings: { PREFERENCES_EVERY_S: '0' },
  })
  model.enqueue({ times: 'always', steps: ['{"preferences":[]}'] })
  await seedRated(db, { people, each: 6 })

  const { headers } = await identity.user({ role: 'admin', expiresIn: '2h' })
  const run = async (query: string) => {
    const startedAt = performance.now()
    const response = await fetch(
      `${gateways[0]?.url}/api/v1/platform/cron/batch-learn-preferences?${query}`,
      { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{}' },
    )
    const { data } = (await response.json()) as { data: { run_id: string; users: number } }
    const chosenMs = performance.now() - startedAt
    for (;;) {
      const { rows } = await sql<{ left: number; skipped: number; completed: number }>`select
          count(*) filter (where status in ('queued', 'running'))::int as left,
          count(*) filter (where status = 'skipped')::int as skipped,
          count(*) filter (where status = 'completed')::int as completed
        from preference_tasks where run_id = ${data.run_id}`.execute(db)
      if (rows[0]?.left === 0) return { ...data, ...rows[0], chosenMs, ms: performance.now() - startedAt }
      await pause(50)
    }
  }
  const told = (name: string, { users, skipped, completed, chosenMs, ms }: Awaited<ReturnType<typeof run>>) =>
    print(
      `learn, ${name}: ${users} people of ${people} chosen in ${Math.round(chosenMs)} ms; ${completed} asked, ${skipped} skipped; ${(ms / 1_000).toFixed(1)} s`,
    )
  const first = Math.min(people, 1_000)
  told('the first run', await run(`min_feedback_count=5&max_users_per_batch=${first}`))
  // As if the run had been over all of them.
  await sql`insert into preference_tasks (id, run_id, user_id, status, digest, created_at)
    select gen_random_uuid(), (select id from preference_runs limit 1), bench_uuid(3, n), 'completed', 'x', now()
    from generate_series(1, ${people}::int) n
    where not exists (select from preference_tasks t where t.user_id = bench_uuid(3, n))`.execute(db)
  await sql`update feedback set updated_at = now(), comment = '还是太长' where user_id in
    (select bench_uuid(3, n) from generate_series(1, ${changed}::int) n)`.execute(db)
  const hourly = await run(`min_feedback_count=5&max_users_per_batch=${changed}`)
  told('the hour after', hourly)
  print(`  aim: ≤ 60 s${hourly.ms > 60_000 ? '  MISSED' : ''}`)
}
