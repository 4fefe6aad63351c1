import type { components } from '@lingzhi/api-client'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { cursorPages } from '../cursor-pages.ts'

export type GivenFeedback = components['schemas']['GivenFeedback']

export const types = ['dislike', 'correct', 'like'] as const

export interface FeedbackFilters {
  type?: (typeof types)[number]
  agent_id?: number
  commented?: boolean
}

/** What people thought of answers, newest first. */
export const feedbackQuery = (filters: FeedbackFilters) =>
  infiniteQueryOptions({
    ...cursorPages,
    queryKey: ['admin', 'feedback', filters],
    queryFn: async ({ pageParam: cursor, signal }) =>
      (await api.get('/api/admin/feedback', { params: { query: { ...filters, cursor } }, signal })).data,
  })
