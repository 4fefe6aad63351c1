import type { components } from '@lingzhi/api-client'
import { queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'

type Schemas = components['schemas']
export type ReviewTask = Schemas['ReviewTask']
export type ReviewOutcome = Schemas['ReviewOutcome']
export type NewReview = Schemas['NewReview']

const mostAtOnce = 50

/** What is due today, the most forgotten first. */
export const todayQuery = queryOptions({
  queryKey: ['notebook', 'today'],
  queryFn: async ({ signal }) =>
    (await api.get('/api/v1/mistakes/today-review', { params: { query: { limit: mostAtOnce } }, signal }))
      .data,
})

/** Records a review, once for the key of the attempt. */
export async function recordReview(mistakeId: string, body: NewReview): Promise<ReviewOutcome> {
  const { data } = await api.post('/api/v1/mistakes/{id}/review', {
    params: { path: { id: mistakeId } },
    body,
  })
  await cached.invalidateQueries({ queryKey: ['notebook'], refetchType: 'none' })
  return data
}

export async function takeReviewBack(mistakeId: string): Promise<void> {
  await api.post('/api/v1/mistakes/{id}/reviews/undo', { params: { path: { id: mistakeId } } })
  await cached.invalidateQueries({ queryKey: ['notebook'], refetchType: 'none' })
}
