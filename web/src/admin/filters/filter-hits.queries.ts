import type { components } from '@lingzhi/api-client'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { cursorPages } from '../cursor-pages.ts'

export type FilterHit = components['schemas']['FilterHit']

export const filterHitsQuery = (agent_id: number | undefined) =>
  infiniteQueryOptions({
    ...cursorPages,
    queryKey: ['admin', 'filter-hits', agent_id],
    queryFn: async ({ pageParam: cursor, signal }) =>
      (await api.get('/api/admin/agents/filter-hits', { params: { query: { agent_id, cursor } }, signal }))
        .data,
  })
