import type { components } from '@lingzhi/api-client'
import { queryOptions } from '@tanstack/react-query'
import { allPages } from './all-pages.ts'
import { api } from './client.ts'

/** The scenarios that a person may choose. */
export const availableScenarios = queryOptions({
  queryKey: ['scenarios', 'available'],
  queryFn: ({ signal }) =>
    allPages<components['schemas']['Scenario']>(async (cursor) => {
      const query = { limit: 100, cursor }
      const { data } = await api.get('/api/v1/platform/scenarios/available', { params: { query }, signal })
      return { page: data.scenarios, next_cursor: data.next_cursor }
    }),
})
