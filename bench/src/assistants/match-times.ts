import { startChatPlatform } from '../harness/chat-platform.ts'
import type { Run } from '../harness/new-run.ts'
import { print, quantile } from '../harness/report.ts'
import { seedScenarios, wordOf } from './seed-scenarios.ts'

/** How long a question's words take to decide among so many scenarios, as the service itself tells it. */
export async function matchTimes(
  bench: Run,
  { scenarios, questions }: { scenarios: number; questions: number },
): Promise<void> {
  const { db, gateways, identity } = await startChatPlatform(bench, { replicas: 1 })
  await seedScenarios(db, scenarios)
  const { headers } = await identity.user({ expiresIn: '2h' })
  const match = async (n: number) => {
    const response = await fetch(`${gateways[0]?.url}/api/v1/platform/scenarios/match`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query: `请帮我处理一下${wordOf(n % scenarios)}，要快一点，问题 ${n}` }),
    })
    const { data } = (await response.json()) as { data: { by: string; ms: number; name: string } }
    if (data.by !== 'keywords' || !data.name.includes(wordOf(n % scenarios)))
      throw new Error(`question ${n} was decided by ${data.by} for ${data.name}`)
    return data.ms
  }
  for (let n = 0; n < 50; n++) await match(n)
  const taken: number[] = []
  for (let n = 0; n < questions; n++) taken.push(await match(n))
  const [p50, p99] = [quantile(taken, 0.5), quantile(taken, 0.99)]
  print(
    `match: ${questions} questions among ${scenarios} scenarios, decided by keywords: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms (aim: p99 ≤ 5 ms)${p99 > 5 ? '  MISSED' : ''}`,
  )
}
