import type { components } from '@lingzhi/api-client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'

type Schemas = components['schemas']
export type KnowledgePoint = Schemas['KnowledgePoint']
export type Figures = Schemas['LearningStats']
export type Recommendation = Schemas['Recommendation']
export const ranges = ['7d', '30d', '90d', 'all'] as const
export type Range = (typeof ranges)[number]

/** All of it changes with whatever a learner does elsewhere. */
const fresh = { staleTime: 0 }

export const figuresQuery = (time_range: Range) =>
  queryOptions({
    ...fresh,
    queryKey: ['progress', 'figures', time_range],
    queryFn: async ({ signal }) =>
      (await api.get('/api/v1/analytics/learning-stats', { params: { query: { time_range } }, signal })).data,
  })

export const goalsQuery = queryOptions({
  ...fresh,
  queryKey: ['progress', 'goals'],
  queryFn: async ({ signal }) => (await api.get('/api/v1/goals/daily-goals', { signal })).data,
})

export const recommendationsQuery = queryOptions({
  ...fresh,
  queryKey: ['progress', 'recommendations'],
  queryFn: async ({ signal }) =>
    (await api.get('/api/v1/learning/recommendations', { signal })).data.recommendations,
})

export const masteryQuery = infiniteQueryOptions({
  ...fresh,
  queryKey: ['progress', 'mastery'],
  queryFn: async ({ pageParam, signal }) =>
    (
      await api.get('/api/v1/knowledge-graph/mastery', {
        params: { query: { limit: 20, cursor: pageParam } },
        signal,
      })
    ).data,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
})

export const evidenceQuery = (kp: string) =>
  infiniteQueryOptions({
    ...fresh,
    queryKey: ['progress', 'evidence', kp],
    queryFn: async ({ pageParam, signal }) =>
      (
        await api.get('/api/v1/knowledge-graph/mastery/{kp}/evidence', {
          params: { path: { kp }, query: { limit: 20, cursor: pageParam } },
          signal,
        })
      ).data,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })

export async function takeOut(kp: string, id: string): Promise<void> {
  await api.delete('/api/v1/knowledge-graph/mastery/{kp}/evidence/{id}', { params: { path: { kp, id } } })
  await cached.invalidateQueries({ queryKey: ['progress'] })
}
