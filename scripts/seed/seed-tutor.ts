import type { Client } from '@lingzhi/api-client'
import type { people } from './cast.ts'

type Studies = NonNullable<(typeof people)[number]['studies']>

const dayMs = 86_400_000
const daysBefore = (today: string, days: number) =>
  new Date(Date.parse(today) - days * dayMs).toISOString().slice(0, 10)

/** What one person did with the tutor, unless there is some already: mistakes with reviews, homework, a question. Returns how many. */
export async function seedTutor(
  client: Client,
  studies: Studies,
  today: string,
  signal: AbortSignal,
): Promise<number> {
  const { data: kept } = await client.get('/api/v1/mistakes', { params: { query: { limit: 1 } }, signal })
  if (kept.items.length > 0) return 0
  await client.put('/api/v1/learning/settings', { body: studies.settings, signal })
  for (const { reviewed, ...body } of studies.mistakes) {
    const { data: mistake } = await client.post('/api/v1/mistakes', { body, signal })
    const reviews = reviewed.map(([days, review_result]) => ({
      reviewed_on: daysBefore(today, days),
      review_result,
    }))
    const created_on = daysBefore(today, reviewed[0][0] + 2)
    const params = { path: { id: mistake.id } }
    await client.post('/api/v1/mistakes/{id}/reviews/import', {
      params,
      body: { created_on, reviews },
      signal,
    })
  }
  for (const body of studies.homework) await client.post('/api/v1/homework/submit', { body, signal })
  for (const content of studies.questions) {
    await client.post('/api/v1/learning/ask', { body: { content, subject: 'math' }, signal })
  }
  return studies.mistakes.length + studies.homework.length + studies.questions.length
}
